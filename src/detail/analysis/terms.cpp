#include "detail/analysis/terms.hpp"

#include "detail/analysis/answers.hpp"
#include "detail/exact.hpp"
#include "detail/settle.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <bit>
#include <map>

namespace certrules::detail {

namespace {

std::string period_words(const deadline_day& d) {
    constexpr std::string_view units[] = {"days", "working-days", "weeks", "months"};
    switch (d.at) {
        case deadline_day::kind::start:
            return "its start";
        case deadline_day::kind::after:
            return fmt::format("{} {}", d.length.count,
                               units[static_cast<std::size_t>(d.length.unit)]);
        case deadline_day::kind::last_day:
            return "the last day";
        case deadline_day::kind::day_after:
            return "the day after";
        case deadline_day::kind::none:
            break;
    }
    return "none";
}

template <class Names>
std::string set_words(std::uint64_t set, const Names& names) {
    std::string out;
    for (; set != 0; set &= set - 1)
        out += fmt::format("{}{}", out.empty() ? "" : " ",
                           names[static_cast<std::size_t>(std::countr_zero(set))]);
    return out.empty() ? "none" : out;
}

using fields = std::map<std::string, std::string>;

fields deadline_fields(const edition& e, const deadline_terms& d) {
    constexpr std::string_view bases[] = {"event",       "fee-due", "fee-paid",
                                          "certificate", "cycle",   "bar"};
    constexpr std::string_view goals[] = {"event", "payment", "end"};
    const auto& names = e.data().names;
    return {{"starts", fmt::format("{} {}", bases[static_cast<std::size_t>(d.starts)],
                                   name_of(d.start_event))},
            {"counted_from", std::string(bases[static_cast<std::size_t>(d.counted_from)])},
            {"first", period_words(d.first)},
            {"last", period_words(d.last)},
            {"met_by", fmt::format("{} {}", goals[static_cast<std::size_t>(d.met_by)],
                                   name_of(d.goal_event))},
            {"audit", set_words(d.audits, names.audits)},
            {"fee", set_words(d.fees, names.fees)},
            {"check", d.check ? "yes" : "no"},
            {"consequence", std::string(d.consequence)}};
}

fields disclosure_fields(const edition& e, const disclosure_terms& d) {
    std::vector<std::string_view> viewers;
    for (const auto& v : e.data().viewers)
        viewers.push_back(v.id);
    return {{"to", set_words(d.to, viewers)},
            {"tell", set_words(d.tell, viewers)},
            {"on_status", set_words(d.on_status, e.data().names.statuses)},
            {"shows", set_words(d.shows, standing_part_names())}};
}

void compare_fields(std::string_view what, const std::map<std::string, fields>& a,
                    const std::map<std::string, fields>& b, std::vector<std::string>& out) {
    for (const auto& [id, was] : a) {
        const auto it = b.find(id);
        if (it == b.end()) {
            out.push_back(fmt::format("{} {}: gone", what, id));
            continue;
        }
        for (const auto& [field, text] : was)
            if (it->second.at(field) != text)
                out.push_back(fmt::format("{} {}: {} {}, now {}", what, id, field, text,
                                          it->second.at(field)));
    }
    for (const auto& [id, now] : b)
        if (!a.contains(id))
            out.push_back(fmt::format("{} {}: new", what, id));
}

std::string calendar_words(const calendar_rules& c) {
    constexpr std::string_view ends[] = {"clamp", "round-up", "snap", "overflow", "reject"};
    constexpr std::string_view days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday"};
    return fmt::format("{}, last day {}, weekend {}",
                       ends[static_cast<std::size_t>(c.at_month_end)],
                       c.ends == last_day::anniversary ? "the anniversary" : "before it",
                       set_words(c.weekend, days));
}

std::string yes_no(bool b) {
    return b ? "yes" : "no";
}

/// What a number may be; without this a case of one edition may be refused by the other.
fields fact_fields(const edition& e, fact_id id) {
    const auto& f = e.facts()[index(id)];
    const auto number = [&](std::int64_t n) {
        return to_text(lowest_terms(n, power_of_ten(f.decimals)));
    };
    std::string allowed;
    for (const auto n : f.allowed)
        allowed += (allowed.empty() ? "" : " ") + number(n);
    return {{"at_least", number(f.lowest)},
            {"at_most", number(f.highest)},
            {"allowed", allowed.empty() ? "any" : allowed},
            {"decimals", fmt::format("{}", unsigned{f.decimals})},
            {"factory_changes", yes_no(f.factory_changes)}};
}

/// What follows from an answer, of words that both have: no difference of status or days.
void compare_follow_ups(const edition& a, const edition& b, const common_words& words,
                        std::vector<std::string>& out) {
    const auto& x = a.data();
    const auto& y = b.data();
    const auto compare_one = [&](std::string_view what, std::string_view id, const fields& was,
                                 const fields& now) {
        compare_fields(what, {{std::string(id), was}}, {{std::string(id), now}}, out);
    };
    const auto months = [](std::optional<std::int32_t> n) {
        return n ? fmt::format("{} months", *n) : std::string("none");
    };
    const auto days = [](const edition_data& d, std::size_t i) {
        const auto n = i < d.correction_days.size() ? d.correction_days[i] : 0;
        return n == 0 ? std::string("none") : fmt::format("{} days", n);
    };
    for (const auto& [i, j] : words.severities)
        compare_one("severity", a.severities()[i].id, {{"corrected_within_days", days(x, i)}},
                    {{"corrected_within_days", days(y, j)}});
    for (const auto& [i, j] : words.statuses)
        compare_one("status", a.statuses()[i].id,
                    {{"next_audit_months", months(x.terms_of[i].next_audit_months)}},
                    {{"next_audit_months", months(y.terms_of[j].next_audit_months)}});
    for (std::size_t i = 0; i < x.rules.size(); ++i) {
        const auto j = b.find_rule(a.rules()[i].id);
        if (j != rule_id::none)
            compare_one("rule", a.rules()[i].id,
                        {{"next_audit_months", months(x.rules[i].next_audit_months)}},
                        {{"next_audit_months", months(y.rules[index(j)].next_audit_months)}});
    }
    const auto audit = [](const audit_info& t) {
        return fields{{"announced", yes_no(t.announced)},
                      {"starts_cycle", yes_no(t.starts_cycle)},
                      {"check", yes_no(t.check)}};
    };
    for (const auto& [i, j] : words.audits)
        compare_one("audit", a.audits()[i].id, audit(a.audits()[i]), audit(b.audits()[j]));
    for (const auto& f : words.facts)
        if (f.id[0] != fact_id::none && f.id[1] != fact_id::none &&
            a.facts()[index(f.id[0])].type == fact_type::number &&
            b.facts()[index(f.id[1])].type == fact_type::number)
            compare_one("fact", a.facts()[index(f.id[0])].id, fact_fields(a, f.id[0]),
                        fact_fields(b, f.id[1]));
}

/// How long cycles last that no rule of the editions may have begun: a host's case can.
void compare_cycles(const edition& a, const edition& b, const common_words& words,
                    std::vector<std::string>& out) {
    const auto on = date::from_civil(2021, 6, 15);
    for (const auto& [i, j] : words.statuses) {
        if (a.statuses()[i].track != track::cycle || b.statuses()[j].track != track::cycle)
            continue;
        for (std::int32_t age = 0; age <= 120; ++age) {
            const auto started = add_months(on, -age, month_end::clamp).value_or(on);
            const auto x =
                cycle_end(a.data(), {static_cast<status_id>(i), on, started, status_id::none});
            const auto y =
                cycle_end(b.data(), {static_cast<status_id>(j), on, started, status_id::none});
            if (x == y)
                continue;
            const auto text = [](const std::optional<date>& d) {
                return d ? to_string(*d) : std::string("no end");
            };
            out.push_back(fmt::format(
                "a cycle at {} since {} that started on {}: lasts until {}, now {}",
                a.statuses()[i].id, to_string(on), to_string(started), text(x), text(y)));
            break;
        }
    }
}

}  // namespace

std::vector<std::string> different_terms(const edition& a, const edition& b,
                                         const common_words& words) {
    std::vector<std::string> out;
    const auto& x = a.data();
    const auto& y = b.data();
    const auto note = [&](std::string_view what, const std::string& was, const std::string& now) {
        if (was != now)
            out.push_back(fmt::format("{}: {}, now {}", what, was, now));
    };
    const auto months = [](std::optional<std::int32_t> n) {
        return n ? fmt::format("{} months", *n) : std::string("none");
    };
    note("calendar", calendar_words(x.calendar), calendar_words(y.calendar));
    note("limit of a cycle", months(x.cycle_limit_months), months(y.cycle_limit_months));
    note("window of the check", months(x.check_window_months), months(y.check_window_months));
    compare_cycles(a, b, words, out);
    compare_follow_ups(a, b, words, out);
    for (const auto& [i, j] : words.fees)
        note("fee", fee_words(a, static_cast<fee_id>(i)), fee_words(b, static_cast<fee_id>(j)));
    const auto deadlines = [](const edition& e) {
        std::map<std::string, fields> all;
        for (const auto& d : e.data().deadlines)
            all.emplace(d.id, deadline_fields(e, d));
        return all;
    };
    compare_fields("deadline", deadlines(a), deadlines(b), out);
    const auto disclosures = [](const edition& e) {
        std::map<std::string, fields> all;
        for (const auto& d : e.data().disclosures)
            all.emplace(d.id, disclosure_fields(e, d));
        return all;
    };
    compare_fields("disclosure", disclosures(a), disclosures(b), out);
    return out;
}

}  // namespace certrules::detail
