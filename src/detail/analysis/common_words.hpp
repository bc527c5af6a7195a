#pragma once

/// The words that two editions share, so that one case can be put to both. An edition beside
/// itself shares all of them.

#include "certrules/compare.hpp"
#include "certrules/edition.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace certrules::detail {

using word_pair = std::pair<std::uint8_t, std::uint8_t>;

/// One value that a fact can have in a case: in each edition, or unknown.
struct fact_choice {
    std::optional<std::int64_t> value[2];
};

/// A fact of either edition or of both, and the values that tell all its cases apart.
struct shared_fact {
    fact_id id[2] = {fact_id::none, fact_id::none};
    std::vector<fact_choice> choices;  // unknown first
};

struct common_words {
    std::vector<word_pair> severities, sections, tags, ratings, statuses, audits, fees;
    std::vector<shared_fact> facts;
    std::vector<std::string> only_old, only_new;  // "status \"gold\"": words of one edition alone

    /// The other edition's number of a status; none for none. `to` is 0 or 1.
    status_id status_in(int to, status_id s) const noexcept;
    bool same_status(status_id old_one, status_id new_one) const noexcept {
        return status_in(1, old_one) == new_one;
    }
};

common_words words_of_both(const edition& a, const edition& b, std::span<const renamed_word> map);

}  // namespace certrules::detail
