#pragma once

/// Whether the tests of a policy would notice a change of it: every threshold, set, comparison,
/// validity, fee and order of rules is changed in turn, and the tests are run.

#include "certrules/policy_tests.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace certrules {

enum class mutant_state : std::uint8_t {
    noticed,     ///< some test failed
    unnoticed,   ///< every test passed, and some case is answered otherwise
    equivalent,  ///< proved: every case is answered as before, whatever rule is named; not counted
    undecided,   ///< every test passed, and it was not decided whether anything changed
    invalid,     ///< no edition any more; not counted
};

struct policy_mutant {
    std::string edition;
    std::string what;  ///< `rule "nothing-open": when open-findings "= 0" becomes "= 1"`
    std::string file;  ///< where it was written: of a based-on edition, the base's name
    std::uint32_t line = 0;
    mutant_state state = mutant_state::invalid;
    std::string noticed_by;  ///< the first test that failed
    /// Unnoticed: a test in TOML that passes on the edition and fails on the change; one may serve
    /// several changes. Empty: none was found.
    std::string ready_test;
};

/// One edition of a policy as text.
struct edition_text {
    std::string_view file;
    std::string_view toml;
};

struct mutation_options {
    /// Only what an edition's own text has, and not what it takes from the one it is based on.
    bool only_changed = false;
    std::function<void(std::size_t done, std::size_t all)> progress;
};

/// Changes each of the editions in turn, the others standing beside it as they are. Every test
/// must pass before anything is changed.
/// Errors: an edition that does not load, a test that does not pass.
result<std::vector<policy_mutant>, diagnostics> mutate(std::span<const edition_text> editions,
                                                       const policy_tests& tests,
                                                       const mutation_options& o = {});

/// As JSON: how many of each state, and each that was not noticed.
std::string to_json(const std::vector<policy_mutant>& all);

}  // namespace certrules
