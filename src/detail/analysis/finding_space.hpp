#pragma once

/// Findings as counts of atoms: two findings that no filter of the measures tells apart are one
/// atom, and two sections that nothing tells apart are of one class. Measures become dimensions
/// over the counts; those that are the same sum of the same atoms are one dimension.

#include "certrules/event.hpp"
#include "detail/analysis/class_set.hpp"
#include "detail/analysis/common_words.hpp"
#include "detail/analysis/integers.hpp"
#include "detail/edition_data.hpp"

#include <optional>
#include <vector>

namespace certrules::detail {

/// What a finding, or its lack, adds to each measure.
struct contribution {
    std::vector<std::int64_t> part;   // by measure
    std::vector<std::int64_t> whole;  // by measure, where findings are divided by findings
    friend bool operator==(const contribution&, const contribution&) = default;
    friend auto operator<=>(const contribution&, const contribution&) = default;
};

/// A finding in the words of each edition.
struct shared_finding {
    finding in[2];
};

struct atom {
    shared_finding sample;  // its section is the first of the class
    std::uint32_t section_class = 0;
    contribution adds;
};

/// Two cases that differ in one finding: `after` in place of `before`, or in addition.
struct finding_step {
    enum class kind : std::uint8_t { one_more, worse, less_open };
    kind what = kind::one_more;
    std::uint32_t section_class = 0;
    std::optional<shared_finding> before;
    shared_finding after;
    contribution from, to;
};

enum class dimension_form : std::uint8_t { sum, sections, share, rated };

/// A quantity whose classes a box restricts.
struct finding_dimension {
    dimension_form form = dimension_form::sum;
    std::uint32_t measure = 0;       // place in the space's list
    bool stepped = false;            // of the second case of a step
    std::vector<std::int64_t> cuts;  // sum: of the bare sum; sections and rated: of their number
    std::vector<cut> ratio_cuts;     // share; its class 0 is unknown
    std::size_t classes() const noexcept {
        return form == dimension_form::share ? ratio_cuts.size() + 2 : cuts.size() + 1;
    }
};

/// The variables that some rule of the event tests, a bit each.
std::uint64_t variables_heard(const edition_data& data, event_kind kind) noexcept;

/// A measure of one of the two editions.
struct measure_of_edition {
    int edition = 0;
    std::uint8_t place = 0;
    const measure* terms = nullptr;
    const variable* v = nullptr;
};

/// The most that the analyses take on; beyond it they say that they have not decided.
namespace bounds {
inline constexpr std::size_t kinds_of_finding = 400'000;
inline constexpr std::size_t tag_classes = 12;
inline constexpr std::size_t section_entries = 4;    // measures over sections in one region
inline constexpr std::size_t arrangements = 20'000;  // of sections in one region
inline constexpr std::size_t frames = 200'000;
inline constexpr std::uint64_t steps_a_region = 4'000'000;
inline constexpr std::uint64_t steps_in_all = 4'000'000'000;  // of a whole check or diff
inline constexpr std::uint64_t table_cells = 8'000'000;       // of sums that findings reach
}  // namespace bounds

class finding_space {
public:
    /// Of the measures that the event's rules read in the editions.
    finding_space(const edition_data& a, const edition_data& b, const common_words& words,
                  event_kind kind);

    bool too_large() const noexcept { return too_large_; }
    bool looks_at_findings() const noexcept { return looks_; }
    const std::vector<measure_of_edition>& measures() const noexcept { return measures_; }
    const std::vector<atom>& atoms() const noexcept { return atoms_; }
    const std::vector<std::vector<std::uint32_t>>& section_classes() const noexcept {
        return classes_;
    }
    const common_words& words() const noexcept { return words_; }
    const edition_data& data(int i) const noexcept { return *data_[i]; }
    std::optional<std::uint32_t> sites() const noexcept { return sites_; }
    date on() const noexcept { return on_; }

    /// Every way in which one finding more, a worse one or one less open changes some measure.
    std::vector<finding_step> steps() const;
    contribution contribution_of(const shared_finding& f) const;

private:
    void list_measures(event_kind kind);
    void class_sections();
    void choose_sites();
    void list_atoms();
    std::optional<std::vector<std::uint64_t>> tag_sets(int edition) const;
    template <class Each>
    void each_finding(Each&& call) const;

    const edition_data* data_[2];
    const common_words& words_;
    bool looks_ = false;
    bool too_large_ = false;
    date on_ = date::from_civil(2000, 1, 1);  // closed before it, or open
    std::vector<measure_of_edition> measures_;
    std::vector<std::vector<std::uint32_t>> classes_;  // places in words.sections
    std::vector<std::uint32_t> class_of_;
    std::optional<std::uint32_t> sites_;
    std::vector<std::uint32_t> site_counts_{1};
    std::vector<std::uint64_t> tags_[2];  // sets that filters tell apart, by edition, same order
    std::vector<atom> atoms_;
};

}  // namespace certrules::detail
