#pragma once

/// The least a factory could change to earn a better status.

#include "certrules/decide.hpp"

#include <string>
#include <vector>

namespace certrules {

/// One least change for one better status.
struct improvement {
    status_id status = status_id::none;
    std::vector<std::size_t> close;  ///< places of the findings to close, in the file's order
    std::vector<fact_value> facts;   ///< facts to change, in the edition's order
};

struct improvements {
    std::vector<improvement> changes;  ///< by rank, worst first
    bool complete = true;  ///< false: the search met its bound; better statuses may be missing
};

/// For each status better than the verdict's: fewest changes, then the earliest in the file
/// (findings before facts). Closes findings and changes facts that the edition marks as the
/// factory's to change. Bounded at 200,000 decisions, fewer with more than 200 findings.
result<improvements, error> what_if(const edition& e, const state& s, const event& ev);

/// `close F1`, `cap-submitted: yes`: the changes as people write them.
std::vector<std::string> to_strings(const edition& e, const event& ev, const improvement& i);

}  // namespace certrules
