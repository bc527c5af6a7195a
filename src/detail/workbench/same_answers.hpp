#pragma once

/// Whether a changed edition answers any case otherwise.

#include "certrules/policy_mutants.hpp"
#include "detail/workbench/case_space.hpp"

#include <optional>

namespace certrules::detail {

struct sameness {
    mutant_state state = mutant_state::undecided;
    std::optional<built_case> differing;  // a case that they answer differently, if one was found
};

sameness same_answers(const edition& one, const edition& changed);

}  // namespace certrules::detail
