#include "certrules/explain.hpp"

#include "certrules/json.hpp"
#include "detail/edition_data.hpp"
#include "handles.hpp"

#include <string>

using namespace certrules::capi;

std::int32_t certrules_region_rule(const certrules_edition* edition, std::uint32_t region,
                                   std::int32_t* rule, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        if (const auto wrong = need(rule, "rule", report))
            return wrong;
        if (region >= edition->rules.regions())
            return report(CERTRULES_E_ARGUMENT, "region", "the edition has not so many regions");
        *rule = number(edition->rules.data().trees.rule_of_region[region]);
        return CERTRULES_OK;
    });
}

std::int32_t certrules_explain_text(const certrules_edition* edition, std::uint32_t region,
                                    char* buffer, std::size_t capacity, std::size_t* needed,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        const auto found = explain(edition->rules, region);
        if (!found)
            return report(found.error());
        return give_text(to_string(*found), buffer, capacity, needed, report);
    });
}

std::int32_t certrules_explain_json(const certrules_edition* edition, std::uint32_t region,
                                    char* buffer, std::size_t capacity, std::size_t* needed,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        const auto found = explain_json(edition->rules, region);
        if (!found)
            return report(found.error());
        return give_text(*found, buffer, capacity, needed, report);
    });
}
