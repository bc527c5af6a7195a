#include "certrules/what_if.hpp"

#include "detail/edition_data.hpp"
#include "detail/exact.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>

namespace certrules {

namespace {

constexpr std::size_t most_decisions = 200'000;
constexpr std::size_t most_readings = 40'000'000;  // of a finding, over all decisions

/// Findings that no measure tells apart: closing any of them is the same change, so the earliest
/// go first.
struct alike {
    std::vector<std::size_t> places;
};

struct fact_change {
    fact_id fact;
    std::vector<std::int64_t> values;  // better than now
};

class search {
public:
    search(const edition& e, const state& s, const event& ev, const verdict& now)
        : e_(e),
          state_(s),
          event_(ev),
          findings_(ev.findings.begin(), ev.findings.end()),
          facts_(ev.facts.begin(), ev.facts.end()),
          rank_(rank_of(now.status)),
          // Each decision reads all findings: with very many of them, fewer decisions are made.
          bound_(std::clamp<std::size_t>(most_readings / std::max<std::size_t>(findings_.size(), 1),
                                         1, most_decisions)) {
        group_findings();
        list_facts();
    }

    improvements run() {
        improvements found;
        const auto most = open_ + facts_to_change_.size();
        for (std::size_t size = 1; size <= most && found.complete; ++size) {
            best_.clear();
            chosen_.clear();
            changed_.clear();
            try_facts(0, size);
            for (auto& [rank, improvement] : best_)
                if (!have(found, improvement.status))
                    found.changes.push_back(std::move(improvement));
            found.complete = decisions_ < bound_;
        }
        std::sort(found.changes.begin(), found.changes.end(), [&](const auto& a, const auto& b) {
            return rank_of(a.status) < rank_of(b.status);
        });
        return found;
    }

private:
    int rank_of(status_id s) const {
        return s == status_id::none ? -10'000 : e_.statuses()[index(s)].rank;
    }

    static bool have(const improvements& found, status_id s) {
        return std::any_of(found.changes.begin(), found.changes.end(),
                           [s](const auto& i) { return i.status == s; });
    }

    void group_findings() {
        std::map<std::tuple<std::size_t, std::size_t, std::uint64_t, answer, std::uint32_t>,
                 std::size_t>
            seen;
        for (std::size_t i = 0; i < findings_.size(); ++i) {
            const auto& f = findings_[i];
            if (f.closed_on && *f.closed_on <= event_.on)
                continue;
            ++open_;
            const auto key =
                std::tuple(index(f.section), index(f.severity), f.tags, f.transparent, f.sites);
            const auto [it, fresh] = seen.try_emplace(key, groups_.size());
            if (fresh)
                groups_.emplace_back();
            groups_[it->second].places.push_back(i);
        }
    }

    void list_facts() {
        for (std::size_t i = 0; i < e_.facts().size(); ++i) {
            const auto& info = e_.facts()[i];
            if (!info.factory_changes)
                continue;
            const auto id = static_cast<fact_id>(i);
            const auto now = std::find_if(facts_.begin(), facts_.end(),
                                          [id](const auto& f) { return f.fact == id; });
            const std::int64_t value = now == facts_.end() ? -1 : now->value;
            fact_change change{id, {}};
            if (info.order.empty()) {
                for (std::size_t v = 0; v < info.values.size(); ++v)
                    if (static_cast<std::int64_t>(v) != value)
                        change.values.push_back(static_cast<std::int64_t>(v));
            } else {
                const auto at = std::find(info.order.begin(), info.order.end(), value);
                for (auto it = at == info.order.end() ? info.order.begin() : at + 1;
                     it != info.order.end(); ++it)
                    if (*it >= 0)
                        change.values.push_back(*it);
            }
            if (!change.values.empty())
                facts_to_change_.push_back(std::move(change));
        }
    }

    /// Chooses facts to change from `from` on, then findings: `left` changes in all. Those that
    /// close more findings come first, since findings go before facts.
    void try_facts(std::size_t from, std::size_t left) {
        if (left <= open_)
            try_findings(0, left);
        if (left == 0)
            return;
        for (std::size_t i = from; i < facts_to_change_.size() && decisions_ < bound_; ++i)
            for (const auto value : facts_to_change_[i].values) {
                changed_.push_back({facts_to_change_[i].fact, value});
                try_facts(i + 1, left - 1);
                changed_.pop_back();
            }
    }

    void try_findings(std::size_t group, std::size_t left) {
        if (decisions_ >= bound_)
            return;
        if (left == 0) {
            decide_changed();
            return;
        }
        if (group == groups_.size())
            return;
        const auto& places = groups_[group].places;
        const auto before = chosen_.size();
        for (std::size_t n = std::min(left, places.size()) + 1; n-- > 0;) {
            chosen_.resize(before);
            chosen_.insert(chosen_.end(), places.begin(),
                           places.begin() + static_cast<std::ptrdiff_t>(n));
            try_findings(group + 1, left - n);
        }
        chosen_.resize(before);
    }

    void decide_changed() {
        ++decisions_;
        auto findings = findings_;
        for (const auto i : chosen_)
            findings[i].closed_on = event_.on;
        auto facts = facts_;
        for (const auto& change : changed_) {
            const auto it = std::find_if(facts.begin(), facts.end(),
                                         [&](const auto& f) { return f.fact == change.fact; });
            if (it == facts.end())
                facts.push_back(change);
            else
                it->value = change.value;
        }
        auto changed = event_;
        changed.findings = findings;
        changed.facts = facts;
        const auto v = decide(e_, state_, changed);
        if (!v || rank_of(v->status) <= rank_)
            return;
        auto close = chosen_;
        std::sort(close.begin(), close.end());
        improvement candidate{v->status, std::move(close), changed_};
        const auto [it, fresh] = best_.try_emplace(rank_of(v->status), candidate);
        if (!fresh && earlier(candidate, it->second))
            it->second = std::move(candidate);
    }

    /// Among equally many changes: more findings, then the earlier ones, then the earlier facts.
    static bool earlier(const improvement& a, const improvement& b) {
        if (a.close.size() != b.close.size())
            return a.close.size() > b.close.size();
        if (a.close != b.close)
            return a.close < b.close;
        return std::lexicographical_compare(a.facts.begin(), a.facts.end(), b.facts.begin(),
                                            b.facts.end(), [](const auto& x, const auto& y) {
                                                return std::pair(x.fact, x.value) <
                                                       std::pair(y.fact, y.value);
                                            });
    }

    const edition& e_;
    const state& state_;
    const event& event_;
    std::vector<finding> findings_;
    std::vector<fact_value> facts_;
    int rank_;
    std::size_t bound_;
    std::size_t open_ = 0;
    std::size_t decisions_ = 0;
    std::vector<alike> groups_;
    std::vector<fact_change> facts_to_change_;
    std::vector<std::size_t> chosen_;
    std::vector<fact_value> changed_;
    std::map<int, improvement> best_;
};

}  // namespace

result<improvements, error> what_if(const edition& e, const state& s, const event& ev) {
    const auto now = decide(e, s, ev);
    if (!now)
        return unexpected(now.error());
    return search(e, s, ev, *now).run();
}

std::vector<std::string> to_strings(const edition& e, const event& ev, const improvement& i) {
    std::vector<std::string> lines;
    for (const auto place : i.close)
        lines.push_back(fmt::format("close {}", ev.findings[place].id));
    for (const auto& f : i.facts) {
        const auto& info = e.facts()[index(f.fact)];
        lines.push_back(
            fmt::format("{}: {}", info.id,
                        info.type == fact_type::number
                            ? detail::number_text(info, f.value)
                            : std::string(info.values[static_cast<std::size_t>(f.value)])));
    }
    return lines;
}

}  // namespace certrules
