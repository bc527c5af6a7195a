// From the decision tree of an event to the key whose bits its quantities turn.

#include "detail/columns/vector_planning.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>
#include <map>

namespace certrules::detail {

namespace {

using feed = key_digit::feed;

constexpr std::uint32_t most_bits = 16;             // of a key
constexpr std::size_t most_groups = 380;            // whose counts in bytes stay below the limit
constexpr std::int64_t most_ratio = 100'000;        // of a share's test: products fit 32 bits
constexpr std::int64_t most_score = 1'000'000'000;  // in its units

class vector_planner {
public:
    vector_planner(load_context& context, const edition_data& data, event_kind event,
                   const column_plan& columns)
        : context_(context), data_(data), event_(event), columns_(columns) {}

    vector_plan make() {
        need(columns_.groups.size() <= most_groups);
        need(event_ != event_kind::decision_recorded);
        need(data_.calendar.at_month_end != month_end::reject);
        plan_planes(context_, data_, event_, columns_, plan_, lengths_);
        collect(data_.trees.roots[static_cast<std::size_t>(event_)]);
        for (auto& [variable, nodes] : tested_)
            add_codes(variable, nodes);
        place_codes();
        for (auto& one : coded_)
            add_digit(one);
        fill_table();
        plan_.digits = keep(digits_);
        plan_.rule = data_.calendar.at_month_end;
        plan_.before_anniversary =
            data_.calendar.ends == certrules::last_day::day_before_anniversary ? 1 : 0;
        return plan_;
    }

private:
    template <class T>
    run<T> keep(const std::vector<T>& list) {
        return keep_run(context_, list);
    }

    struct coded {
        std::uint8_t variable = 0;
        std::uint32_t shift = 0, width = 0;
        std::vector<std::uint32_t> class_of_code;
        std::vector<std::uint16_t> code_of_class;
    };

    // ---- the key

    /// Nodes by the variable that they test.
    void collect(std::uint32_t at) {
        if ((at & region_trees::leaf) != 0 || !seen_.emplace(at, true).second)
            return;
        const auto& node = data_.trees.nodes[at];
        tested_[node.variable].push_back(at);
        for (std::uint32_t c = 0; c < data_.variables[node.variable].classes; ++c)
            collect(data_.trees.children[node.first + c]);
    }

    /// Classes that no node tells apart get one code.
    void add_codes(std::uint8_t variable, const std::vector<std::uint32_t>& nodes) {
        std::map<std::vector<std::uint32_t>, std::uint16_t> codes;
        coded one;
        one.variable = variable;
        for (std::uint32_t c = 0; c < data_.variables[variable].classes; ++c) {
            std::vector<std::uint32_t> children;
            for (const auto at : nodes)
                children.push_back(data_.trees.children[data_.trees.nodes[at].first + c]);
            const auto [it, fresh] =
                codes.try_emplace(children, static_cast<std::uint16_t>(codes.size()));
            if (fresh)
                one.class_of_code.push_back(c);
            one.code_of_class.push_back(it->second);
        }
        one.width = static_cast<std::uint32_t>(std::bit_width(codes.size() - 1));
        need(one.width <= 8);
        coded_.push_back(one);
    }

    /// Each code into one of the key's two bytes, the widest first: so the low byte fills up, and
    /// the table of keys is no larger than it must be.
    void place_codes() {
        std::vector<coded*> by_width;
        for (auto& one : coded_)
            by_width.push_back(&one);
        std::stable_sort(by_width.begin(), by_width.end(),
                         [](const auto* a, const auto* b) { return a->width > b->width; });
        std::uint32_t low = 0, high = 8;
        for (auto* one : by_width) {
            auto& next = low + one->width <= 8 ? low : high;
            one->shift = next;
            next += one->width;
        }
        need(high <= most_bits);
        bits_ = high > 8 ? high : low;
    }

    void add_digit(const coded& one) {
        if (one.width == 0)
            return;
        std::vector<std::uint16_t> code;
        for (const auto c : one.code_of_class)
            code.push_back(static_cast<std::uint16_t>(c << one.shift));
        auto digit = digit_of(data_.variables[one.variable], code);
        digit.high = one.shift >= 8;
        need(digit.cuts.count <= most_turns && digit.words.count <= most_turns);
        digits_.push_back(digit);
    }

    static std::uint16_t turns(std::uint16_t from, std::uint16_t to) {
        return static_cast<std::uint16_t>(from ^ to);
    }

    /// The words whose code differs from the commonest; class c is the word c - first, class 0
    /// is `none`.
    void by_words(key_digit& d, const std::vector<std::uint16_t>& code, std::uint8_t none = no_word,
                  std::size_t first = 1) {
        auto common = code.front();
        std::ptrdiff_t most = 0;
        for (const auto c : code)
            if (const auto n = std::count(code.begin(), code.end(), c); n > most) {
                most = n;
                common = c;
            }
        plan_.start = turns(plan_.start, common);
        std::vector<key_word> words;
        for (std::size_t c = 0; c < code.size(); ++c)
            if (code[c] != common)
                words.push_back({c == 0 ? none : byte_of(static_cast<std::int64_t>(c - first)),
                                 turns(common, code[c])});
        d.words = keep(words);
    }

    void by_cuts(key_digit& d, const variable& v, const std::vector<std::uint16_t>& code,
                 std::int64_t most) {
        plan_.start = turns(plan_.start, code[v.first]);
        std::vector<key_cut> cuts;
        for (std::size_t k = 0; k < v.cuts.size(); ++k) {
            const auto flips = turns(code[v.first + k], code[v.first + k + 1]);
            const auto& at = v.cuts[k].at;
            if (flips == 0)
                continue;
            need(at.num >= -most && at.num <= most && at.den <= most);
            cuts.push_back({static_cast<std::int32_t>(at.num), static_cast<std::int32_t>(at.den),
                            v.cuts[k].strict, flips});
        }
        if (v.first == 1)
            d.unknown_turns = turns(code[0], code[1]);
        d.cuts = keep(cuts);
    }

    key_digit digit_of(const variable& v, const std::vector<std::uint16_t>& code) {
        key_digit d;
        const auto word = [&](column_kind kind) {
            d.place = columns_.place(kind);
            by_words(d, code);
        };
        switch (v.kind) {
            case variable_kind::measure:
                measure_digit(d, v, code);
                break;
            case variable_kind::fact:
                d.place = columns_.fact[v.ref];
                if (v.numeric) {
                    d.from = feed::number;
                    by_cuts(d, v, code, std::numeric_limits<std::int32_t>::max() - 1);
                } else {
                    by_words(d, code);
                }
                break;
            case variable_kind::certificate:
                d.from = feed::certificate;
                by_words(d, code);
                break;
            case variable_kind::bar:
                d.from = feed::bar;
                by_words(d, code);
                break;
            case variable_kind::cycle:
                d.from = feed::cycle;
                by_words(d, code);
                break;
            case variable_kind::audit:
                word(column_kind::audit);
                break;
            case variable_kind::fee:
                word(column_kind::fee);
                break;
            case variable_kind::announced: {  // class 0 without an audit, 2 if announced, 1 if not
                std::vector<std::uint16_t> of_audit{code[0]};
                for (const auto& a : data_.audits)
                    of_audit.push_back(code[a.announced ? 2 : 1]);
                d.place = columns_.place(column_kind::audit);
                by_words(d, of_audit);
                break;
            }
            case variable_kind::visit:
                d.place = columns_.place(column_kind::visited);
                by_words(d, code, 0, 0);
                break;
            case variable_kind::after:
            case variable_kind::decision:
            case variable_kind::last_certificate:
            case variable_kind::consecutive:
                need(false);
        }
        return d;
    }

    void measure_digit(key_digit& d, const variable& v, const std::vector<std::uint16_t>& code) {
        const auto& m = data_.measures[v.ref];
        switch (m.kind) {
            case measure_kind::count:
                d.from = feed::sum;
                d.terms = keep(terms_of(v.ref, max_words, false));
                by_cuts(d, v, code, 254);
                break;
            case measure_kind::sections_where:
                d.from = feed::sections;
                d.below = m.test.below;
                d.inclusive = m.test.inclusive;
                d.num = byte_of(m.test.at.num, 255);
                d.den = byte_of(m.test.at.den, 255);
                d.conforming = m.conforming;
                d.sections = sections_of(v.ref);
                by_cuts(d, v, code, 254);
                break;
            case measure_kind::sections_rated: {
                d.from = feed::rated;
                d.set = m.ratings;
                std::vector<key_term> terms;
                for (std::size_t s = 0; s < data_.sections.size(); ++s)
                    if (((m.sections >> s) & 1U) != 0)
                        terms.push_back({columns_.rating[s], 1});
                d.terms = keep(terms);
                by_cuts(d, v, code, 254);
                break;
            }
            case measure_kind::held: {
                d.from = feed::held;
                std::vector<key_term> terms;
                for (std::size_t s = 0; s < data_.statuses.size(); ++s)
                    if (((m.statuses >> s) & 1U) != 0)
                        terms.push_back({columns_.held[s], static_cast<std::int32_t>(s)});
                d.terms = keep(terms);
                by_cuts(d, v, code, 254);
                break;
            }
            case measure_kind::score: {
                d.from = feed::score;
                const auto terms = terms_of(v.ref, max_words, false);
                std::int64_t reach = std::abs(m.start);
                for (const auto& t : terms)
                    reach += 255 * std::abs(std::int64_t{t.weight});
                need(reach < most_score && (!m.floor || std::abs(*m.floor) < most_score));
                d.terms = keep(terms);
                d.start = static_cast<std::int32_t>(m.start);
                d.floored = m.floor.has_value();
                d.floor = static_cast<std::int32_t>(m.floor.value_or(0));
                by_cuts(d, v, code, most_score);
                break;
            }
            case measure_kind::share:
                d.from = feed::share;
                d.conforming = m.conforming;
                d.sections = sections_of(v.ref);
                by_cuts(d, v, code, most_ratio);
                break;
        }
    }

    /// Columns that a measure counts, of all sections or one; or of all findings of that section.
    std::vector<key_term> terms_of(std::size_t measure, std::size_t section, bool all) const {
        const auto& counting = data_.counting;
        std::vector<key_term> terms;
        for (std::size_t g = 0; g < columns_.groups.size(); ++g) {
            const auto place = static_cast<std::uint16_t>(columns_.first_group + g);
            const auto& group = columns_.groups[g];
            if (section != max_words && index(columns_.columns[place].section) != section)
                continue;
            if (all) {
                if (group.open || data_.measures[measure].of == denominator::findings)
                    terms.push_back({place, 1});
                continue;
            }
            std::int64_t weight = 0;
            bool counted = false;
            for (auto passes = group.passes; passes != 0; passes &= passes - 1) {
                const auto f = static_cast<std::size_t>(std::countr_zero(passes));
                if (counting.measure_of[f] != measure)
                    continue;
                counted = true;
                weight += counting.weight[f];
            }
            if (!counted)
                continue;
            need(std::abs(weight) <= 1'000'000);
            terms.push_back({place, static_cast<std::int32_t>(weight)});
        }
        return terms;
    }

    run<key_section> sections_of(std::size_t measure) {
        const auto& m = data_.measures[measure];
        std::vector<key_section> list;
        for (std::size_t s = 0; s < data_.sections.size(); ++s) {
            if (((m.sections >> s) & 1U) == 0)
                continue;
            key_section one;
            one.parts = keep(m.conforming ? std::vector<key_term>{{columns_.conforming[s], 1}}
                                          : terms_of(measure, s, false));
            switch (m.of) {
                case denominator::applicable:
                    with_whole(one, m, columns_.applicable[s], data_.sections[s].applicable);
                    break;
                case denominator::graded:
                    for (const auto place : columns_.graded)
                        if (index(columns_.columns[place].section) == s &&
                            columns_.columns[place].severity == m.graded)
                            with_whole(one, m, place,
                                       data_.section_terms_of[s].graded[index(m.graded)]);
                    break;
                case denominator::findings:
                case denominator::open_findings:
                    one.whole = keep(terms_of(measure, s, true));
                    break;
            }
            list.push_back(one);
        }
        return keep(list);
    }

    void with_whole(key_section& to, const measure& m, std::uint16_t place, std::uint32_t whole) {
        to.whole_place = place;
        to.whole_default = byte_of(whole);
        to.from = whole == 0 && m.test.below ? 0 : std::min(fewest_beyond(m.test, whole), 256U);
    }

    // ---- regions and what they give

    /// What each way through the tree leads to, for all keys that it leaves open: a step for each
    /// key and not a walk. Keys with a code that no class has are never asked for.
    struct table_filler {
        vector_planner& of;
        std::vector<std::uint16_t> leaf_of_key;
        std::vector<key_leaf> leaves;
        std::vector<std::uint32_t> number_of_leaf;  // by region: 1 + place in `leaves`
        std::array<const coded*, limits::variables> coded_of{};
        std::array<std::uint32_t, limits::variables> cls{};  // 1 + class, of those passed

        explicit table_filler(vector_planner& planner)
            : of(planner),
              leaf_of_key(std::size_t{1} << planner.bits_),
              number_of_leaf(planner.data_.trees.rule_of_region.size()) {
            for (const auto& c : planner.coded_)
                coded_of[c.variable] = &c;
        }

        void walk(std::uint32_t at, std::size_t key, std::size_t open) {
            if ((at & region_trees::leaf) != 0) {
                const auto place = number(at & ~region_trees::leaf);
                for (auto rest = open;; rest = (rest - 1) & open) {
                    leaf_of_key[key | rest] = place;
                    if (rest == 0)
                        return;
                }
            }
            const auto& node = of.data_.trees.nodes[at];
            auto& passed = cls[node.variable];
            if (passed != 0)
                return walk(of.data_.trees.children[node.first + passed - 1], key, open);
            const auto& c = *coded_of[node.variable];
            const auto own = ((std::size_t{1} << c.width) - 1) << c.shift;
            for (std::size_t code = 0; code < c.class_of_code.size(); ++code) {
                passed = c.class_of_code[code] + 1;
                walk(of.data_.trees.children[node.first + passed - 1], key | (code << c.shift),
                     open & ~own);
            }
            passed = 0;
        }

        std::uint16_t number(std::uint32_t region) {
            auto& found = number_of_leaf[region];
            if (found == 0) {
                leaves.push_back(leaf_of(of.data_, of.event_, of.columns_, of.lengths_, region));
                found = static_cast<std::uint32_t>(leaves.size());
            }
            return static_cast<std::uint16_t>(found - 1);
        }
    };

    void fill_table() {
        table_filler filler(*this);
        filler.walk(data_.trees.roots[static_cast<std::size_t>(event_)], 0,
                    (std::size_t{1} << bits_) - 1);
        if (filler.leaves.size() <= 256)
            plan_.leaf_of_key_in_bytes =
                context_
                    .keep(std::vector<std::uint8_t>(filler.leaf_of_key.begin(),
                                                    filler.leaf_of_key.end()))
                    .data();
        else
            plan_.leaf_of_key = context_.keep(filler.leaf_of_key).data();
        plan_.leaves = keep(filler.leaves);
        plan_.lengths = keep(lengths_);
    }

    load_context& context_;
    const edition_data& data_;
    event_kind event_;
    const column_plan& columns_;
    vector_plan plan_;
    std::vector<std::uint16_t> lengths_;
    std::map<std::uint32_t, bool> seen_;
    std::map<std::uint8_t, std::vector<std::uint32_t>> tested_;
    std::uint32_t bits_ = 0;
    std::vector<coded> coded_;
    std::vector<key_digit> digits_;
};

}  // namespace

const vector_plan* plan_vectors(load_context& context, const edition_data& data, event_kind event,
                                const column_plan& columns) {
    if (!columns.heard || columns.too_many)
        return nullptr;
    try {
        const std::vector<vector_plan> made{vector_planner(context, data, event, columns).make()};
        return context.keep(made).data();
    } catch (const does_not_fit&) {
        return nullptr;
    }
}

}  // namespace certrules::detail
