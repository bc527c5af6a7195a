#include "certrules/version.hpp"
#include "boundary.hpp"
#include "certrules.h"
#include "certrules/date.hpp"

#include <optional>

using namespace certrules::capi;

// The header states the release by hand, since it must stand alone; the build knows it too.
static_assert(CERTRULES_VERSION_NUMBER == CERTRULES_RELEASE_MAJOR * 10000 +
                                              CERTRULES_RELEASE_MINOR * 100 +
                                              CERTRULES_RELEASE_PATCH,
              "certrules.h and CMakeLists.txt disagree about the release");

const char* certrules_version_string() {
    return certrules::version();
}

std::uint32_t certrules_version_number() {
    return CERTRULES_VERSION_NUMBER;
}

std::uint32_t certrules_abi_version() {
    return CERTRULES_ABI_VERSION;
}

const char* certrules_error_name(std::int32_t code) {
    switch (code) {
#define NAME(code) \
    case code:     \
        return #code;
        NAME(CERTRULES_OK)
        NAME(CERTRULES_E_ARGUMENT)
        NAME(CERTRULES_E_NULL)
        NAME(CERTRULES_E_STRUCT_SIZE)
        NAME(CERTRULES_E_UNSUPPORTED)
        NAME(CERTRULES_E_BUFFER)
        NAME(CERTRULES_E_TEXT)
        NAME(CERTRULES_E_UNKNOWN_NAME)
        NAME(CERTRULES_E_DATE)
        NAME(CERTRULES_E_MISSING)
        NAME(CERTRULES_E_EDITION)
        NAME(CERTRULES_E_NO_EDITION)
        NAME(CERTRULES_E_REFUSED)
        NAME(CERTRULES_E_NO_RULE)
        NAME(CERTRULES_E_LIMIT)
        NAME(CERTRULES_E_NO_MEMORY)
        NAME(CERTRULES_E_OVERFLOW)
        NAME(CERTRULES_E_INTERNAL)
#undef NAME
        default:
            return "unknown";
    }
}

// The numbers of the C++ library are those of the C interface.
#define SAME(cpp, c) static_assert(static_cast<std::int32_t>(certrules::error_code::cpp) == c)
SAME(ok, CERTRULES_OK);
SAME(bad_argument, CERTRULES_E_ARGUMENT);
SAME(bad_text, CERTRULES_E_TEXT);
SAME(unknown_name, CERTRULES_E_UNKNOWN_NAME);
SAME(bad_date, CERTRULES_E_DATE);
SAME(missing, CERTRULES_E_MISSING);
SAME(bad_edition, CERTRULES_E_EDITION);
SAME(no_edition, CERTRULES_E_NO_EDITION);
SAME(refused, CERTRULES_E_REFUSED);
SAME(no_rule, CERTRULES_E_NO_RULE);
SAME(limit, CERTRULES_E_LIMIT);
SAME(out_of_memory, CERTRULES_E_NO_MEMORY);
SAME(overflow, CERTRULES_E_OVERFLOW);
SAME(internal, CERTRULES_E_INTERNAL);
#undef SAME

std::int32_t certrules_day_parse(const char* text, std::size_t size, std::int32_t* day,
                                 certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (size != 0)
            if (const auto wrong = need(text, "text", report))
                return wrong;
        if (const auto wrong = need(day, "day", report))
            return wrong;
        constexpr std::size_t form = 10;
        const auto read =
            size == form ? certrules::parse_date({text, size}) : std::optional<certrules::date>{};
        if (!read)
            return report(CERTRULES_E_DATE, "text",
                          "expected a day as YYYY-MM-DD, from 1900-01-01 to 2999-12-31");
        *day = read->days();
        return CERTRULES_OK;
    });
}

std::int32_t certrules_day_format(std::int32_t day, char* buffer, std::size_t capacity,
                                  std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        const auto text = certrules::format_date(certrules::date{day});
        if (text[0] == '*')
            return report(CERTRULES_E_DATE, "day", "outside the years 0 to 9999");
        return give_text({text.data(), text.size()}, buffer, capacity, needed, report);
    });
}
