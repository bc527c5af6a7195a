#include "detail/analysis/section_plan.hpp"

#include <algorithm>

namespace certrules::detail {

std::uint32_t section_plan::default_of(std::size_t kind, int edition,
                                       std::uint32_t section_class) const {
    const auto& pair = space_.words().sections[space_.section_classes()[section_class].front()];
    const auto section = edition == 0 ? pair.first : pair.second;
    const auto& data = space_.data(edition);
    const auto& k = kinds_[kind];
    if (!k.graded)
        return data.sections[section].applicable;
    return k.severity[edition] == severity_id::none
               ? 0
               : data.section_terms_of[section].graded[index(k.severity[edition])];
}

bool section_plan::looks_at(const section_entry& e, std::uint32_t section_class) const {
    const auto& pair = space_.words().sections[space_.section_classes()[section_class].front()];
    return ((e.terms->sections >> (e.edition == 0 ? pair.first : pair.second)) & 1U) != 0;
}

bool section_plan::consistent(const section_type& t, std::uint32_t section_class) const {
    for (std::size_t j = 0; j < entries_.size(); ++j) {
        const auto& e = entries_[j];
        const auto nothing = t.answers[j] == section_type::answer::nothing;
        if (!looks_at(e, section_class)) {
            if (!nothing)
                return false;
            continue;
        }
        if (e.checkpoints < 0) {
            // An empty section fails `over` and `below` anyway: nothing to part from.
            if (nothing && !e.terms->test.inclusive)
                return false;
            continue;
        }
        const auto kind = static_cast<std::size_t>(e.checkpoints);
        const auto given = t.given[kind];
        const bool zero =
            given == given_checkpoints::zero || (given == given_checkpoints::by_default &&
                                                 default_of(kind, e.edition, section_class) == 0);
        if (nothing != zero)
            return false;
    }
    return true;
}

std::vector<section_type> section_plan::types_of(std::uint32_t section_class) const {
    std::vector<section_type> out;
    section_type t;
    t.given.assign(kinds_.size(), given_checkpoints::zero);
    t.answers.assign(entries_.size(), section_type::answer::nothing);
    const auto finish = [&] {
        if (!consistent(t, section_class))
            return;
        t.counts = std::any_of(t.answers.begin(), t.answers.end(),
                               [](auto a) { return a == section_type::answer::passes; });
        t.harmless = !t.counts && !t.silent &&
                     std::all_of(t.given.begin(), t.given.end(),
                                 [](auto g) { return g == given_checkpoints::zero; });
        for (std::size_t j = 0; j < entries_.size(); ++j)
            if (t.answers[j] == section_type::answer::fails && entries_[j].terms->test.inclusive)
                t.harmless = false;  // an empty section does not fail that test
        // By default only where it tells the editions apart, which takes a test that one passes.
        if (!t.counts && std::any_of(t.given.begin(), t.given.end(),
                                     [](auto g) { return g == given_checkpoints::by_default; }))
            return;
        if (t.silent && std::all_of(t.given.begin(), t.given.end(),
                                    [](auto g) { return g == given_checkpoints::zero; }))
            return;
        out.push_back(t);
    };
    const auto choose_answers = [&](auto&& self, std::size_t j) -> void {
        if (j == entries_.size()) {
            finish();
            return;
        }
        for (const auto a : {section_type::answer::nothing, section_type::answer::fails,
                             section_type::answer::passes}) {
            t.answers[j] = a;
            self(self, j + 1);
        }
    };
    const auto choose_given = [&](auto&& self, std::size_t k) -> void {
        if (k == kinds_.size()) {
            for (const bool silent : {false, true}) {
                if (silent && !conforming_share_)
                    continue;
                t.silent = silent;
                choose_answers(choose_answers, 0);
            }
            return;
        }
        for (const auto g :
             {given_checkpoints::zero, given_checkpoints::some, given_checkpoints::by_default}) {
            if (g == given_checkpoints::by_default &&
                default_of(k, 0, section_class) == default_of(k, 1, section_class))
                continue;
            t.given[k] = g;
            self(self, k + 1);
        }
    };
    choose_given(choose_given, 0);
    // What is there for room alone comes last, so that it takes none from the others.
    std::stable_partition(out.begin(), out.end(),
                          [](const section_type& type) { return !type.harmless; });
    return out;
}

}  // namespace certrules::detail
