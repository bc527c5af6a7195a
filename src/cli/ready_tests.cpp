#include "cli/test_reports.hpp"
#include "detail/printable.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::cli {

namespace {

constexpr std::size_t most_points = 5;  // that are named above a test, unless everything is

/// A test and what it is for.
struct ready {
    std::string_view test;
    std::vector<std::string> points;
};

class gatherer {
public:
    void add(std::string_view test, std::string point) {
        const auto it =
            std::find_if(all_.begin(), all_.end(), [&](const ready& r) { return r.test == test; });
        if (it != all_.end())
            it->points.push_back(std::move(point));
        else
            all_.push_back({test, {std::move(point)}});
    }

    /// At most so many.
    void write(ready_file& to, std::size_t most) const {
        auto& text = to.text;
        std::size_t written = 0;
        for (const auto& r : all_) {
            const auto few = most < all_.size() && r.points.size() > most_points;
            if (!r.test.empty() && written == most) {
                ++to.more;
                continue;
            }
            written += r.test.empty() ? 0U : 1U;
            text += '\n';
            for (std::size_t i = 0; i < (few ? most_points : r.points.size()); ++i)
                text += fmt::format("# {}\n", detail::printable(r.points[i]));
            if (few)
                text += fmt::format("# and {} more\n", r.points.size() - most_points);
            text += r.test.empty() ? "# (no test was found for this)\n" : r.test;
        }
        to.tests += written;
    }

private:
    std::vector<ready> all_;
};

}  // namespace

ready_file ready_tests(const std::vector<edition_coverage>& covered,
                       const std::vector<policy_mutant>& changed, std::size_t most) {
    gatherer points, changes;
    for (const auto& c : covered)
        for (const auto& p : c.points)
            if (!p.exercised && p.reachable)
                points.add(p.ready_test, "not exercised: " + p.what);
    for (const auto& m : changed)
        if (m.state == mutant_state::unnoticed || m.state == mutant_state::undecided)
            changes.add(m.ready_test,
                        fmt::format("{}: {}:{}: {}",
                                    m.state == mutant_state::unnoticed ? "no test notices"
                                                                       : "maybe the same",
                                    m.file, m.line, m.what));
    ready_file out;
    points.write(out, most);
    changes.write(out, most);
    if (!out.text.empty())
        out.text = "format = 1\n" + out.text;
    return out;
}

}  // namespace certrules::cli
