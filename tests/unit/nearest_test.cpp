#include "detail/nearest.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

using certrules::detail::longest_compared;
using certrules::detail::nearest;

namespace {

constexpr std::array<std::string_view, 6> statuses{"assessed",    "progressing", "certified",
                                                   "remediation", "probation",   "terminated"};

std::string_view near(std::string_view word) {
    return nearest(word, statuses);
}

}  // namespace

TEST_CASE("a misspelt name finds its name") {
    CHECK(near("certified") == "certified");
    CHECK(near("certifed") == "certified");    // dropped
    CHECK(near("certiffied") == "certified");  // added
    CHECK(near("certifiad") == "certified");   // replaced
    CHECK(near("certifide") == "certified");   // swapped
    CHECK(near("Certified") == "certified");
    CHECK(near("assesed") == "assessed");
    CHECK(near("probatoin") == "probation");
    CHECK(near("ceritfeid") == "certified");  // two swaps
}

TEST_CASE("what is too far from every name finds none") {
    CHECK(near("").empty());
    CHECK(near("x").empty());
    CHECK(near("banana").empty());
    CHECK(near("certainly not a status").empty());
    CHECK(nearest("certified", {}).empty());
}

TEST_CASE("a third of the word, and always one edit, is forgiven") {
    const std::vector<std::string_view> known{"abcdef"};
    CHECK(nearest("abcdxy", known) == "abcdef");  // 2 of 6
    CHECK(nearest("abcxyz", known).empty());      // 3 of 6
    CHECK(nearest("bacdfe", known) == "abcdef");  // two swaps are two edits
    CHECK(nearest("abcd", known).empty());        // 2 edits, 1 allowed
    CHECK(nearest("abcde", known) == "abcdef");
    const std::vector<std::string_view> small{"fu", "pa"};
    CHECK(nearest("fx", small) == "fu");
    CHECK(nearest("uf", small) == "fu");
    CHECK(nearest("xy", small).empty());
}

TEST_CASE("the nearer name wins, and of two alike the first") {
    const std::vector<std::string_view> known{"minor", "major", "manor"};
    CHECK(nearest("majr", known) == "major");
    CHECK(nearest("mbnor", known) == "minor");
    const std::vector<std::string_view> turned{"manor", "minor"};
    CHECK(nearest("mbnor", turned) == "manor");
    const std::vector<std::string_view> exact_last{"wage", "wages"};
    CHECK(nearest("wages", exact_last) == "wages");
}

TEST_CASE("very long words are like nothing") {
    const std::string longest(longest_compared, 'a');
    const std::string too_long(longest_compared + 1, 'a');
    const std::vector<std::string_view> known{too_long, longest};
    CHECK(nearest(longest, known) == longest);
    CHECK(nearest(too_long, known).empty());
}
