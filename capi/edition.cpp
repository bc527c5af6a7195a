#include "certrules/edition.hpp"

#include "certrules/limits.hpp"
#include "handles.hpp"

#include <string>

using namespace certrules::capi;
namespace limits = certrules::limits;

namespace {

std::string_view file_of(const certrules_load_options& o) noexcept {
    return o.file_size == 0 ? std::string_view("edition.toml")
                            : std::string_view(o.file, o.file_size);
}

/// Line and column of a byte, both from 1.
std::pair<std::uint32_t, std::uint32_t> place_of(std::string_view text, std::size_t byte) noexcept {
    std::uint32_t line = 1;
    std::size_t start = 0;
    for (std::size_t i = 0; i < byte; ++i)
        if (text[i] == '\n') {
            ++line;
            start = i + 1;
        }
    return {line, static_cast<std::uint32_t>(byte - start + 1)};
}

/// Loads a text, with everything that is to say about it. What is not UTF-8 or too long is an
/// error of the same kind.
certrules::result<certrules::edition, certrules::diagnostics> load(
    std::string_view text, const certrules_load_options& options, std::pmr::memory_resource* memory,
    certrules::diagnostics* warnings) {
    if (const auto bad = find_bad_utf8(text); bad != std::string_view::npos) {
        certrules::diagnostic d;
        d.file = file_of(options);
        std::tie(d.line, d.column) = place_of(text, bad);
        d.message = "a byte that is not UTF-8";
        return certrules::unexpected(certrules::diagnostics{std::move(d)});
    }
    certrules::edition::options o;
    o.file = file_of(options);
    o.memory = memory;
    o.warnings = warnings;
    return certrules::edition::parse(text, o);
}

std::int32_t take_toml(const char* text, std::size_t size, std::string_view& to,
                       const reporter& report) noexcept {
    if (size != 0)
        if (const auto wrong = need(text, "text", report))
            return wrong;
    if (size > limits::edition_bytes)
        return report(CERTRULES_E_LIMIT, "text", "more than 2 MiB");
    to = size == 0 ? std::string_view{} : std::string_view{text, size};
    return CERTRULES_OK;
}

}  // namespace

std::uint32_t certrules_builtin_count() {
    return static_cast<std::uint32_t>(certrules::builtin_editions().size());
}

std::int32_t certrules_builtin_name(std::uint32_t index, char* buffer, std::size_t capacity,
                                    std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) {
        const auto names = certrules::builtin_editions();
        if (index >= names.size())
            return report(CERTRULES_E_ARGUMENT, "index", "there are not so many editions");
        return give_text(names[index], buffer, capacity, needed, report);
    });
}

std::int32_t certrules_builtin_text(const char* name, std::size_t size, char* buffer,
                                    std::size_t capacity, std::size_t* needed,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view wanted;
        if (const auto wrong = take_name(name, size, wanted, report))
            return wrong;
        const auto text = certrules::builtin_text(wanted);
        if (text.empty())
            return report(CERTRULES_E_UNKNOWN_NAME, "name", "no built-in edition");
        return give_text(text, buffer, capacity, needed, report);
    });
}

std::int32_t certrules_edition_builtin(const char* name, std::size_t size,
                                       const certrules_load_options* given, certrules_edition** out,
                                       certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules_load_options options;
        std::string_view wanted;
        if (const auto wrong = take_options(given, options, report))
            return wrong;
        if (const auto wrong = take_name(name, size, wanted, report))
            return wrong;
        if (const auto wrong = need(out, "out", report))
            return wrong;
        const memory_owner memory(options);
        auto loaded = certrules::edition::builtin(wanted, memory.get());
        if (!loaded)
            return report(CERTRULES_E_UNKNOWN_NAME, "name", loaded.error().front().message);
        *out = make_handle<certrules_edition>(memory, std::move(*loaded));
        return CERTRULES_OK;
    });
}

std::int32_t certrules_edition_load(const char* text, std::size_t size,
                                    const certrules_load_options* given, certrules_edition** out,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules_load_options options;
        std::string_view toml;
        if (const auto wrong = take_options(given, options, report))
            return wrong;
        if (const auto wrong = take_toml(text, size, toml, report))
            return wrong;
        if (const auto wrong = need(out, "out", report))
            return wrong;
        const memory_owner memory(options);
        auto loaded = load(toml, options, memory.get(), nullptr);
        if (!loaded)
            return report(loaded.error());
        *out = make_handle<certrules_edition>(memory, std::move(*loaded));
        return CERTRULES_OK;
    });
}

std::int32_t certrules_edition_diagnose(const char* text, std::size_t size,
                                        const certrules_load_options* given, std::uint32_t* errors,
                                        char* buffer, std::size_t capacity, std::size_t* needed,
                                        certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules_load_options options;
        std::string_view toml;
        if (const auto wrong = take_options(given, options, report))
            return wrong;
        if (const auto wrong = take_toml(text, size, toml, report))
            return wrong;
        if (const auto wrong = need(errors, "errors", report))
            return wrong;
        const memory_owner memory(options);
        certrules::diagnostics found;
        const auto loaded = load(toml, options, memory.get(), &found);
        if (!loaded)
            found = loaded.error();
        std::string lines;
        std::uint32_t wrong_ones = 0;
        for (const auto& d : found) {
            lines += to_string(d);
            lines += '\n';
            wrong_ones += d.kind == certrules::diagnostic::level::error ? 1 : 0;
        }
        if (const auto wrong = give_text(lines, buffer, capacity, needed, report))
            return wrong;
        *errors = wrong_ones;
        return CERTRULES_OK;
    });
}

void certrules_edition_free(certrules_edition* edition) {
    free_handle(edition);
}

std::int32_t certrules_edition_text(const certrules_edition* edition, std::int32_t which,
                                    char* buffer, std::size_t capacity, std::size_t* needed,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        const auto& e = edition->rules;
        switch (which) {
            case CERTRULES_TEXT_SCHEME:
                return give_text(e.scheme(), buffer, capacity, needed, report);
            case CERTRULES_TEXT_ID:
                return give_text(e.id(), buffer, capacity, needed, report);
            case CERTRULES_TEXT_NAME:
                return give_text(e.name(), buffer, capacity, needed, report);
            case CERTRULES_TEXT_TITLE:
                return give_text(e.title(), buffer, capacity, needed, report);
            case CERTRULES_TEXT_HASH:
                return give_text(e.hash(), buffer, capacity, needed, report);
            default:
                return report(CERTRULES_E_ARGUMENT, "which", "no CERTRULES_TEXT_...");
        }
    });
}

std::int32_t certrules_edition_describe(const certrules_edition* edition,
                                        certrules_edition_info* out, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = check_out(out, "out", report))
            return wrong;
        certrules_edition_info info{};
        info.effective_from = edition->rules.effective_from().days();
        const auto to = edition->rules.effective_to();
        info.effective_to = to ? to->days() : CERTRULES_NO_DAY;
        info.regions = edition->rules.regions();
        give(info, out);
        return CERTRULES_OK;
    });
}
