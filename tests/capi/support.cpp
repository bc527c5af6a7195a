#include "support.hpp"
#include "test_paths.hpp"

namespace support {

namespace {

std::int32_t answer(const std::string& text) {
    return text == "yes" ? CERTRULES_YES : text == "no" ? CERTRULES_NO : CERTRULES_UNKNOWN;
}

std::int32_t optional_day(const json& value, std::uint32_t bit, std::uint32_t& given) {
    if (value.is_null())
        return 0;
    given |= bit;
    return day(value.get<std::string>());
}

void read_state(const edition& e, const json& from, const json& document, certrules_state& s) {
    const auto status = [&](const json& name) {
        return word(e, CERTRULES_WORD_STATUS, name.get<std::string>());
    };
    for (const auto& held : from.value("held", json::array()))
        s.held |= std::uint64_t{1} << status(held);
    if (const auto c = from.value("certificate", json()); !c.is_null()) {
        s.given |= CERTRULES_STATE_CERTIFICATE;
        s.certificate = status(c["status"]);
        s.certificate_first_day = day(c["first_day"].get<std::string>());
        s.certificate_last_day =
            optional_day(c["last_day"], CERTRULES_STATE_CERTIFICATE_LAST_DAY, s.given);
    }
    if (const auto c = from.value("bar", json()); !c.is_null()) {
        s.given |= CERTRULES_STATE_BAR;
        s.bar = status(c["status"]);
        s.bar_first_day = day(c["first_day"].get<std::string>());
        s.bar_last_day = optional_day(c["last_day"], CERTRULES_STATE_BAR_LAST_DAY, s.given);
    }
    if (const auto c = from.value("cycle", json()); !c.is_null()) {
        s.given |= CERTRULES_STATE_CYCLE;
        s.cycle = status(c["status"]);
        s.cycle_since = day(c["since"].get<std::string>());
        auto started = c.value("started_on", json());
        if (started.is_null())
            started = document.value("cycle_started_on", json());
        s.cycle_started_on = optional_day(started, CERTRULES_STATE_CYCLE_STARTED_ON, s.given);
        if (c.contains("award")) {
            s.given |= CERTRULES_STATE_CYCLE_AWARD;
            s.cycle_award = status(c["award"]);
        }
    }
    if (from.contains("after")) {
        s.given |= CERTRULES_STATE_AFTER;
        s.after = status(from["after"]);
    }
    if (from.contains("visited"))
        s.visited = answer(from["visited"].get<std::string>());
    if (from.contains("last_certificate")) {
        s.given |= CERTRULES_STATE_LAST_CERTIFICATE;
        s.last_certificate = status(from["last_certificate"]);
    }
    s.consecutive = from.value("consecutive", 0U);
}

void read_facts(const edition& e, const json& from, std::vector<certrules_fact>& to) {
    for (const auto& [key, value] : from.items()) {
        if (value == "unknown" || value.is_null())
            continue;
        certrules_fact f{};
        f.fact = word(e, CERTRULES_WORD_FACT, key);
        const auto text = value.is_string() ? value.get<std::string>() : value.dump();
        auto error = zeroed<certrules_error>();
        must(certrules_fact_value_find(e.get(), f.fact, text.data(), text.size(), &f.value, &error),
             error);
        to.push_back(f);
    }
}

void read_sections(const edition& e, const json& from, std::vector<certrules_section>& to) {
    for (const auto& [key, value] : from.items()) {
        certrules_section s{};
        s.section = word(e, CERTRULES_WORD_SECTION, key);
        if (value.contains("applicable")) {
            s.given |= CERTRULES_SECTION_APPLICABLE;
            s.applicable = value["applicable"];
        }
        if (value.contains("conforming")) {
            s.given |= CERTRULES_SECTION_CONFORMING;
            s.conforming = value["conforming"];
        }
        to.push_back(s);
        const auto graded = value.value("graded", json::object());
        for (const auto& [severity, count] : graded.items()) {
            s.given |= CERTRULES_SECTION_GRADED;
            s.graded_severity = word(e, CERTRULES_WORD_SEVERITY, severity);
            s.graded = count;
            to.push_back(s);
        }
    }
}

void read_findings(const edition& e, const json& from, std::vector<certrules_finding>& to) {
    for (const auto& item : from) {
        certrules_finding f{};
        f.section = word(e, CERTRULES_WORD_SECTION, item["section"].get<std::string>());
        f.severity = word(e, CERTRULES_WORD_SEVERITY, item["severity"].get<std::string>());
        f.transparent = answer(item.value("transparent", "unknown"));
        for (const auto& tag : item.value("tags", json::array()))
            f.tags |= std::uint64_t{1} << word(e, CERTRULES_WORD_TAG, tag.get<std::string>());
        f.closed_on =
            optional_day(item.value("closed_on", json()), CERTRULES_FINDING_CLOSED, f.given);
        f.sites = item.value("sites", 0U);
        to.push_back(f);
    }
}

}  // namespace

void struct_case::arrays() {
    event.findings = findings.data();
    event.finding_count = findings.size();
    event.finding_size = sizeof(certrules_finding);
    event.sections = sections.data();
    event.section_count = sections.size();
    event.section_size = sizeof(certrules_section);
    event.facts = facts.data();
    event.fact_count = facts.size();
    event.fact_size = sizeof(certrules_fact);
}

std::unique_ptr<struct_case> read_case(const edition& e, const json& document) {
    auto c = std::make_unique<struct_case>();
    auto error = zeroed<certrules_error>();
    const auto kind = document["event"].get<std::string>();
    must(certrules_event_find(kind.data(), kind.size(), &c->event.kind, &error), error);
    c->event.on = day(document["on"].get<std::string>());

    auto state = document.value("state", json());
    if (state.is_null() && kind == "audit-reviewed")
        state = {{"cycle", {{"status", "assessed"}, {"since", document["on"]}}}};
    if (!state.is_null())
        read_state(e, state, document, c->state);

    if (document.contains("audit")) {
        c->event.given |= CERTRULES_GIVEN_AUDIT;
        c->event.audit = word(e, CERTRULES_WORD_AUDIT, document["audit"].get<std::string>());
    }
    if (document.contains("fee")) {
        c->event.given |= CERTRULES_GIVEN_FEE;
        c->event.fee = word(e, CERTRULES_WORD_FEE, document["fee"].get<std::string>());
    }
    if (document.contains("status")) {
        c->event.given |= CERTRULES_GIVEN_DECISION;
        c->event.decision = word(e, CERTRULES_WORD_STATUS, document["status"].get<std::string>());
    }
    c->event.months = document.value("months", 0);
    c->event.sites = document.value("sites", 0U);
    read_facts(e, document.value("facts", json::object()), c->facts);
    read_sections(e, document.value("sections", json::object()), c->sections);
    read_findings(e, document.value("findings", json::array()), c->findings);
    c->arrays();
    return c;
}

json state_json(const edition& e, const certrules_state& s) {
    const auto has = [&](std::uint32_t bit) { return (s.given & bit) != 0; };
    json held = json::array();
    std::uint32_t statuses = 0;
    must(certrules_word_count(e.get(), CERTRULES_WORD_STATUS, &statuses, nullptr), {});
    for (std::uint32_t i = 0; i < statuses; ++i)
        if (((s.held >> i) & 1U) != 0)
            held.push_back(name(e, CERTRULES_WORD_STATUS, static_cast<std::int32_t>(i)));
    const auto term = [&](std::uint32_t bit, std::int32_t status, std::int32_t first,
                          std::int32_t last) {
        return has(bit) ? json{{"status", name(e, CERTRULES_WORD_STATUS, status)},
                               {"first_day", day_text(first)},
                               {"last_day", day_text(last)}}
                        : json();
    };
    json cycle;
    if (has(CERTRULES_STATE_CYCLE))
        cycle = {{"status", name(e, CERTRULES_WORD_STATUS, s.cycle)},
                 {"since", day_text(s.cycle_since)}};
    return {{"held", held},
            {"certificate", term(CERTRULES_STATE_CERTIFICATE, s.certificate,
                                 s.certificate_first_day, s.certificate_last_day)},
            {"cycle", cycle},
            {"bar", term(CERTRULES_STATE_BAR, s.bar, s.bar_first_day, s.bar_last_day)}};
}

std::vector<json> read_lines(const std::string& path) {
    std::ifstream file(CERTRULES_SOURCE_DIR "/" + path);
    std::vector<json> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(json::parse(line));
    return lines;
}

json read_file(const std::string& path) {
    std::ifstream file(CERTRULES_SOURCE_DIR "/" + path);
    return json::parse(file);
}

std::unique_ptr<struct_case> review(const edition& e, std::size_t n) {
    auto c =
        read_case(e, {{"event", "audit-reviewed"},
                      {"on", "2024-05-20"},
                      {"state", {{"cycle", {{"status", "assessed"}, {"since", "2024-05-02"}}}}},
                      {"facts", {{"cap-submitted", "yes"}}}});
    certrules_finding f{};
    f.section = word(e, CERTRULES_WORD_SECTION, "wages");
    f.severity = word(e, CERTRULES_WORD_SEVERITY, "minor");
    c->findings.assign(n, f);
    c->arrays();
    return c;
}

}  // namespace support
