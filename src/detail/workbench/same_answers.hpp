#pragma once

/// Whether a changed edition answers any case otherwise.

#include "certrules/policy_mutants.hpp"

namespace certrules::detail {

struct sameness {
    mutant_state state = mutant_state::undecided;
    std::string ready_test;  // of a case that they answer differently
};

/// `name`: of the test, if one is found.
sameness same_answers(const edition& one, const edition& changed, const std::string& name);

}  // namespace certrules::detail
