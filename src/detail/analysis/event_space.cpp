#include "detail/analysis/event_space.hpp"

#include "detail/exact.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace certrules::detail {

namespace {

bool of_findings(const edition_data& data, const variable& v) {
    return v.kind == variable_kind::measure && data.measures[v.ref].kind != measure_kind::held;
}

dimension_form form_of(const measure& m) {
    switch (m.kind) {
        case measure_kind::sections_where:
            return dimension_form::sections;
        case measure_kind::sections_rated:
            return dimension_form::rated;
        case measure_kind::share:
            return dimension_form::share;
        case measure_kind::count:
        case measure_kind::held:
        case measure_kind::score:
            break;
    }
    return dimension_form::sum;
}

/// Whether two measures say the same of every section, under the words that they share.
bool same_sections(const finding_space& space, const measure_of_edition& a,
                   const measure_of_edition& b) {
    const auto& x = *a.terms;
    const auto& y = *b.terms;
    for (const auto& pair : space.words().sections) {
        const auto in = [&](const measure_of_edition& m) {
            return m.edition == 0 ? pair.first : pair.second;
        };
        const bool looks = ((x.sections >> in(a)) & 1U) != 0;
        if (looks != (((y.sections >> in(b)) & 1U) != 0))
            return false;
        const auto whole = [&](const measure_of_edition& m) {
            const auto& data = space.data(m.edition);
            return m.terms->of == denominator::graded
                       ? data.section_terms_of[in(m)].graded[index(m.terms->graded)]
                   : m.terms->of == denominator::applicable ? data.sections[in(m)].applicable
                                                            : 0U;
        };
        if (looks && x.kind != measure_kind::sections_rated && whole(a) != whole(b))
            return false;
    }
    return true;
}

bool same_ratings(const finding_space& space, const measure_of_edition& a,
                  const measure_of_edition& b) {
    const auto in = [](const measure_of_edition& m, const word_pair& pair) {
        return ((m.terms->ratings >> (1U + (m.edition == 0 ? pair.first : pair.second))) & 1U) != 0;
    };
    if (((a.terms->ratings ^ b.terms->ratings) & 1U) != 0)
        return false;
    return std::all_of(space.words().ratings.begin(), space.words().ratings.end(),
                       [&](const word_pair& pair) { return in(a, pair) == in(b, pair); });
}

bool same_graded(const finding_space& space, const measure_of_edition& a,
                 const measure_of_edition& b) {
    if (a.terms->of != denominator::graded || a.edition == b.edition)
        return a.terms->graded == b.terms->graded;
    for (const auto& [x, y] : space.words().severities)
        if (index(a.terms->graded) == (a.edition == 0 ? x : y))
            return index(b.terms->graded) == (b.edition == 0 ? x : y);
    return false;
}

/// Whether two measures have the same value in every case.
bool same_quantity(const finding_space& space, std::uint32_t a, std::uint32_t b) {
    if (a == b)
        return true;
    const auto& x = space.measures()[a];
    const auto& y = space.measures()[b];
    if (form_of(*x.terms) != form_of(*y.terms))
        return false;
    for (const auto& atom : space.atoms())
        if (atom.adds.part[a] != atom.adds.part[b] || atom.adds.whole[a] != atom.adds.whole[b])
            return false;
    const auto form = form_of(*x.terms);
    if (form == dimension_form::sum)
        return true;
    if (!same_sections(space, x, y))
        return false;
    if (form == dimension_form::rated)
        return same_ratings(space, x, y);
    if (x.terms->conforming != y.terms->conforming || x.terms->of != y.terms->of ||
        !same_graded(space, x, y))
        return false;
    const auto& s = x.terms->test;
    const auto& t = y.terms->test;
    return form == dimension_form::share ||
           (s.at == t.at && s.inclusive == t.inclusive && s.below == t.below);
}

}  // namespace

event_space::event_space(const edition& a, const edition& b, const common_words& shared,
                         event_kind k, work& steps)
    : edition_{&a, &b},
      words(shared),
      kind(k),
      maker(a, b, shared, k),
      findings(a.data(), b.data(), shared, k),
      budget(steps),
      table(findings, steps) {
    auto made = maker.make();
    if (!made) {
        too_large = true;
        return;
    }
    frames = std::move(*made);
    const auto on = date::from_civil(2020, 6, 15);
    for (int i = 0; i < 2; ++i) {
        const auto& d = data(i);
        frames_of[i].resize(d.variables.size());
        std::uint64_t wanted = 0;
        for (std::size_t v = 0; v < d.variables.size(); ++v) {
            if (((variables_heard(d, kind) >> v) & 1U) == 0 ||
                d.variables[v].kind == variable_kind::fact || of_findings(d, d.variables[v]))
                continue;
            wanted |= std::uint64_t{1} << v;
            frames_of[i][v].assign(d.variables[v].classes, class_set(frames.size()));
        }
        for (std::size_t f = 0; f < frames.size(); ++f) {
            const auto c = maker.put(frames[f], i, on);
            reading r;
            read(d, c.state, c.event, counts(d, c.event), known_facts{}, r);
            for (auto left = wanted; left != 0; left &= left - 1) {
                const auto v = static_cast<std::size_t>(std::countr_zero(left));
                frames_of[i][v][r.cls[v]].add(f);
            }
        }
    }
}

pair_space::pair_space(const event_space& event, const finding_step* step, const fact_step* moved)
    : event_(event), step_(step), facts_(event.words.facts) {
    for (int i = 0; i < 2; ++i) {
        const auto& d = event_.data(i);
        places_[i].resize(d.variables.size());
        for (std::size_t v = 0; v < d.variables.size(); ++v)
            if (((variables_heard(d, event.kind) >> v) & 1U) != 0)
                places_[i][v].kind = place_kind::frame;
    }
    place_facts(moved);
    place_measures();
    for (auto& side : places_)
        for (auto& p : side)
            p.bit = static_cast<std::uint8_t>(p.kind == place_kind::fact        ? 1 + p.at % 31
                                              : p.kind == place_kind::dimension ? 32 + p.at % 32
                                                                                : 0);
    steps_ = step != nullptr || moved != nullptr;
    if (!steps_)
        return;
    for (std::size_t v = 0; v < places_[0].size(); ++v)
        if (!(places_[0][v] == places_[1][v]))
            moved_ |= std::uint64_t{1} << v;
    const auto& lengths = event_.data(0).terms_of;
    moves_a_length_ =
        moved != nullptr && std::any_of(lengths.begin(), lengths.end(), [&](const auto& t) {
            return t.from != fact_id::none && t.from == facts_[moved->fact].id[0];
        });
}

std::vector<std::uint32_t> pair_space::outline(int i, std::uint32_t node) const {
    const auto& data = event_.data(i);
    const auto& n = data.trees.nodes[node];
    const auto* children = data.trees.children.data() + n.first;
    const auto& place = places_[i][n.variable];
    std::vector<std::uint32_t> out{static_cast<std::uint32_t>(place.kind),
                                   static_cast<std::uint32_t>(place.at)};
    if (place.kind != place_kind::frame) {
        for (const auto c : place.class_of)
            out.push_back(children[c]);
        return out;
    }
    // A quantity of the state is known by the frames of its classes.
    const auto& own = event_.frames_of[i][n.variable];
    const auto filled = [](const std::vector<class_set>& sets) {
        std::vector<const class_set*> some;
        for (const auto& s : sets)
            if (s.any())
                some.push_back(&s);
        return some;
    };
    const auto mine = filled(own);
    out[1] = n.variable + (i == 0 ? 0U : 64U);
    if (&event_.data(0) == &event_.data(1)) {
        out[1] = n.variable;
    } else if (i == 1) {
        for (std::uint32_t v = 0; v < event_.frames_of[0].size(); ++v) {
            const auto other = filled(event_.frames_of[0][v]);
            if (!other.empty() && std::equal(other.begin(), other.end(), mine.begin(), mine.end(),
                                             [](auto* x, auto* y) { return *x == *y; })) {
                out[1] = v;
                break;
            }
        }
    }
    for (std::size_t c = 0; c < own.size(); ++c)
        if (own[c].any())
            out.push_back(children[c]);
    return out;
}

std::uint64_t pair_space::restricted_in(const region_box& box) const {
    const auto full = everything();
    std::uint64_t bits = box.frames == full.frames ? 0 : 1;
    for (std::size_t f = 0; f < box.facts.size(); ++f)
        if (!(box.facts[f] == full.facts[f]))
            bits |= std::uint64_t{1} << (1 + f % 31);
    for (std::size_t d = 0; d < box.dimensions.size(); ++d)
        if (!(box.dimensions[d] == full.dimensions[d]))
            bits |= std::uint64_t{1} << (32 + d % 32);
    return bits;
}

std::uint64_t pair_space::asked_below(int i, std::uint32_t node) const {
    std::uint64_t bits = 0;
    for (auto left = event_.graph->tested(i, node); left != 0; left &= left - 1)
        bits |=
            std::uint64_t{1} << places_[i][static_cast<std::size_t>(std::countr_zero(left))].bit;
    return bits;
}

bool pair_space::agree(std::uint32_t a, std::uint32_t b) const {
    return steps_ && a == b && !moves_a_length_ && (event_.graph->tested(0, a) & moved_) == 0;
}

void pair_space::place_facts(const fact_step* moved) {
    if (moved != nullptr) {  // one choice: the better on side 0, the worse on side 1
        fact_choice both;
        both.value[0] = moved->better.value[0];
        both.value[1] = moved->worse.value[0];
        facts_[moved->fact].choices = {both};
    }
    for (int i = 0; i < 2; ++i) {
        const auto& d = event_.data(i);
        for (std::size_t n = 0; n < d.variables.size(); ++n) {
            const auto& v = d.variables[n];
            auto& place = places_[i][n];
            if (v.kind != variable_kind::fact || place.kind == place_kind::none)
                continue;
            place.kind = place_kind::fact;
            for (std::size_t f = 0; f < facts_.size(); ++f)
                if (facts_[f].id[i] == static_cast<fact_id>(v.ref))
                    place.at = f;
            for (const auto& c : facts_[place.at].choices) {
                const auto& value = c.value[i];
                place.class_of.push_back(!value      ? 0
                                         : v.numeric ? detail::class_of(v, *value)
                                                     : static_cast<std::uint32_t>(*value) + 1);
            }
        }
    }
}

void pair_space::place_measures() {
    const auto& space = event_.findings;
    std::vector<finding_dimension> dims;
    constexpr auto always = std::numeric_limits<std::int64_t>::min();
    struct pending {
        int side;
        std::size_t variable;
        std::size_t dimension;
        std::vector<std::int64_t> cuts;  // on the dimension's own value
    };
    std::vector<pending> waiting;
    const bool alone = &event_.data(0) == &event_.data(1);
    for (int i = 0; i < 2; ++i) {
        for (std::uint32_t m = 0; m < space.measures().size(); ++m) {
            const auto& ref = space.measures()[m];
            if (ref.edition != (alone ? 0 : i))
                continue;
            const auto n = static_cast<std::size_t>(ref.v - event_.data(i).variables.data());
            const auto& terms = *ref.terms;
            const auto form = form_of(terms);
            const bool moves = step_ != nullptr && (step_->from.part[m] != step_->to.part[m] ||
                                                    step_->from.whole[m] != step_->to.whole[m]);
            const bool stepped = i == 1 && moves && form != dimension_form::sum;
            std::size_t at = 0;
            for (; at < dims.size(); ++at)
                if (dims[at].form == form && dims[at].stepped == stepped &&
                    same_quantity(space, dims[at].measure, m) &&
                    (step_ == nullptr || dims[at].measure == m || form == dimension_form::sum ||
                     !moves))
                    break;
            if (at == dims.size()) {
                dims.emplace_back();
                dims.back().form = form;
                dims.back().measure = m;
                dims.back().stepped = stepped;
            }
            pending p{i, n, at, {}};
            if (form == dimension_form::share) {
                auto& own = dims[at].ratio_cuts;
                own.insert(own.end(), ref.v->cuts.begin(), ref.v->cuts.end());
            } else {
                // The value is start + what the findings sum up to, those of the step included.
                std::int64_t base = terms.kind == measure_kind::score ? terms.start : 0;
                if (form == dimension_form::sum && step_ != nullptr)
                    base += (i == 0 ? step_->from : step_->to).part[m];
                for (const auto& c : ref.v->cuts) {
                    const bool floored = terms.kind == measure_kind::score && terms.floor &&
                                         c.at.num <= *terms.floor;
                    p.cuts.push_back(floored ? always : c.at.num - base);
                }
                for (const auto c : p.cuts)
                    if (c != always)
                        dims[at].cuts.push_back(c);
            }
            waiting.push_back(std::move(p));
        }
    }
    for (auto& d : dims) {
        std::sort(d.cuts.begin(), d.cuts.end());
        d.cuts.erase(std::unique(d.cuts.begin(), d.cuts.end()), d.cuts.end());
        std::sort(d.ratio_cuts.begin(), d.ratio_cuts.end(), before);
        d.ratio_cuts.erase(std::unique(d.ratio_cuts.begin(), d.ratio_cuts.end()),
                           d.ratio_cuts.end());
    }
    for (const auto& p : waiting) {
        auto& place = places_[p.side][p.variable];
        const auto& d = dims[p.dimension];
        const auto& v = event_.data(p.side).variables[p.variable];
        place.kind = place_kind::dimension;
        place.at = p.dimension;
        for (std::size_t c = 0; c < d.classes(); ++c) {
            std::uint32_t own = v.first;
            if (d.form == dimension_form::share) {
                if (c == 0)
                    own = 0;
                else
                    for (const auto& k : v.cuts)
                        own += c >= 2 && !before(d.ratio_cuts[c - 2], k) ? 1U : 0U;
            } else {
                for (const auto k : p.cuts)
                    own += k == always || (c > 0 && k <= d.cuts[c - 1]) ? 1U : 0U;
            }
            place.class_of.push_back(own);
        }
    }
    solver_ = std::make_unique<finding_solver>(space, std::move(dims), event_.table, event_.budget);
}

region_box pair_space::everything() const {
    region_box box;
    box.frames = class_set(event_.frames.size(), true);
    for (const auto& f : facts_)
        box.facts.emplace_back(f.choices.size(), true);
    for (const auto& d : solver_->dimensions())
        box.dimensions.emplace_back(d.classes(), true);
    return box;
}

region_box pair_space::box_of(const rule& r) const {
    auto box = everything();
    for (const auto& c : r.when) {
        const auto& place = places_[0][c.variable];
        if (place.kind == place_kind::frame) {
            class_set any(event_.frames.size());
            for (std::uint32_t k = 0; k < event_.data(0).variables[c.variable].classes; ++k)
                if (c.accepts(k))
                    any |= event_.frames_of[0][c.variable][k];
            box.frames &= any;
        } else if (place.kind != place_kind::none) {
            auto& here =
                place.kind == place_kind::fact ? box.facts[place.at] : box.dimensions[place.at];
            class_set left(place.class_of.size());
            for (std::size_t k = 0; k < place.class_of.size(); ++k)
                if (c.accepts(place.class_of[k]))
                    left.add(k);
            here &= left;
        }
    }
    return box;
}

std::vector<bool> pair_space::classes_left(int i, std::size_t variable,
                                           const region_box& box) const {
    const auto& place = places_[i][variable];
    const auto count = event_.data(i).variables[variable].classes;
    std::vector<bool> out(count);
    if (place.kind == place_kind::frame) {
        for (std::uint32_t c = 0; c < count; ++c)
            out[c] = event_.frames_of[i][variable][c].meets(box.frames);
        return out;
    }
    const auto& here =
        place.kind == place_kind::fact ? box.facts[place.at] : box.dimensions[place.at];
    here.each([&](std::size_t c) {
        out[place.class_of[c]] = true;
        return true;
    });
    return out;
}

std::optional<std::size_t> pair_space::dimension_at(int i, std::size_t variable) const noexcept {
    const auto& place = places_[i][variable];
    return place.kind == place_kind::dimension ? std::optional(place.at) : std::nullopt;
}

}  // namespace certrules::detail
