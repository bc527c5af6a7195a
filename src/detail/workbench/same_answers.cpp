#include "detail/workbench/same_answers.hpp"

#include "certrules/compare.hpp"
#include "detail/workbench/coverage_points.hpp"

namespace certrules::detail {

sameness same_answers(const edition& one, const edition& changed, const std::string& name) {
    compare_options first;
    first.first_only = true;
    const auto found = compare(one, changed, first);
    if (found.same())
        return {mutant_state::equivalent, {}};
    if (!found.differ())
        return {mutant_state::undecided, {}};
    if (found.differences.empty())
        return {mutant_state::unnoticed, {}};
    const auto& w = found.differences.front().old_case;
    return {mutant_state::unnoticed,
            ready_test(one, {w.state, w.question, w.findings, w.sections, w.facts}, name)};
}

}  // namespace certrules::detail
