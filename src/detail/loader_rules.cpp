#include "certrules/limits.hpp"
#include "detail/exact.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace certrules::detail {

namespace {

struct state_word {
    std::string_view name;
    variable_kind kind;
};

constexpr std::array<state_word, 11> state_words{{
    {"certificate", variable_kind::certificate},
    {"cycle", variable_kind::cycle},
    {"bar", variable_kind::bar},
    {"after", variable_kind::after},
    {"audit", variable_kind::audit},
    {"announced", variable_kind::announced},
    {"fee", variable_kind::fee},
    {"decision", variable_kind::decision},
    {"visit", variable_kind::visit},
    {"last-certificate", variable_kind::last_certificate},
    {"consecutive", variable_kind::consecutive},
}};

constexpr std::array<std::string_view, 2> no_yes{"no", "yes"};

bool is_numeric(const variable& v, const edition_data& data) {
    if (v.kind == variable_kind::measure || v.kind == variable_kind::consecutive)
        return true;
    return v.kind == variable_kind::fact && data.facts[v.ref].type == fact_type::number;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

}  // namespace

bool loader::is_state_word(std::string_view name) noexcept {
    return std::any_of(state_words.begin(), state_words.end(),
                       [&](const auto& w) { return w.name == name; });
}

/// The variable of a name in `when`, made at its first use.
std::optional<std::size_t> loader::variable_named(std::string_view name) {
    for (std::size_t i = 0; i < variables_.size(); ++i)
        if (variables_[i].name == name)
            return i;
    variable v;
    if (const auto m = measures_.find(name)) {
        measures_.used[*m] = true;
        v.kind = variable_kind::measure;
        v.ref = static_cast<std::uint8_t>(*m);
        v.name = measures_.names[*m];
    } else if (const auto f = facts_.find(name)) {
        facts_.used[*f] = true;
        v.kind = variable_kind::fact;
        v.ref = static_cast<std::uint8_t>(*f);
        v.name = facts_.names[*f];
    } else {
        const auto it = std::find_if(state_words.begin(), state_words.end(),
                                     [&](const auto& w) { return w.name == name; });
        if (it == state_words.end())
            return std::nullopt;
        v.kind = it->kind;
        v.name = it->name;
    }
    v.numeric = is_numeric(v, data_);
    v.ratio = v.kind == variable_kind::measure && data_.measures[v.ref].kind == measure_kind::share;
    v.first = v.kind == variable_kind::fact || v.ratio ? 1 : 0;
    if (v.kind == variable_kind::measure)
        v.scale = data_.measures[v.ref].scale;
    else if (v.kind == variable_kind::fact)
        v.scale = power_of_ten(data_.facts[v.ref].decimals);
    variables_.push_back(v);
    return variables_.size() - 1;
}

std::optional<std::size_t> loader::tested_variable(std::string_view name, const std::string& what,
                                                   const toml::source_region& at) {
    if (const auto v = variable_named(name))
        return v;
    std::vector<std::string_view> names(measures_.names);
    names.insert(names.end(), facts_.names.begin(), facts_.names.end());
    for (const auto& w : state_words)
        names.push_back(w.name);
    context_.error(at, fmt::format("{}: \"{}\" is no measure, fact or word of the state{}", what,
                                   name, suggestion(name, names)));
    return std::nullopt;
}

/// The words of a variable's classes from 1 on; class 0 is "none" or "unknown".
std::vector<std::string_view> loader::words_of(const variable& v) const {
    switch (v.kind) {
        case variable_kind::certificate:
        case variable_kind::cycle:
        case variable_kind::bar:
        case variable_kind::after:
        case variable_kind::decision:
        case variable_kind::last_certificate:
            return statuses_.names;
        case variable_kind::audit:
            return audits_.names;
        case variable_kind::fee:
            return fees_.names;
        case variable_kind::announced:
        case variable_kind::visit:
            return {no_yes.begin(), no_yes.end()};
        case variable_kind::fact:
            return {data_.facts[v.ref].values.begin(), data_.facts[v.ref].values.end()};
        case variable_kind::measure:
        case variable_kind::consecutive:
            break;
    }
    return {};
}

/// A range such as `1..3`, a comparison such as `>= 2`, or a number. A share's are rates or
/// fractions, a score's exact numbers, all others whole ones.
bool loader::parse_number(parsed_test& test, std::string_view text) {
    const auto& v = variables_[test.variable];
    const auto scale = v.scale;
    const bool exact = scale != 1 || (v.kind == variable_kind::measure &&
                                      data_.measures[v.ref].kind == measure_kind::score);
    const auto number = [&](std::string_view part) -> std::optional<fraction> {
        part = trimmed(part);
        const bool percent = part.ends_with('%');
        const auto f = parse_fraction(part);
        if (!f || percent != (v.ratio && part.find('/') == std::string_view::npos) ||
            (f->den != 1 && !exact && !v.ratio) ||
            (exact && f->num / f->den > limits::number / scale))
            return std::nullopt;
        return f;
    };
    // Where the values from f on begin, and those beyond it.
    const auto from = [&](fraction f) {
        return v.ratio ? cut{f, false} : cut{{ceil_of({f.num * scale, f.den}), 1}, false};
    };
    const auto beyond = [&](fraction f) {
        return v.ratio ? cut{f, true} : cut{{floor_of({f.num * scale, f.den}) + 1, 1}, false};
    };
    const auto range = [&](std::optional<cut> first, std::optional<cut> last) {
        if (first && last && !before(*first, *last))
            return false;  // nothing lies between
        test.ranges.emplace_back(first, last);
        return true;
    };
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        // Both ends are inside, but for `>a..b` and `a..<b`.
        auto first = trimmed(text.substr(0, dots));
        auto last = trimmed(text.substr(dots + 2));
        const bool after = first.starts_with('>');
        const bool below = last.starts_with('<');
        const auto low = number(first.substr(after ? 1 : 0));
        const auto high = number(last.substr(below ? 1 : 0));
        return low && high &&
               range(after ? beyond(*low) : from(*low), below ? from(*high) : beyond(*high));
    }
    text = trimmed(text);
    const bool equal = text.size() > 1 && text[1] == '=';
    const bool greater = text.starts_with('>');
    const bool less = text.starts_with('<');
    if (greater || less) {
        const auto f = number(text.substr(equal ? 2 : 1));
        if (!f)
            return false;
        const auto at = greater == equal ? from(*f) : beyond(*f);
        return greater ? range(at, {}) : range({}, at);
    }
    const auto f = number(text.starts_with('=') ? text.substr(1) : text);
    return f && range(from(*f), beyond(*f));
}

bool loader::parse_test(parsed_test& test, const toml::node& node, const std::string& what,
                        int depth) {
    const auto& v = variables_[test.variable];
    const auto fail = [&](const std::string& message) {
        context_.error(node.source(), fmt::format("{}: \"{}\" {}", what, v.name, message));
        return false;
    };
    const auto words = words_of(v);
    const bool can_be_unknown = v.kind == variable_kind::fact ||
                                v.kind == variable_kind::announced ||
                                v.kind == variable_kind::visit || v.ratio;
    const std::string_view zero = can_be_unknown ? "unknown" : "none";
    const auto add_text = [&](std::string_view more) {
        if (!test.text.empty() && test.text != "not ")
            test.text.append(", ");
        test.text.append(more);
    };
    if (const auto* text = node.as_string()) {
        add_text(text->get());
        if (text->get() == zero && (!v.numeric || can_be_unknown)) {
            test.places.push_back(0);
            return true;
        }
        if (v.numeric)
            return parse_number(test, text->get()) ||
                   fail(fmt::format("is tested with \"{}\", expected a {} such as {}, a range such "
                                    "as \"{}\", or one after >=, >, <=, <, =",
                                    text->get(), v.ratio ? "rate" : "number",
                                    v.ratio ? "\"85%\"" : "\"2\"", v.ratio ? "70%..85%" : "1..3"));
        const auto it = std::find(words.begin(), words.end(), text->get());
        if (it == words.end()) {
            std::vector<std::string_view> known(words.begin(), words.end());
            known.push_back(zero);
            return fail(fmt::format("is tested with \"{}\", which it never is{}", text->get(),
                                    suggestion(text->get(), known)));
        }
        test.places.push_back(static_cast<std::size_t>(it - words.begin()) + 1);
        return true;
    }
    if (const auto* number = node.as_integer(); number != nullptr && v.numeric && !v.ratio) {
        add_text(std::to_string(number->get()));
        return parse_number(test, std::to_string(number->get())) ||
               fail(fmt::format("is tested with {}, beyond +-{}", number->get(), limits::number));
    }
    if (const auto* many = node.as_array(); many != nullptr && depth < 2) {
        if (many->empty())
            return fail("is tested with an empty list, which nothing meets");
        if (many->size() > limits::list_length)
            return fail(fmt::format("is tested with {} words, at most {} are allowed", many->size(),
                                    limits::list_length));
        bool fine = true;
        for (const auto& item : *many)
            fine = parse_test(test, item, what, 2) && fine;
        return fine;
    }
    if (const auto* table = node.as_table();
        table != nullptr && depth == 0 && table->size() == 1 && table->contains("not")) {
        test.negated = true;
        test.text.assign("not ");
        return parse_test(test, *table->get("not"), what, 1);
    }
    return fail(fmt::format("is tested with {}, expected {}, an array of them, or {{ not = … }}",
                            kind_of(node), v.numeric ? "a number or range" : "a word"));
}

std::vector<loader::parsed_test> loader::load_when(toml_reader& reader) {
    std::vector<parsed_test> tests;
    const auto* table = reader.table("when");
    if (table == nullptr)
        return tests;
    for (const auto& [key, node] : *table) {
        parsed_test test;
        const auto v = tested_variable(key.str(), reader.what(), key.source());
        if (!v)
            continue;
        test.variable = *v;
        if (parse_test(test, node, reader.what(), 0))
            tests.push_back(std::move(test));
    }
    return tests;
}

std::uint32_t loader::load_events(toml_reader& reader) {
    std::uint32_t set = 0;
    for (const auto& [word, at] : reader.words("on", true))
        if (const auto kind = event_named(word, at, reader.what()); kind != event_kind{})
            set |= 1U << static_cast<unsigned>(kind);
    return set;
}

void loader::load_outcome(toml_reader& reader, rule& r) {
    const auto given =
        int{reader.has("then")} + int{reader.has("refuse")} + int{reader.has("table")};
    if (given != 1) {
        for (const auto* key : {"then", "refuse", "table"})
            reader.find(key);
        reader.error("id", "expected exactly one of \"then\", \"refuse\" and \"table\"");
        return;
    }
    if (reader.has("refuse")) {
        r.then = outcome::refuse;
        r.refusal = context_.keep(reader.text("refuse", true).value_or(""));
    } else if (reader.has("then")) {
        if (const auto then = reader.text("then", true))
            read_outcome(*then, reader.where("then"), reader.what(), r);
    }
}

void loader::read_outcome(std::string_view word, const toml::source_region& at,
                          const std::string& what, rule& r) {
    constexpr std::array<std::string_view, 3> others{"unchanged", "award", "decided"};
    constexpr std::array<outcome, 3> outcomes{outcome::unchanged, outcome::award, outcome::decided};
    if (const auto it = std::find(others.begin(), others.end(), word); it != others.end()) {
        r.then = outcomes[static_cast<std::size_t>(it - others.begin())];
        return;
    }
    r.then = outcome::assign;
    if (const auto place = statuses_.find(word)) {
        statuses_.used[*place] = true;
        r.status = static_cast<status_id>(*place);
        if (data_.terms_of[*place].former)
            context_.error(
                at, fmt::format("{}: \"{}\" is a status of earlier editions only", what, word));
        return;
    }
    std::vector<std::string_view> names(statuses_.names);
    names.insert(names.end(), others.begin(), others.end());
    context_.error(at,
                   fmt::format("{}: unknown status \"{}\"{}", what, word, suggestion(word, names)));
}

void loader::load_rule(toml_reader& reader, rule& r, rule_info& info) {
    info.title = context_.keep(reader.text("title", true).value_or(""));
    info.line = reader.where().begin.line;
    r.events = load_events(reader);
    when_.push_back(load_when(reader));
    load_outcome(reader, r);
    info.refuses = r.then == outcome::refuse;
    r.ends_certificate = reader.flag("ends_certificate");
    r.starts_cycle = reader.flag("starts_cycle");
    r.keeps_days = reader.flag("keeps_days");
    if (const auto months = reader.integer("months", 1, limits::months))
        r.months = static_cast<std::int32_t>(*months);
    if (const auto months = reader.integer("next_audit_months", 1, limits::months))
        r.next_audit_months = static_cast<std::int32_t>(*months);
    if (const auto award = reader.text("award"))
        if (const auto place =
                known(statuses_, "status", *award, reader.where("award"), reader.what())) {
            r.award = static_cast<status_id>(*place);
            statuses_.used[*place] = true;
            if (data_.statuses[*place].track != track::certificate)
                reader.error("award", fmt::format("\"{}\" is not a status of the certificate track",
                                                  *award));
        }
    r.obligations = text_list(reader, "obligations");
    r.options = text_list(reader, "options");
    r.notices = text_list(reader, "notices");
    r.fees = fee_list(reader, "fees");
    info.cites = cites(reader, true);
}

/// What depends on the status that the rule gives.
void loader::finish_rule(rule& r) {
    r.notices_by_default = r.notices;
    if (r.status == status_id::none || r.months)
        return;
    if (const auto extra = default_notice_[index(r.status)]; !extra.empty()) {
        std::vector<std::string_view> all(r.notices.begin(), r.notices.end());
        all.push_back(extra);
        r.notices_by_default = context_.keep(all);
    }
}

void loader::load_rules(toml_reader& root) {
    std::vector<rule_info> infos;
    each_table(root, "rule", limits::rules, true, [&](toml_reader& reader) {
        rule r;
        rule_info info;
        info.id = new_name(reader, rules_, "rule").value_or("");
        load_rule(reader, r, info);
        if (reader.has("table")) {
            load_rule_table(reader, r, info, infos);
        } else {
            finish_rule(r);
            rule_list_.push_back(r);
            rule_places_.push_back(reader.where("id"));
            infos.push_back(info);
        }
        if (variables_.size() > limits::variables && !context_.failed())
            reader.error("when",
                         fmt::format("the rules test more than {} quantities", limits::variables));
    });
    if (rule_list_.size() > limits::rules)
        context_.error(root.where("rule"),
                       fmt::format("the tables expand to more than {} rules", limits::rules));
    if (context_.failed())
        return;
    compile_conditions();
    data_.rule_infos = context_.keep(infos);
    data_.rules = context_.keep(rule_list_);
    data_.variables = context_.keep(variables_);
    data_.reads_history = std::any_of(variables_.begin(), variables_.end(), [](const variable& v) {
        return v.kind == variable_kind::last_certificate || v.kind == variable_kind::consecutive;
    });
}

/// The classes that a test accepts, as bits.
std::vector<std::uint64_t> loader::compile_test(const parsed_test& test, const variable& v) const {
    std::vector<std::uint64_t> set((v.classes + 63) / 64, 0);
    const auto accept = [&](std::size_t c) { set[c / 64] |= std::uint64_t{1} << (c % 64); };
    for (const auto place : test.places)
        accept(place);
    const auto class_from = [&](const cut& at) {  // the class that begins at a cut
        const auto place = std::lower_bound(v.cuts.begin(), v.cuts.end(), at, before);
        return v.first + 1 + static_cast<std::size_t>(place - v.cuts.begin());
    };
    for (const auto& [from, to] : test.ranges) {
        const auto begin = from ? class_from(*from) : v.first;
        const auto end = to ? class_from(*to) : v.classes;
        for (auto c = begin; c < end; ++c)
            accept(c);
    }
    if (test.negated)
        for (std::uint32_t c = 0; c < v.classes; ++c)
            set[c / 64] ^= std::uint64_t{1} << (c % 64);
    return set;
}

void loader::compile_conditions() {
    std::vector<std::vector<cut>> cuts(variables_.size());
    for (const auto& tests : when_)
        for (const auto& test : tests)
            for (const auto& [from, to] : test.ranges) {
                if (from)
                    cuts[test.variable].push_back(*from);
                if (to)
                    cuts[test.variable].push_back(*to);
            }
    for (std::size_t i = 0; i < variables_.size(); ++i) {
        auto& v = variables_[i];
        if (!v.numeric) {
            v.classes = static_cast<std::uint32_t>(words_of(v).size()) + 1;
            continue;
        }
        auto& own = cuts[i];
        std::sort(own.begin(), own.end(), before);
        own.erase(std::unique(own.begin(), own.end()), own.end());
        v.cuts = context_.keep(own);
        v.classes = static_cast<std::uint32_t>(own.size()) + 1 + v.first;
        if (v.classes > limits::classes)
            context_.error({}, fmt::format("\"{}\" is tested against {} thresholds, at most {} are "
                                           "allowed",
                                           v.name, own.size(), limits::classes - 2));
    }
    if (context_.failed())
        return;
    for (std::size_t r = 0; r < rule_list_.size(); ++r) {
        std::vector<condition> conditions;
        for (const auto& test : when_[r]) {
            condition c;
            c.variable = static_cast<std::uint8_t>(test.variable);
            c.classes = context_.keep(compile_test(test, variables_[test.variable]));
            c.text = context_.keep(test.text);
            conditions.push_back(c);
        }
        rule_list_[r].when = context_.keep(conditions);
    }
    check_bands();
}

}  // namespace certrules::detail
