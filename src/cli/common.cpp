#include "cli/common.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace certrules::cli {

namespace {

std::FILE* open_file(const std::string& path) {
    if (path == "-")
        return stdin;
    auto* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr)
        throw bad_input(fmt::format("{}: {}", path, std::strerror(errno)));
    struct stat info {};
    if (::fstat(::fileno(file), &info) == 0 && S_ISDIR(info.st_mode)) {
        std::fclose(file);
        throw bad_input(fmt::format("{}: is a folder, expected a file", path));
    }
    return file;
}

std::string read_stream(std::FILE* file, const std::string& path) {
    std::string text;
    std::size_t got = 0;
    char block[65536];
    while ((got = std::fread(block, 1, sizeof block, file)) > 0)
        text.append(block, got);
    if (std::ferror(file) != 0)
        throw bad_input(fmt::format("{}: {}", path, std::strerror(errno)));
    return text;
}

std::string paint(std::string_view text, int colour) {
    return coloured() ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : std::string(text);
}

bool is_file(const std::string& name) {
    struct stat info {};
    return name.ends_with(".toml") || name.find('/') != std::string::npos || name == "-" ||
           (::stat(name.c_str(), &info) == 0 && S_ISREG(info.st_mode));
}

}  // namespace

std::string read_all(const std::string& path) {
    auto* file = open_file(path);
    auto text = read_stream(file, path);
    if (file != stdin)
        std::fclose(file);
    return text;
}

line_reader::line_reader(const std::string& path) : path_(path), file_(open_file(path)) {
    struct stat info {};
    if (::fstat(::fileno(file_), &info) == 0 && S_ISREG(info.st_mode))
        size_ = static_cast<std::uint64_t>(info.st_size);
}

line_reader::~line_reader() {
    if (file_ != stdin)
        std::fclose(file_);
    std::free(buffer_);
}

bool line_reader::next(std::string& line) {
    const auto length = ::getline(&buffer_, &capacity_, file_);
    if (length < 0) {
        if (std::ferror(file_) != 0)
            throw bad_input(fmt::format("{}: {}", path_, std::strerror(errno)));
        return false;
    }
    bytes_ += static_cast<std::uint64_t>(length);
    line.assign(buffer_, static_cast<std::size_t>(length));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.pop_back();
    return true;
}

std::string line_reader::rest() {
    return read_stream(file_, path_);
}

held_output::~held_output() {
    if (file_ != nullptr)
        std::fclose(file_);
}

void held_output::write(std::string_view text) {
    memory_.append(text);
    if (memory_.size() < 8U * 1024 * 1024)
        return;
    if (file_ == nullptr)
        file_ = std::tmpfile();
    if (file_ == nullptr || std::fwrite(memory_.data(), 1, memory_.size(), file_) != memory_.size())
        throw bad_input(fmt::format("temporary file: {}", std::strerror(errno)));
    memory_.clear();
}

void held_output::release() {
    if (file_ != nullptr) {
        std::rewind(file_);
        char block[65536];
        std::size_t got = 0;
        while ((got = std::fread(block, 1, sizeof block, file_)) > 0)
            std::fwrite(block, 1, got, stdout);
        std::fclose(file_);
        file_ = nullptr;
    }
    std::fwrite(memory_.data(), 1, memory_.size(), stdout);
    memory_.clear();
    if (std::fflush(stdout) != 0)
        throw bad_input(fmt::format("standard output: {}", std::strerror(errno)));
}

void fail(const std::string& path, const error& e) {
    throw bad_input(fmt::format("{}: {}", path == "-" ? "standard input" : path, to_string(e)));
}

void fail(const diagnostics& found) {
    std::string text;
    for (const auto& d : found)
        text += (text.empty() ? "" : "\n") + to_string(d);
    throw bad_input(text);
}

std::pair<std::string, std::string> policy_text(const std::string& name) {
    if (is_file(name))
        return {read_all(name), name};
    const auto found = book::builtin(name);
    if (!found)
        fail(found.error());
    const auto& latest = found->latest();
    for (const auto builtin : builtin_editions()) {
        const auto one = edition::builtin(builtin);
        if (one && one->hash() == latest.hash())
            return {std::string(builtin_text(builtin)), std::string(builtin)};
    }
    throw bad_input(fmt::format("{}: no text of that edition", name));
}

edition load_edition(const std::string& text, const std::string& file) {
    diagnostics warnings;
    edition::options o;
    o.file = file;
    o.warnings = &warnings;
    auto loaded = edition::parse(text, o);
    if (!loaded)
        fail(loaded.error());
    for (const auto& w : warnings)
        if (w.file == file)  // of its base, what a variant leaves unused is no fault
            fmt::print(stderr, "certrules: {}\n", to_string(w));
    return std::move(*loaded);
}

book open_policy(const std::string& name) {
    if (is_file(name))
        return book(load_edition(read_all(name), name));
    auto found = book::builtin(name);
    if (!found)
        fail(found.error());
    return std::move(*found);
}

void check_output(std::string_view option, const std::string& path,
                  std::initializer_list<std::string_view> inputs) {
    std::error_code ignored;
    for (const auto input : inputs)
        if (std::filesystem::equivalent(path, input, ignored))
            throw bad_input(fmt::format("{}: {} is read here; a file of another name is expected",
                                        option, path));
    const auto slash = path.rfind('/');
    const auto folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const auto* asked = ::access(path.c_str(), F_OK) == 0 ? path.c_str() : folder.c_str();
    if (::access(asked, W_OK) != 0)
        throw bad_input(fmt::format("{}: {}", path, std::strerror(errno)));
}

void write_file(const std::string& path, std::string_view text) {
    auto* file = std::fopen(path.c_str(), "wb");
    const bool written =
        file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const auto reason = errno;
    if ((file != nullptr && std::fclose(file) != 0) || !written)
        throw bad_input(fmt::format("{}: {}", path, std::strerror(written ? errno : reason)));
}

std::vector<renamed_word> renamed_words(const edition& old_one, const edition& new_one,
                                        const std::vector<std::string>& pairs) {
    std::string lines;
    for (const auto& pair : pairs)
        lines += pair.empty() ? "=\n" : pair + "\n";
    auto renamed = read_renamed(old_one, new_one, lines);
    if (!renamed)
        throw bad_input("--map: " + renamed.error().message);
    return std::move(*renamed);
}

edition open_edition(const std::string& name) {
    return open_policy(name).latest();
}

bool coloured() noexcept {
    static const bool answer = ::isatty(1) == 1 && std::getenv("NO_COLOR") == nullptr;
    return answer;
}

std::string bold(std::string_view text) {
    return paint(text, 1);
}
std::string dim(std::string_view text) {
    return paint(text, 2);
}
std::string green(std::string_view text) {
    return paint(text, 32);
}
std::string yellow(std::string_view text) {
    return paint(text, 33);
}
std::string red(std::string_view text) {
    return paint(text, 31);
}

std::string row(std::string_view label, std::string_view text, std::size_t label_width) {
    constexpr std::size_t width = 100;
    std::string lines =
        fmt::format("  {}{}", dim(label),
                    std::string(label_width > label.size() ? label_width - label.size() : 1, ' '));
    std::size_t column = label_width + 2;
    while (!text.empty()) {
        const auto space = text.find(' ');
        const auto word = text.substr(0, space);
        if (column + word.size() > width && column > label_width + 2) {
            lines += "\n" + std::string(label_width + 2, ' ');
            column = label_width + 2;
        } else if (column > label_width + 2) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += word.size();
        if (space == std::string_view::npos)
            break;
        text.remove_prefix(space + 1);
    }
    return lines + "\n";
}

}  // namespace certrules::cli
