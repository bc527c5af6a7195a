/// What people who own a policy ask before it changes: check, compare, impact on a portfolio.

#include "certrules/analyse.hpp"
#include "certrules/compare.hpp"
#include "certrules/impact.hpp"
#include "certrules/limits.hpp"
#include "handles.hpp"

#include <string>

using namespace certrules::capi;

namespace {

std::int32_t no_flags(std::uint32_t flags, const reporter& report) noexcept {
    return flags == 0
               ? CERTRULES_OK
               : report(CERTRULES_E_UNSUPPORTED, "flags", "a bit that this release does not know");
}

constexpr std::uint32_t most_examples = 100;

/// Cases, one a line, into an impact.
std::int32_t add_lines(certrules::impact& to, std::string_view cases, const reporter& report) {
    for (std::uint32_t number = 1; !cases.empty(); ++number) {
        const auto end = std::min(cases.find('\n'), cases.size());
        const auto line = cases.substr(0, end);
        cases.remove_prefix(std::min(end + 1, cases.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        if (auto wrong = to.add_json(line, number)) {
            wrong->line = number;
            return report(*wrong);
        }
    }
    return CERTRULES_OK;
}

}  // namespace

std::int32_t certrules_check_json(const certrules_edition* edition, std::uint32_t flags,
                                  char* buffer, std::size_t capacity, std::size_t* needed,
                                  certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = no_flags(flags, report))
            return wrong;
        return give_text(to_json(edition->rules, analyse(edition->rules)), buffer, capacity, needed,
                         report);
    });
}

std::int32_t certrules_diff_json(const certrules_edition* old_edition,
                                 const certrules_edition* new_edition, const char* renamed,
                                 std::size_t size, std::uint32_t flags, char* buffer,
                                 std::size_t capacity, std::size_t* needed,
                                 certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view lines;
        if (const auto wrong = need(old_edition, "old_edition", report))
            return wrong;
        if (const auto wrong = need(new_edition, "new_edition", report))
            return wrong;
        if (const auto wrong = take_text(renamed, size, certrules::limits::edition_bytes, "renamed",
                                         lines, report))
            return wrong;
        if (const auto wrong = no_flags(flags, report))
            return wrong;
        const auto& before = old_edition->rules;
        const auto& after = new_edition->rules;
        const auto words = certrules::read_renamed(before, after, lines);
        if (!words)
            return report(words.error());
        certrules::compare_options options;
        options.renamed = *words;
        return give_text(to_json(before, after, compare(before, after, options)), buffer, capacity,
                         needed, report);
    });
}

std::int32_t certrules_impact_json(const certrules_book* old_book, const certrules_book* new_book,
                                   const char* cases, std::size_t size, std::uint32_t examples,
                                   std::uint32_t flags, char* buffer, std::size_t capacity,
                                   std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view lines;
        if (const auto wrong = need(old_book, "old_book", report))
            return wrong;
        if (const auto wrong = need(new_book, "new_book", report))
            return wrong;
        if (const auto wrong =
                take_text(cases, size, certrules::limits::json_bytes, "cases", lines, report))
            return wrong;
        if (examples > most_examples)
            return report(CERTRULES_E_ARGUMENT, "examples", "must be from 0 to 100");
        if (const auto wrong = no_flags(flags, report))
            return wrong;
        // Not by copy, which would ask for the process's default memory resource: a global.
        const auto shared = [](const certrules_book* b) {
            return certrules::book(b->editions.editions());
        };
        certrules::impact found(shared(old_book), shared(new_book), examples);
        if (const auto wrong = add_lines(found, lines, report))
            return wrong;
        return give_text(impact_json(found), buffer, capacity, needed, report);
    });
}
