#include "detail/workbench/same_answers.hpp"

#include "certrules/compare.hpp"

namespace certrules::detail {

sameness same_answers(const edition& one, const edition& changed) {
    compare_options first;
    first.first_only = true;
    const auto found = compare(one, changed, first);
    if (found.same())
        return {mutant_state::equivalent, std::nullopt};
    if (!found.differ())
        return {mutant_state::undecided, std::nullopt};
    if (found.differences.empty())
        return {mutant_state::unnoticed, std::nullopt};
    const auto& w = found.differences.front().old_case;
    return {mutant_state::unnoticed,
            built_case{w.state, w.question, w.findings, w.sections, w.facts}};
}

}  // namespace certrules::detail
