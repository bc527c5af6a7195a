#include "certrules/impact.hpp"

#include "certrules/limits.hpp"
#include "detail/case_check.hpp"
#include "detail/json_case.hpp"
#include "detail/word_map.hpp"

#include <algorithm>
#include <map>

namespace certrules {

using namespace detail;

namespace {

/// An answer in eight bytes, so that a case finds its row by two of them. Decided: the edition's
/// place in its book, region, status and public status. Refused: the place and the reason.
using answer_key = std::uint64_t;
constexpr answer_key is_refused = std::uint64_t{1} << 63U;

constexpr std::size_t no_place = 0xFF;

answer_key decided_key(std::size_t edition, const verdict& v) noexcept {
    return std::uint64_t{edition} << 48U | std::uint64_t{v.region} << 16U |
           std::uint64_t{index(v.status)} << 8U | index(v.public_status);
}
answer_key refused_key(std::size_t edition, error_code reason) noexcept {
    return is_refused | std::uint64_t{edition} << 48U | static_cast<std::uint32_t>(reason);
}

/// One side's answer to the case at hand.
struct side {
    answer_key key = 0;
    const certrules::edition* edition = nullptr;
    std::optional<verdict> decided;
    std::optional<error> wrong;
};

struct row {
    answer_key before, after;
    impact_change change;
    std::uint64_t cases;
    impact_row told;
};

std::size_t mixed(answer_key before, answer_key after, impact_change change) noexcept {
    auto h = before * 0x9E37'79B9'7F4A'7C15U + static_cast<std::uint64_t>(change);
    h = (h ^ (h >> 29U) ^ after) * 0xBF58'476D'1CE4'E5B9U;
    return static_cast<std::size_t>(h ^ (h >> 32U));
}

std::size_t place_in(const book& b, const edition* e) noexcept {
    return e == nullptr ? no_place : static_cast<std::size_t>(e - b.editions().data());
}

impact_outcome outcome_of(const side& a) noexcept {
    if (a.wrong)
        return {{}, a.wrong->code};
    return {a.edition->name_of(a.decided->status), error_code::ok};
}
impact_outcome outcome_of(const impact_answer& a) noexcept {
    if (a.refused != error_code::ok)
        return {{}, a.refused};
    return {a.edition->name_of(a.status), error_code::ok};
}

impact_change change_between(const side& before, const side& after,
                             std::span<const renamed_word> renamed) noexcept {
    if (before.wrong && after.wrong)
        return before.wrong->code == after.wrong->code ? impact_change::none : impact_change::rule;
    if (before.wrong || after.wrong)
        return impact_change::status;
    const auto& a = *before.decided;
    const auto& b = *after.decided;
    const auto& ea = *before.edition;
    const auto& eb = *after.edition;
    if (new_name(ea.name_of(a.status), renamed) != eb.name_of(b.status))
        return impact_change::status;
    if (new_name(ea.name_of(a.public_status), renamed) != eb.name_of(b.public_status))
        return impact_change::public_status;
    if (a.valid != b.valid)
        return impact_change::days;
    return ea.name_of(a.rule) == eb.name_of(b.rule) ? impact_change::none : impact_change::rule;
}

impact_answer told(const side& a) {
    impact_answer t;
    t.edition = a.edition;
    if (a.wrong) {
        t.refused = a.wrong->code;
        t.message = to_string(*a.wrong);
        return t;
    }
    t.status = a.decided->status;
    t.public_status = a.decided->public_status;
    t.rule = a.decided->rule;
    t.region = a.decided->region;
    return t;
}

/// Whether the line itself is bad, whatever the edition.
bool is_of_the_case(error_code code) noexcept {
    return code == error_code::bad_text || code == error_code::bad_date ||
           code == error_code::limit;
}

std::optional<std::pair<int, int>> ranks(const edition& e, std::string_view a,
                                         std::string_view b) noexcept {
    const auto x = e.find_status(a);
    const auto y = e.find_status(b);
    if (x == status_id::none || y == status_id::none)
        return std::nullopt;
    return std::pair<int, int>(e.statuses()[index(x)].rank, e.statuses()[index(y)].rank);
}

}  // namespace

struct impact::impl {
    impl(book o, book n, std::size_t kept, std::vector<renamed_word> other_names)
        : old_policy(std::move(o)),
          new_policy(std::move(n)),
          renamed(std::move(other_names)),
          words(old_policy.latest(), new_policy.latest(), renamed),
          examples(kept) {}

    /// What a case came to under the old policy, by its name in the new one.
    impact_outcome came_to(impact_outcome o) const noexcept {
        o.status = new_name(o.status, renamed);
        return o;
    }
    /// Answers for the new policy a case in the numbers of the old one's latest edition.
    void carry_and_answer(const certrules::state& s, const event& ev, side& a) {
        const auto& to = new_policy.latest();
        if (auto lacks = words.carry(s, ev, carried))
            refuse(new_policy, &to, std::move(*lacks), a);
        else
            answer_of(new_policy, to, carried.state, carried.event, a);
    }

    void answer_of(const book& b, const edition& e, const certrules::state& s, const event& ev,
                   side& a) const {
        a.edition = &e;
        auto v = decide(e, s, ev);
        if (v) {
            a.key = decided_key(place_in(b, &e), *v);
            a.decided = *v;
        } else {
            refuse(b, &e, std::move(v.error()), a);
        }
    }
    static void refuse(const book& b, const edition* e, error wrong, side& a) {
        a.edition = e;
        a.key = refused_key(place_in(b, e), wrong.code);
        a.wrong = std::move(wrong);
    }

    /// Reads a case for one side and decides it. The error of a reading stays in `a.wrong`.
    bool read_and_answer(const book& b, json_case& c, side& a) const {
        json_errors errors;
        const json_value root(document, errors);
        c = {};
        if (!read_case(b, root, c)) {
            refuse(b, c.edition, std::move(*errors.first), a);
            return false;
        }
        answer_of(b, *c.edition, c.state, c.event, a);
        return true;
    }

    void count(const side& before, const side& after, std::uint64_t number,
               std::string_view factory) {
        const auto change = change_between(before, after, renamed);
        ++cases;
        ++by_change[static_cast<std::size_t>(change)];
        auto* found = find(before.key, after.key, change);
        if (found == nullptr) {
            ++beyond[{outcome_key(came_to(outcome_of(before))), outcome_key(outcome_of(after))}];
            return;
        }
        if (found->cases++ == 0) {
            found->told.before = told(before);
            found->told.after = told(after);
        }
        if (found->told.examples.size() < examples) {
            impact_example x;
            x.number = number;
            x.factory = factory;
            if (before.decided)
                x.before = before.decided->valid;
            if (after.decided)
                x.after = after.decided->valid;
            found->told.examples.push_back(std::move(x));
        }
    }

    /// The row, made if there is room for it.
    row* find(answer_key before, answer_key after, impact_change change) {
        if (rows.size() * 2 >= slots.size())
            grow();
        const auto mask = slots.size() - 1;
        for (auto at = mixed(before, after, change) & mask;; at = (at + 1) & mask) {
            if (slots[at] == 0) {
                if (rows.size() >= limits::impact_rows)
                    return nullptr;
                rows.push_back({before, after, change, 0, {}});
                slots[at] = static_cast<std::uint32_t>(rows.size());
                return &rows.back();
            }
            auto& r = rows[slots[at] - 1];
            if (r.before == before && r.after == after && r.change == change)
                return &r;
        }
    }
    void grow() {
        slots.assign(std::max<std::size_t>(slots.size() * 2, 256), 0);
        const auto mask = slots.size() - 1;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto at = mixed(rows[i].before, rows[i].after, rows[i].change) & mask;
            while (slots[at] != 0)
                at = (at + 1) & mask;
            slots[at] = static_cast<std::uint32_t>(i + 1);
        }
    }

    /// For a map's order only.
    using outcome_order = std::pair<std::string_view, error_code>;
    static outcome_order outcome_key(const impact_outcome& o) { return {o.status, o.refused}; }

    impact_direction direction(const impact_outcome& from, const impact_outcome& to) const {
        if (from == to)
            return impact_direction::same;
        for (const auto* b : {&new_policy, &old_policy})
            for (auto e = b->editions().rbegin(); e != b->editions().rend(); ++e)
                if (const auto pair = ranks(*e, from.status, to.status)) {
                    if (pair->first == pair->second)
                        return impact_direction::same;
                    return pair->second > pair->first ? impact_direction::better
                                                      : impact_direction::worse;
                }
        return impact_direction::unknown;
    }

    book old_policy, new_policy;
    std::vector<renamed_word> renamed;
    word_map words;
    std::size_t examples;
    std::uint64_t cases = 0;
    std::array<std::uint64_t, impact_changes> by_change{};
    std::vector<row> rows;
    std::vector<std::uint32_t> slots;  // 1 + a row's place; 0: free
    std::map<std::pair<outcome_order, outcome_order>, std::uint64_t> beyond;

    json_document document;
    json_case old_case, new_case;
    word_map::carried carried;
};

impact::impact(book old_policy, book new_policy, std::size_t examples,
               std::vector<renamed_word> renamed)
    : impl_(std::make_unique<impl>(std::move(old_policy), std::move(new_policy), examples,
                                   std::move(renamed))) {}
impact::~impact() = default;
impact::impact(impact&&) noexcept = default;
impact& impact::operator=(impact&&) noexcept = default;

const book& impact::old_policy() const noexcept {
    return impl_->old_policy;
}
const book& impact::new_policy() const noexcept {
    return impl_->new_policy;
}
std::uint64_t impact::cases() const noexcept {
    return impl_->cases;
}

std::optional<error> impact::add_json(std::string_view case_json, std::uint64_t number) {
    auto& i = *impl_;
    if (auto wrong = i.document.parse(case_json))
        return wrong;
    side before, after;
    const bool old_read = i.read_and_answer(i.old_policy, i.old_case, before);
    const bool carried =
        old_read && !i.renamed.empty() && i.old_case.edition == &i.old_policy.latest();
    const bool new_read = carried || i.read_and_answer(i.new_policy, i.new_case, after);
    if (carried) {
        if (auto wrong = check_case(*i.old_case.edition, i.old_case.state, i.old_case.event))
            impl::refuse(i.new_policy, &i.new_policy.latest(), std::move(*wrong), after);
        else
            i.carry_and_answer(i.old_case.state, i.old_case.event, after);
    }
    const auto dateless = [](const side& a) { return a.wrong->code == error_code::no_edition; };
    for (auto* one : {&before, &after})
        if (one->wrong && is_of_the_case(one->wrong->code) &&
            !(one == &before ? old_read : new_read))
            return std::move(one->wrong);
    if (!old_read && !new_read && !(dateless(before) && dateless(after)))
        return std::move(dateless(before) ? after.wrong : before.wrong);
    i.count(before, after, number, old_read ? i.old_case.factory : i.new_case.factory);
    return std::nullopt;
}

void impact::add(const state& s, const event& ev, std::uint64_t number, std::string_view factory) {
    auto& i = *impl_;
    const auto& from = i.old_policy.latest();
    const auto& to = i.new_policy.latest();
    side before, after;
    i.answer_of(i.old_policy, from, s, ev, before);
    if (i.words.same()) {
        i.answer_of(i.new_policy, to, s, ev, after);
    } else if (auto wrong = check_case(from, s, ev)) {  // no numbers of the old edition
        impl::refuse(i.new_policy, &to, std::move(*wrong), after);
    } else {
        i.carry_and_answer(s, ev, after);
    }
    i.count(before, after, number, factory);
}

impact_report impact::report() const {
    const auto& i = *impl_;
    impact_report r;
    r.cases = i.cases;
    r.by_change = i.by_change;
    auto flows = i.beyond;
    for (const auto& [key, cases] : i.beyond)
        r.beyond_the_rows += cases;
    r.rows.reserve(i.rows.size());
    std::vector<const row*> order;
    for (const auto& one : i.rows) {
        order.push_back(&one);
        flows[{impl::outcome_key(i.came_to(outcome_of(one.told.before))),
               impl::outcome_key(outcome_of(one.told.after))}] += one.cases;
    }
    std::sort(order.begin(), order.end(), [](const row* a, const row* b) {
        return std::tuple(b->change, b->cases, a->before, a->after) <
               std::tuple(a->change, a->cases, b->before, b->after);
    });
    for (const auto* one : order) {
        r.rows.push_back(one->told);
        r.rows.back().change = one->change;
        r.rows.back().cases = one->cases;
    }
    for (const auto& [key, cases] : flows) {
        impact_flow f;
        f.from = {key.first.first, key.first.second};
        f.to = {key.second.first, key.second.second};
        f.direction = i.direction(f.from, f.to);
        f.cases = cases;
        r.flows.push_back(f);
    }
    std::stable_sort(r.flows.begin(), r.flows.end(),
                     [](const impact_flow& a, const impact_flow& b) { return a.cases > b.cases; });
    return r;
}

std::string_view reason_name(error_code reason) noexcept {
    switch (reason) {
        case error_code::ok:
            return {};
        case error_code::bad_argument:
            return "bad-argument";
        case error_code::bad_text:
            return "bad-text";
        case error_code::unknown_name:
            return "unknown-name";
        case error_code::bad_date:
            return "bad-date";
        case error_code::missing:
            return "missing";
        case error_code::bad_edition:
            return "bad-edition";
        case error_code::no_edition:
            return "no-edition";
        case error_code::refused:
            return "cannot-happen";
        case error_code::no_rule:
            return "no-rule";
        case error_code::limit:
            return "limit";
        case error_code::out_of_memory:
            return "out-of-memory";
        case error_code::overflow:
            return "overflow";
        case error_code::internal:
            break;
    }
    return "internal";
}

std::string_view name_of(impact_change change) noexcept {
    constexpr std::array<std::string_view, impact_changes> names{"none", "rule", "days",
                                                                 "public-status", "status"};
    return names[static_cast<std::size_t>(change)];
}

std::string_view name_of(impact_direction direction) noexcept {
    constexpr std::array<std::string_view, 4> names{"unknown", "worse", "same", "better"};
    return names[static_cast<std::size_t>(direction)];
}

}  // namespace certrules
