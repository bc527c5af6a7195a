#include "detail/columns/row.hpp"

#include "certrules/calendar.hpp"
#include "detail/settle.hpp"
#include "detail/trees.hpp"

#include <algorithm>
#include <limits>

namespace certrules::detail {

namespace {

constexpr auto ok = error_code::ok;

bool has_day(std::int64_t days) noexcept {
    return days >= first_supported_day.days() && days <= last_supported_day.days();
}

bool on_track(const edition_data& data, status_id s, track t) noexcept {
    return index(s) < data.statuses.size() && data.statuses[index(s)].track == t;
}

bool allowed_value(const fact_info& info, std::int64_t value) noexcept {
    if (info.type != fact_type::number)
        return value >= 0 && value < static_cast<std::int64_t>(info.values.size());
    if (!info.allowed.empty())
        return std::find(info.allowed.begin(), info.allowed.end(), value) != info.allowed.end();
    return value >= info.lowest && value <= info.highest;
}

void give_days(row_answer& a, date first, std::optional<date> last) noexcept {
    if (last) {
        a.first_day = first.days();
        a.last_day = last->days();
    }
}

/// What a rule gives, without the state after it: see `apply`, which also fills that.
class outcome_of_row {
public:
    outcome_of_row(const edition& e, const state& s, const event& ev, const known_facts& facts,
                   row_answer& answer) noexcept
        : edition_(e), data_(e.data()), state_(s), event_(ev), facts_(facts), answer_(answer) {}

    void apply(const rule& r) noexcept {
        switch (r.then) {
            case outcome::refuse:
                answer_.code = error_code::refused;
                return;
            case outcome::unchanged:
                return show(r);
            case outcome::assign:
                if (event_.kind >= event_kind::certificate_expired) {
                    answer_.status = r.status;
                    return;
                }
                return assign(r, r.status);
            case outcome::award: {
                const auto named = state_.audit_cycle ? state_.audit_cycle->award : status_id::none;
                return assign(r, named == status_id::none ? data_.first_certificate : named);
            }
            case outcome::decided:
                break;
        }
        if (data_.terms_of[index(event_.decision)].fee != fee_id::none &&
            data_.awaiting != status_id::none)
            return give_cycle(r, data_.awaiting);
        assign(r, event_.decision);
    }

private:
    /// Nothing changed: what the factory shows already.
    void show(const rule& r) noexcept {
        state s = state_;
        if (r.ends_certificate)
            s.certificate.reset();
        answer_.status = public_status(edition_, s, event_.on);
        if (const auto days = public_days(data_, s, event_.on))
            give_days(answer_, days->first_day, days->last_day);
    }

    void assign(const rule& r, status_id status) noexcept {
        switch (data_.statuses[index(status)].track) {
            case track::cycle:
                return give_cycle(r, status);
            case track::after:
                answer_.status = status;
                return;
            case track::certificate:
                if (r.keeps_days && state_.certificate && !r.ends_certificate) {
                    answer_.status = status;
                    return give_days(answer_, state_.certificate->first_day,
                                     state_.certificate->last_day);
                }
                break;
            case track::bar:
                break;
        }
        give_term(r, status);
    }

    void give_term(const rule& r, status_id status) noexcept {
        const auto& terms = data_.terms_of[index(status)];
        const auto* fact = terms.from == fact_id::none ? nullptr : &data_.facts[index(terms.from)];
        std::optional<std::int32_t> months;
        if (event_.months) {
            if (fact != nullptr && !allowed_value(*fact, *event_.months)) {
                answer_.code = error_code::bad_argument;
                return;
            }
            months = event_.months;
        } else if (r.months) {
            months = r.months;
        } else if (fact != nullptr && ((facts_.known >> index(terms.from)) & 1U) != 0) {
            months = static_cast<std::int32_t>(facts_.value[index(terms.from)]);
        } else if (terms.months) {
            months = terms.months;
        } else if (fact != nullptr) {
            answer_.code = error_code::missing;
            return;
        }
        std::optional<date> last;
        if (months) {
            last = last_valid_day(event_.on, *months, data_.calendar);
            if (!last) {
                answer_.code = error_code::overflow;
                return;
            }
        }
        answer_.status = status;
        give_days(answer_, event_.on, last);
    }

    void give_cycle(const rule& r, status_id status) noexcept {
        answer_.status = status;
        const auto& now = state_.audit_cycle;
        const bool open = now && data_.statuses[index(now->status)].open;
        const bool begins = !data_.statuses[index(status)].open || r.starts_cycle || !open;
        cycle c{status, event_.on, event_.on, status_id::none};
        if (!begins) {
            c.started_on = now->started_on;
            if (now->status == status)
                c.since = now->since;
        }
        give_days(answer_, c.since, cycle_end(data_, c));
    }

    const edition& edition_;
    const edition_data& data_;
    const state& state_;
    const event& event_;
    const known_facts& facts_;
    row_answer& answer_;
};

}  // namespace

/// A case, with room for what its spans show.
struct row_reader::asked {
    certrules::event event;
    certrules::state state;
    known_facts facts;
    std::array<section_count, 2 * max_words> sections;  // of each, and the graded ones
    std::size_t sections_given = 0;
};

std::optional<std::int64_t> row_reader::value(column_kind kind, std::size_t row) const noexcept {
    const auto place = plan_.place(kind);
    return place == absent_column ? std::nullopt : value_of(sources_[place], row);
}

template <class Id>
error_code row_reader::take_word(column_kind kind, std::size_t row, std::size_t words,
                                 Id& to) const noexcept {
    to = Id::none;
    const auto given = value(kind, row);
    if (!given)
        return ok;
    if (*given < 0 || *given >= static_cast<std::int64_t>(words))
        return error_code::bad_argument;
    to = static_cast<Id>(*given);
    return ok;
}

// The order of the checks is that of `check_case`, so that a row with two errors gets the same one.

error_code row_reader::take_event(std::size_t row, asked& to) const noexcept {
    auto& ev = to.event;
    ev.kind = kind_;
    const auto on = value(column_kind::day, row);
    if (!on)
        return error_code::missing;
    if (!has_day(*on))
        return error_code::bad_date;
    ev.on = date{static_cast<std::int32_t>(*on)};
    if (take_word(column_kind::audit, row, data_.audits.size(), ev.audit) != ok ||
        (ev.audit == audit_id::none && kind_ == event_kind::audit_held))
        return error_code::bad_argument;
    const bool needs_fee = kind_ == event_kind::fee_paid || kind_ == event_kind::invoice_received;
    if (take_word(column_kind::fee, row, data_.fee_words.size(), ev.fee) != ok ||
        (ev.fee == fee_id::none && needs_fee))
        return error_code::bad_argument;
    if (take_word(column_kind::decision, row, data_.statuses.size(), ev.decision) != ok ||
        (ev.decision == status_id::none && kind_ == event_kind::decision_recorded))
        return error_code::bad_argument;
    if (ev.decision != status_id::none && data_.terms_of[index(ev.decision)].former)
        return error_code::bad_argument;
    if (const auto months = value(column_kind::months, row)) {
        if (*months < 1 || *months > limits::months)
            return error_code::bad_argument;
        ev.months = static_cast<std::int32_t>(*months);
    }
    return ok;
}

error_code row_reader::take_sections(std::size_t row, asked& to) const noexcept {
    constexpr std::int64_t most = limits::checkpoints;
    const auto place_of = [&](std::uint16_t place) {
        return place == absent_column ? std::nullopt : value_of(sources_[place], row);
    };
    for (std::size_t s = 0; s < data_.sections.size(); ++s) {
        const auto applicable = place_of(plan_.applicable[s]);
        const auto conforming = place_of(plan_.conforming[s]);
        const auto rating = place_of(plan_.rating[s]);
        if (!applicable && !conforming && !rating)
            continue;
        section_count c;
        c.section = static_cast<section_id>(s);
        if (rating) {
            if (*rating < 0 || *rating >= static_cast<std::int64_t>(data_.ratings.size()))
                return error_code::bad_argument;
            c.rating = static_cast<std::uint8_t>(*rating + 1);
        }
        if (applicable) {
            if (*applicable < 0 || *applicable > most)
                return error_code::bad_argument;
            c.applicable = static_cast<std::uint32_t>(*applicable);
        }
        if (conforming) {
            if (*conforming < 0 ||
                *conforming > c.applicable.value_or(data_.sections[s].applicable))
                return error_code::bad_argument;
            c.conforming = static_cast<std::uint32_t>(*conforming);
        }
        to.sections[to.sections_given++] = c;
    }
    for (const auto place : plan_.graded) {
        const auto graded = value_of(sources_[place], row);
        if (!graded)
            continue;
        if (*graded < 0 || *graded > most || to.sections_given == to.sections.size())
            return error_code::bad_argument;
        section_count c;
        c.section = plan_.columns[place].section;
        c.graded_severity = plan_.columns[place].severity;
        c.graded = static_cast<std::uint32_t>(*graded);
        to.sections[to.sections_given++] = c;
    }
    to.event.sections = {to.sections.data(), to.sections_given};
    return ok;
}

error_code row_reader::take_state(std::size_t row, state& to) const noexcept {
    const auto n = data_.statuses.size();
    for (std::size_t s = 0; s < n; ++s) {
        if (plan_.held[s] == absent_column)
            continue;
        const auto held = value_of(sources_[plan_.held[s]], row).value_or(0);
        if (held != 0 && held != 1)
            return error_code::bad_argument;
        to.held |= static_cast<std::uint64_t>(held) << s;
    }
    status_id certificate, bar, now, award;
    if (take_word(column_kind::certificate, row, n, certificate) != ok ||
        (certificate != status_id::none && !on_track(data_, certificate, track::certificate)))
        return error_code::bad_argument;
    if (take_word(column_kind::bar, row, n, bar) != ok ||
        (bar != status_id::none && !on_track(data_, bar, track::bar)))
        return error_code::bad_argument;
    const auto take_term = [&](status_id status, column_kind first, column_kind last,
                               std::optional<term>& t) {
        if (status == status_id::none)
            return ok;
        const auto first_day = value(first, row);
        const auto ends = value(last, row);
        if (!first_day)
            return error_code::missing;
        if (!has_day(*first_day) || (ends && *ends > last_supported_day.plus_days(36525).days()))
            return error_code::bad_date;
        if (ends && *ends < *first_day)
            return error_code::bad_argument;
        t = term{status, date{static_cast<std::int32_t>(*first_day)}, {}};
        if (ends)
            t->last_day = date{static_cast<std::int32_t>(*ends)};
        to.held |= std::uint64_t{1} << index(status);  // what runs now was held
        return ok;
    };
    if (const auto wrong = take_term(certificate, column_kind::certificate_first_day,
                                     column_kind::certificate_last_day, to.certificate);
        wrong != ok)
        return wrong;
    if (const auto wrong =
            take_term(bar, column_kind::bar_first_day, column_kind::bar_last_day, to.bar);
        wrong != ok)
        return wrong;

    if (take_word(column_kind::cycle, row, n, now) != ok ||
        (now != status_id::none && !on_track(data_, now, track::cycle)))
        return error_code::bad_argument;
    if (now != status_id::none) {
        if (take_word(column_kind::cycle_award, row, n, award) != ok ||
            (award != status_id::none && !on_track(data_, award, track::certificate)))
            return error_code::bad_argument;
        const auto since = value(column_kind::cycle_since, row);
        if (!since)
            return error_code::missing;
        const auto started = value(column_kind::cycle_started_on, row).value_or(*since);
        if (!has_day(*since) || !has_day(started))
            return error_code::bad_date;
        if (started > *since)
            return error_code::bad_argument;
        to.audit_cycle = cycle{now, date{static_cast<std::int32_t>(*since)},
                               date{static_cast<std::int32_t>(started)}, award};
    }
    if (take_word(column_kind::after, row, n, to.after) != ok ||
        take_word(column_kind::last_certificate, row, n, to.last_certificate) != ok)
        return error_code::bad_argument;
    const auto visited = value(column_kind::visited, row).value_or(0);
    const auto consecutive = value(column_kind::consecutive, row).value_or(0);
    if (visited < 0 || visited > 2 || consecutive < 0 || consecutive > 0xFFFF)
        return error_code::bad_argument;
    to.visited = static_cast<answer>(visited);
    to.consecutive = static_cast<std::uint16_t>(consecutive);
    if (to.certificate && to.last_certificate == status_id::none) {
        to.last_certificate = certificate;
        to.consecutive = std::max<std::uint16_t>(to.consecutive, 1);
    }
    return ok;
}

error_code row_reader::take_facts(std::size_t row, asked& to) const noexcept {
    for (std::size_t f = 0; f < data_.facts.size(); ++f) {
        if (plan_.fact[f] == absent_column)
            continue;
        const auto given = value_of(sources_[plan_.fact[f]], row);
        if (!given)
            continue;
        if (!allowed_value(data_.facts[f], *given))
            return error_code::bad_argument;
        to.facts.value[f] = *given;
        to.facts.known |= std::uint64_t{1} << f;
    }
    return ok;
}

error_code row_reader::count_findings(std::size_t row, counts& to) const noexcept {
    constexpr auto most = static_cast<std::int64_t>(limits::findings);
    std::int64_t all = 0;
    auto wrong = ok;
    const auto note = [&](error_code code) { wrong = wrong == ok ? code : wrong; };
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) {
        const auto place = plan_.first_group + g;
        auto given = value_of(sources_[place], row);
        if (!given)
            note(error_code::missing);
        else if (*given < 0)
            note(error_code::bad_argument);
        else
            all += * given = std::min(*given, most + 1);
        const auto n = given.value_or(0);
        if (n <= 0 || n > most)
            continue;
        const auto& column = plan_.columns[place];
        finding f;
        f.section = column.section == section_id::none ? section_id{} : column.section;
        f.severity = column.severity;
        f.transparent = column.transparent;
        f.tags = column.tags;
        f.sites = column.seen_on;
        if (column.closed)
            f.closed_on = date{std::numeric_limits<std::int32_t>::min()};
        std::array<finding, 16> alike;
        const auto some = std::min<std::int64_t>(n, static_cast<std::int64_t>(alike.size()));
        std::fill_n(alike.begin(), some, f);
        for (auto left = n; left > 0; left -= some)
            to.add({alike.data(), static_cast<std::size_t>(std::min(left, some))});
    }
    return wrong != ok ? wrong : (all > most ? error_code::limit : ok);
}

row_answer row_reader::decide(std::size_t row) const noexcept {
    row_answer answer;
    asked a;
    answer.code = take_event(row, a);
    if (answer.code == ok)
        answer.code = take_sections(row, a);
    if (answer.code == ok)
        answer.code = take_state(row, a.state);
    if (answer.code != ok)
        return answer;
    for (std::size_t g = 0; g < plan_.groups.size(); ++g)
        if (const auto sites = plan_.columns[plan_.first_group + g].sites; sites != 0)
            a.event.sites = sites;
    counts counted(data_, a.event, counts::none{});
    answer.code = count_findings(row, counted);
    if (answer.code == ok)
        answer.code = take_facts(row, a);
    if (answer.code != ok)
        return answer;

    settle_in_place(data_, a.state, a.event.on);
    reading r;
    read(data_, a.state, a.event, counted, a.facts, r);
    answer.region = region_of(data_.trees, kind_, r);
    const auto fired = data_.trees.rule_of_region[answer.region];
    if (fired == rule_id::none) {
        answer.code = error_code::no_rule;
        return answer;
    }
    outcome_of_row(edition_, a.state, a.event, a.facts, answer).apply(data_.rules[index(fired)]);
    if (answer.code != ok)
        answer.status = status_id::none;
    return answer;
}

}  // namespace certrules::detail
