#include "certrules/policy_tests.hpp"

#include "certrules/limits.hpp"
#include "handles.hpp"

#include <string>

using namespace certrules::capi;

std::int32_t certrules_test_json(const certrules_book* book, const char* tests, std::size_t size,
                                 const char* filter, std::size_t filter_size, std::uint32_t flags,
                                 char* buffer, std::size_t capacity, std::size_t* needed,
                                 certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view toml, part;
        if (const auto wrong = need(book, "book", report))
            return wrong;
        if (const auto wrong =
                take_text(tests, size, certrules::limits::edition_bytes, "tests", toml, report))
            return wrong;
        if (const auto wrong = take_text(filter, filter_size, certrules::limits::file_name,
                                         "filter", part, report))
            return wrong;
        if (flags != 0)
            return report(CERTRULES_E_UNSUPPORTED, "flags",
                          "a bit that this release does not know");
        const auto found = test_json(book->editions, {"tests.toml", toml}, part);
        if (!found)
            return report(found.error());
        return give_text(*found, buffer, capacity, needed, report);
    });
}
