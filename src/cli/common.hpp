#pragma once

/// What the verbs share: input, policies, output held back until all is well, and how things
/// look in a terminal.

#include "certrules/book.hpp"
#include "certrules/compare.hpp"

#include <cstdint>
#include <cstdio>
#include <functional>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace certrules::cli {

/// Ends the program with a reason on standard error and exit status 2.
struct bad_input : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr int exit_ok = 0;
inline constexpr int exit_no = 1;
inline constexpr int exit_bad = 2;

/// The whole of a file, or of standard input for `-`. Throws bad_input.
std::string read_all(const std::string& path);

/// A file line by line; memory does not grow with it.
class line_reader {
public:
    explicit line_reader(const std::string& path);  ///< `-` is standard input; throws bad_input
    ~line_reader();
    line_reader(const line_reader&) = delete;
    line_reader& operator=(const line_reader&) = delete;
    /// The next line without its end; false at the end of the file.
    bool next(std::string& line);
    std::string rest();                                      ///< everything that was not read yet
    std::uint64_t bytes() const noexcept { return bytes_; }  ///< read so far, by lines
    std::uint64_t size() const noexcept { return size_; }    ///< of the file; 0 if it has no end

private:
    std::string path_;
    std::FILE* file_;
    char* buffer_ = nullptr;
    std::size_t capacity_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t size_ = 0;
};

/// Standard output, held back until `release`: after bad input nothing has been written. Beyond
/// some megabytes it waits in a temporary file.
class held_output {
public:
    held_output() = default;
    ~held_output();
    held_output(const held_output&) = delete;
    held_output& operator=(const held_output&) = delete;
    void write(std::string_view text);
    void release();

private:
    std::string memory_;
    std::FILE* file_ = nullptr;
};

/// Fails before the work if what an option asks for could not be written after it, or would be
/// written over one of the inputs.
void check_output(std::string_view option, const std::string& path,
                  std::initializer_list<std::string_view> inputs);
/// Throws bad_input.
void write_file(const std::string& path, std::string_view text);

/// A built-in scheme or edition, or a TOML file. Throws bad_input with all diagnostics.
book open_policy(const std::string& name);
/// An edition's text, loaded; its warnings go to standard error. Throws bad_input with all
/// diagnostics.
edition load_edition(const std::string& text, const std::string& file);
/// The pairs OLD=NEW of `--map`. Throws bad_input.
std::vector<renamed_word> renamed_words(const edition& old_one, const edition& new_one,
                                        const std::vector<std::string>& pairs);
/// One edition: the latest of a scheme.
edition open_edition(const std::string& name);
/// The text and the name of a policy's latest edition.
std::pair<std::string, std::string> policy_text(const std::string& name);

/// Throws bad_input saying what is wrong in which file.
[[noreturn]] void fail(const std::string& path, const error& e);
[[noreturn]] void fail(const diagnostics& found);

/// Colours where standard output is a terminal and NO_COLOR is not set.
bool coloured() noexcept;
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string green(std::string_view text);
std::string yellow(std::string_view text);
std::string red(std::string_view text);

/// One line of a report: a label in a column of its own, long text folded under itself.
std::string row(std::string_view label, std::string_view text, std::size_t label_width = 12);

}  // namespace certrules::cli
