#include "detail/analysis/differing.hpp"

#include "detail/analysis/region_words.hpp"
#include "detail/exact.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace certrules::detail {

namespace {

constexpr std::size_t most_boxes = 400;      // that are joined
constexpr std::size_t most_frames = 20'000;  // that are told apart
constexpr std::size_t most_parts = 8;        // of one region
constexpr std::size_t most_tried = 200'000;  // frames, each with every length that facts give
constexpr int deepest = 3;                   // words by which one is parted

/// A word of a frame that a case has, whether the rules ask for it or not.
struct field {
    std::string_view name;
    variable_kind asked_as;
    std::uint32_t (*value)(const frame&);
};

template <auto Member>
std::uint32_t id_in(const frame& f) {
    return static_cast<std::uint32_t>(f.*Member);
}

constexpr auto no_variable = variable_kind::measure;
constexpr std::array<field, 12> fields{
    field{"decision", variable_kind::decision, id_in<&frame::decision>},
    field{"fee", variable_kind::fee, id_in<&frame::fee>},
    field{"audit", variable_kind::audit, id_in<&frame::audit>},
    field{"certificate", variable_kind::certificate, id_in<&frame::certificate>},
    field{"cycle", variable_kind::cycle, id_in<&frame::cycle>},
    field{"bar", variable_kind::bar, id_in<&frame::bar>},
    field{"after", variable_kind::after, id_in<&frame::after>},
    field{"award", no_variable, id_in<&frame::award>},
    field{"last certificate", variable_kind::last_certificate, id_in<&frame::last>},
    field{"visited", variable_kind::visit, id_in<&frame::visited>},
    field{"certificates in a row", variable_kind::consecutive, id_in<&frame::consecutive>},
    field{"months", no_variable,
          [](const frame& f) { return static_cast<std::uint32_t>(f.months.value_or(0)); }}};

using values = std::set<std::uint32_t>;

std::string word_of(const edition& e, const field& f, std::uint32_t value) {
    const auto name = [&](auto id) {
        return static_cast<std::uint32_t>(decltype(id)::none) == value
                   ? std::string("none")
                   : std::string(e.name_of(static_cast<decltype(id)>(value)));
    };
    if (f.name == "audit")
        return name(audit_id{});
    if (f.name == "fee")
        return name(fee_id{});
    if (f.name == "months")
        return value == 0 ? "none" : fmt::format("{}", value);
    if (f.name == "certificates in a row")
        return fmt::format("{}", value);
    if (f.name == "visited")
        return std::string(std::array{"unknown", "no", "yes"}[value]);
    return name(status_id{});
}

bool asked(const pair_space& space, variable_kind kind) {
    for (int side = 0; side < 2; ++side) {
        const auto& variables = space.event().data(side).variables;
        for (std::size_t v = 0; v < variables.size(); ++v)
            if (variables[v].kind == kind && kind != no_variable && space.reads(side, v))
                return true;
    }
    return false;
}

/// Sets of frames as products of their words, among all frames of the event.
class parter {
public:
    explicit parter(const pair_space& space) : event_(space.event()) {
        for (const auto& side : event_.frames_of)
            for (const auto& classes : side) {
                if (classes.empty())
                    continue;
                std::vector<std::uint32_t> of(event_.frames.size());
                for (std::uint32_t c = 0; c < classes.size(); ++c)
                    classes[c].each([&](std::size_t n) {
                        of[n] = c;
                        return true;
                    });
                add(nullptr, std::move(of));
            }
        for (const auto& f : fields) {
            if (asked(space, f.asked_as))
                continue;
            std::vector<std::uint32_t> of(event_.frames.size());
            for (std::size_t n = 0; n < of.size(); ++n)
                of[n] = f.value(event_.frames[n]);
            add(&f, std::move(of));
        }
    }

    /// Empty where it would be too many.
    const std::vector<class_set>& parts(const class_set& of) {
        auto [it, fresh] = known_.try_emplace(of.words());
        if (fresh && !part(of, 0, it->second))
            it->second.clear();
        return it->second;
    }

    /// The words that no rule asks for and without which the set would be wider.
    std::vector<std::string> unasked(const edition& e, const class_set& set) const {
        std::vector<bool> needed(dims_.size(), true);
        for (std::size_t d = dims_.size(); d-- > 0;)
            if (dims_[d].is != nullptr) {
                needed[d] = false;
                needed[d] = !fits_only(set, needed);
            }
        std::vector<std::string> lines;
        const auto words = words_in(set);
        for (std::size_t d = 0; d < dims_.size(); ++d) {
            if (dims_[d].is == nullptr || !needed[d])
                continue;
            std::vector<std::string> names;
            for (const auto v : words[d])
                names.push_back(word_of(e, *dims_[d].is, v));
            lines.push_back(fmt::format("{}: {}", dims_[d].is->name, fmt::join(names, ", ")));
        }
        return lines;
    }

private:
    struct dimension {
        const field* is;  // none: what a rule asks for
        std::vector<std::uint32_t> of;
    };
    void add(const field* is, std::vector<std::uint32_t> of) {
        if (std::any_of(of.begin(), of.end(), [&](auto v) { return v != of.front(); }))
            dims_.push_back({is, std::move(of)});
    }

    std::vector<values> words_in(const class_set& set) const {
        std::vector<values> all(dims_.size());
        set.each([&](std::size_t n) {
            for (std::size_t d = 0; d < dims_.size(); ++d)
                all[d].insert(dims_[d].of[n]);
            return true;
        });
        return all;
    }
    /// Whether every frame that has only words of the set, in those dimensions, is in it.
    bool fits_only(const class_set& set, const std::vector<bool>& by) const {
        const auto words = words_in(set);
        for (std::size_t n = 0; n < event_.frames.size(); ++n) {
            bool fits = !set.has(n);
            for (std::size_t d = 0; d < dims_.size() && fits; ++d)
                fits = !by[d] || words[d].contains(dims_[d].of[n]);
            if (fits)
                return false;
        }
        return true;
    }
    bool exact(const class_set& set) const {
        return fits_only(set, std::vector<bool>(dims_.size(), true));
    }
    /// The set by the words of one dimension; those whose other words are the same are one.
    std::vector<class_set> by(std::size_t dim, const class_set& set) const {
        std::map<std::uint32_t, class_set> by_word;
        set.each([&](std::size_t n) {
            by_word.try_emplace(dims_[dim].of[n], event_.frames.size()).first->second.add(n);
            return true;
        });
        std::map<std::vector<values>, class_set> by_rest;
        for (const auto& [word, own] : by_word) {
            auto rest = words_in(own);
            rest[dim].clear();
            by_rest.try_emplace(std::move(rest), event_.frames.size()).first->second |= own;
        }
        std::vector<class_set> out;
        for (auto& [rest, one] : by_rest)
            out.push_back(std::move(one));
        return out;
    }
    bool part(const class_set& set, int depth, std::vector<class_set>& out) const {
        if (exact(set)) {
            out.push_back(set);
            return out.size() <= most_parts;
        }
        if (depth == deepest || event_.frames.size() > most_frames)
            return false;
        std::vector<class_set> best;
        std::size_t best_wide = 0;
        for (std::size_t d = 0; d < dims_.size(); ++d) {
            auto now = by(d, set);
            if (now.size() < 2 || now.size() > most_parts)
                continue;
            const auto wide = static_cast<std::size_t>(std::count_if(
                now.begin(), now.end(), [&](const class_set& s) { return !exact(s); }));
            if (best.empty() || std::pair(wide, now.size()) < std::pair(best_wide, best.size())) {
                best = std::move(now);
                best_wide = wide;
            }
        }
        return !best.empty() && std::all_of(best.begin(), best.end(), [&](const class_set& s) {
            return part(s, depth + 1, out);
        });
    }

    const event_space& event_;
    std::vector<dimension> dims_;
    std::map<std::vector<std::uint64_t>, std::vector<class_set>> known_;
};

/// The box by the values of facts that give lengths, as far as that is affordable.
void part_lengths(const pair_space& space, const situation_finder& finder, rule_id a, rule_id b,
                  const region_box& box, std::vector<region_box>& out) {
    std::size_t frames = 0;
    box.frames.each([&](std::size_t) {
        ++frames;
        return true;
    });
    std::vector<region_box> boxes{box};
    for (const auto f : finder.lengths_asked(a, b)) {
        std::vector<region_box> now;
        for (const auto& one : boxes)
            one.facts[f].each([&](std::size_t c) {
                now.push_back(one);
                now.back().facts[f] = class_set(space.facts()[f].choices.size());
                now.back().facts[f].add(c);
                return true;
            });
        if (now.size() * frames <= most_tried)
            boxes = std::move(now);
    }
    out.insert(out.end(), boxes.begin(), boxes.end());
}

/// The values of a fact that no rule asks for, where not all are left. Empty: none to tell; of a
/// number that is known `known` stands for all.
std::string unasked_fact(const pair_space& space, const region_box& box, std::size_t f,
                         bool& vague) {
    const auto& fact = space.facts()[f];
    for (int side = 0; side < 2; ++side) {
        const auto& variables = space.event().data(side).variables;
        for (std::size_t v = 0; v < variables.size(); ++v)
            if (variables[v].kind == variable_kind::fact && space.reads(side, v) &&
                static_cast<fact_id>(variables[v].ref) == fact.id[side])
                return {};
    }
    const int side = fact.id[0] != fact_id::none ? 0 : 1;
    const auto& info = space.event().edition_[side]->facts()[index(fact.id[side])];
    std::vector<std::string> words;
    std::size_t known = 0;
    bool unknown = false;
    box.facts[f].each([&](std::size_t c) {
        const auto& value = fact.choices[c].value[side];
        unknown = unknown || !value;
        known += value ? 1U : 0U;
        words.push_back(!value ? std::string("unknown")
                        : info.type == fact_type::number
                            ? to_text(lowest_terms(*value, power_of_ten(info.decimals)))
                            : std::string(info.values[static_cast<std::size_t>(*value)]));
        return true;
    });
    if (words.size() == fact.choices.size())
        return {};
    if (info.type == fact_type::number && info.allowed.empty() && known != 0) {
        if (known + 1 < fact.choices.size()) {  // places on the way are no values of their own
            vague = true;
            return {};
        }
        words.assign(1, "known");
    }
    return fmt::format("{}: {}", info.id, fmt::join(words, ", "));
}

/// One thing in which two boxes differ, or none: the boxes are joined, and stay disjoint.
bool join(region_box& a, const region_box& b) {
    class_set* differs = nullptr;
    const class_set* other = nullptr;
    std::size_t count = 0;
    const auto look = [&](class_set& x, const class_set& y) {
        if (x == y)
            return;
        differs = &x;
        other = &y;
        ++count;
    };
    look(a.frames, b.frames);
    for (std::size_t n = 0; n < a.facts.size(); ++n)
        look(a.facts[n], b.facts[n]);
    for (std::size_t n = 0; n < a.dimensions.size(); ++n)
        look(a.dimensions[n], b.dimensions[n]);
    if (count > 1)
        return false;
    if (count == 1)
        *differs |= *other;
    return true;
}

void join_all(std::vector<region_box>& boxes) {
    if (boxes.size() > most_boxes)
        return;
    for (bool joined = true; joined;) {
        joined = false;
        for (std::size_t i = 0; i < boxes.size(); ++i)
            for (std::size_t j = boxes.size(); j-- > i + 1;)
                if (join(boxes[i], boxes[j])) {
                    boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(j));
                    joined = true;
                }
    }
}

}  // namespace

std::vector<std::vector<std::string>> differing_words(const pair_space& space,
                                                      const situation_finder& finder, rule_id a,
                                                      rule_id b, std::vector<region_box> boxes,
                                                      const situation_finder::test& differs) {
    std::vector<region_box> by_length;
    for (const auto& box : boxes)
        part_lengths(space, finder, a, b, box, by_length);
    if (by_length.size() <= most_boxes)
        boxes = std::move(by_length);
    std::map<std::vector<std::uint64_t>, class_set> known;
    for (auto& box : boxes) {
        auto key = box.frames.words();
        for (const auto& f : box.facts)
            key.insert(key.end(), f.words().begin(), f.words().end());
        auto [it, fresh] = known.try_emplace(std::move(key));
        if (fresh)
            it->second = finder.frames_that_pass(a, b, box, differs);
        box.frames = it->second;
    }
    std::erase_if(boxes, [](const region_box& box) { return !box.frames.any(); });
    join_all(boxes);
    std::vector<std::vector<std::string>> out;
    parter parts(space);
    for (auto& box : boxes) {
        const auto& own = parts.parts(box.frames);
        const auto say = [&](const class_set& frames) {
            box.frames = frames;
            out.push_back(region_words(space, box));
            const auto more = parts.unasked(*space.event().edition_[0], frames);
            out.back().insert(out.back().begin(), more.begin(), more.end());
            bool vague = own.empty();
            for (std::size_t f = 0; f < box.facts.size(); ++f)
                if (auto line = unasked_fact(space, box, f, vague); !line.empty())
                    out.back().push_back(std::move(line));
            if (vague)
                out.back().emplace_back("not all of these");
        };
        if (own.empty())
            say(class_set(box.frames));
        for (const auto& frames : own)
            say(frames);
    }
    return out;
}

}  // namespace certrules::detail
