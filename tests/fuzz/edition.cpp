// Editions: any text loads or is refused with clear errors; one that loads answers everything that
// is asked of its words, and loads again to the same.

#include "certrules/book.hpp"
#include "certrules/explain.hpp"
#include "certrules/json.hpp"
#include "certrules/limits.hpp"
#include "detail/json_document.hpp"
#include "support/input.hpp"

using namespace certrules;

namespace {

template <class Id, class List, class Find>
void walk(const edition& e, const List& list, Find&& find) {
    PROMISE(list.size() <= limits::rules);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto id = static_cast<Id>(i);
        PROMISE(!list[i].id.empty() && list[i].id.size() <= limits::id_length);
        PROMISE(e.name_of(id) == list[i].id);
        PROMISE(find(list[i].id) == id);
        PROMISE(index(id) == i);
    }
    PROMISE(find("no such word") == Id::none);
    PROMISE(e.name_of(Id::none).empty());
}

void use(const edition& e) {
    walk<severity_id>(e, e.severities(), [&](auto n) { return e.find_severity(n); });
    walk<section_id>(e, e.sections(), [&](auto n) { return e.find_section(n); });
    walk<tag_id>(e, e.tags(), [&](auto n) { return e.find_tag(n); });
    walk<status_id>(e, e.statuses(), [&](auto n) { return e.find_status(n); });
    walk<audit_id>(e, e.audits(), [&](auto n) { return e.find_audit(n); });
    walk<fact_id>(e, e.facts(), [&](auto n) { return e.find_fact(n); });
    walk<fee_id>(e, e.fees(), [&](auto n) { return e.find_fee(n); });
    walk<rule_id>(e, e.rules(), [&](auto n) { return e.find_rule(n); });
    PROMISE(e.ratings().size() <= limits::words && e.measures().size() <= limits::words);
    PROMISE(e.hash().size() == 64);
    PROMISE(e.name() == std::string(e.scheme()) + "@" + std::string(e.id()));
    PROMISE(!e.title().empty());
    PROMISE(!e.effective_to() || *e.effective_to() >= e.effective_from());
    PROMISE(e.aliases().size() <= limits::list_length);
    PROMISE(e.note().size() <= limits::edition_bytes);
    (void)e.reconstructed();
    (void)e.calendar();
    for (const auto& rule : e.rules())
        PROMISE(!rule.cites.empty());  // a rule without a citation does not load

    detail::json_document document;
    PROMISE(!document.parse(edition_json(e)));
    for (std::uint32_t region = 0; region < e.regions() && region < 64; ++region) {
        const auto x = explain(e, region);
        PROMISE(x.has_value());
        PROMISE(!to_string(*x).empty());
        const auto text = explain_json(e, region);
        PROMISE(text.has_value() && !document.parse(*text));
    }
    PROMISE(!explain(e, e.regions()));
}

/// A question that most editions answer in some way.
void ask(const edition& e) {
    const book alone(e);
    PROMISE(alone.latest().hash() == e.hash() && alone.editions().size() == 1);
    const auto day = *parse_date("2024-05-20");
    PROMISE(alone.in_force(day) == &alone.latest());
    PROMISE(alone.answering(false, std::nullopt, day) == &alone.latest());
    for (const auto* text :
         {R"({"event": "applied", "on": "2024-05-20"})",
          R"({"event": "audit-reviewed", "on": "2024-05-20", "findings": []})",
          R"({"event": "certificate-expired", "on": "2024-05-20", "state": {}})"}) {
        const auto verdict = decide_json(alone, text);
        if (!verdict)
            fuzz::promise_error(verdict.error());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 96 * 1024)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    diagnostics warnings;
    edition::options o;
    o.file = "fuzz.toml";
    o.warnings = &warnings;
    const auto loaded = edition::parse(text, o);
    const auto& found = loaded ? warnings : loaded.error();
    PROMISE(loaded || !found.empty());
    PROMISE(found.size() <= limits::diagnostics + 1);
    for (const auto& d : found) {
        PROMISE(!d.message.empty());
        fuzz::promise_line(to_string(d));
        PROMISE(loaded.has_value() == (d.kind == diagnostic::level::warning) ||
                (!loaded && d.kind == diagnostic::level::warning));
    }
    if (!loaded)
        return 0;
    use(*loaded);
    ask(*loaded);
    const auto again = edition::parse(text);
    PROMISE(again && again->hash() == loaded->hash() && again->regions() == loaded->regions());
    return 0;
}
