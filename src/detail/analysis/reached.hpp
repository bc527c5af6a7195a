#pragma once

/// Which regions some case reaches, exactly.

#include "certrules/edition.hpp"
#include "certrules/witness.hpp"

#include <cstdint>
#include <map>
#include <set>

namespace certrules::detail {

struct reached_regions {
    std::map<std::uint32_t, witness> cases;  // the region's smallest that was met
    std::set<std::uint32_t> undecided;       // beyond the limits of docs/analysis.md
};

/// Of the wanted regions; one that is in neither list is reached by no case.
reached_regions reach(const edition& e, const std::set<std::uint32_t>& wanted);

}  // namespace certrules::detail
