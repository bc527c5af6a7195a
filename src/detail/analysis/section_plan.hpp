#pragma once

/// How the sections of an audit can look where a region asks about shares section by section:
/// which of them pass which test, and what the checklist says of their checkpoints.

#include "detail/analysis/finding_space.hpp"

namespace certrules::detail {

/// A number of checkpoints that shares are taken of, and that a case may give.
struct checkpoint_kind {
    bool graded = false;
    severity_id severity[2] = {severity_id::none, severity_id::none};  // with graded
};

/// A dimension over sections that the region restricts.
struct section_entry {
    std::uint32_t dimension = 0;
    const measure* terms = nullptr;
    std::uint32_t place = 0;  // of the measure
    int edition = 0;
    bool stepped = false;
    int checkpoints = -1;  // place of its checkpoint_kind; -1: it divides by findings
    std::int64_t low = 0, high = unbounded;  // sections that pass
};

enum class given_checkpoints : std::uint8_t { some, zero, by_default };

/// What a section can be: for each entry, whether it passes the test, fails it, or has nothing to
/// divide by.
struct section_type {
    enum class answer : std::uint8_t { fails, passes, nothing };
    std::vector<given_checkpoints> given;  // by checkpoint kind
    std::vector<answer> answers;           // by entry
    bool silent = false;                   // the number of conforming checkpoints is not given
    bool counts = false;                   // passes some test
    bool harmless = false;                 // can be empty, and is like a section that is not there
};

/// One section of an arrangement; the others of its class are empty and have no checkpoints.
struct section_instance {
    std::uint32_t section_class = 0;
    section_type type;
};

class section_plan {
public:
    section_plan(const finding_space& space, std::vector<section_entry> entries,
                 std::vector<checkpoint_kind> kinds, bool over_all, bool conforming_share)
        : space_(space),
          entries_(std::move(entries)),
          kinds_(std::move(kinds)),
          over_all_(over_all),
          conforming_share_(conforming_share) {}

    /// Calls each(instances) for every arrangement that has as many passing sections as the
    /// entries ask. False: there are too many.
    template <class Each>
    bool each(Each&& call) {
        std::vector<section_instance> chosen;
        std::vector<std::int64_t> passing(entries_.size(), 0);
        left_ = bounds::arrangements;
        return by_class(0, chosen, passing, call);
    }

    const std::vector<section_entry>& entries() const noexcept { return entries_; }
    const std::vector<checkpoint_kind>& kinds() const noexcept { return kinds_; }
    std::uint32_t default_of(std::size_t kind, int edition, std::uint32_t section_class) const;
    bool looks_at(const section_entry& e, std::uint32_t section_class) const;

private:
    std::vector<section_type> types_of(std::uint32_t section_class) const;
    bool consistent(const section_type& t, std::uint32_t section_class) const;

    template <class Each>
    bool by_class(std::uint32_t c, std::vector<section_instance>& chosen,
                  std::vector<std::int64_t>& passing, Each& call) {
        if (c == space_.section_classes().size()) {
            for (std::size_t j = 0; j < entries_.size(); ++j)
                if (passing[j] < entries_[j].low)
                    return true;
            if (left_ == 0)
                return false;
            --left_;
            call(chosen);
            return true;
        }
        const auto types = types_of(c);
        return by_type(c, types, 0, space_.section_classes()[c].size(), chosen, passing, call);
    }

    template <class Each>
    bool by_type(std::uint32_t c, const std::vector<section_type>& types, std::size_t t,
                 std::size_t room, std::vector<section_instance>& chosen,
                 std::vector<std::int64_t>& passing, Each& call) {
        if (t == types.size())
            return by_class(c + 1, chosen, passing, call);
        const auto& type = types[t];
        if (type.harmless) {  // more room to hold findings never hurts
            if (room > 0)
                chosen.push_back({c, type});
            const bool fine =
                by_type(c, types, t + 1, room - (room > 0 ? 1 : 0), chosen, passing, call);
            if (room > 0)
                chosen.pop_back();
            return fine;
        }
        // Sections that pass nothing can hold in one what several hold.
        std::int64_t most = type.counts
                                ? static_cast<std::int64_t>(room)
                                : std::min<std::int64_t>(1, static_cast<std::int64_t>(room));
        std::int64_t enough = 0;
        bool free = !over_all_;
        for (std::size_t j = 0; type.counts && j < entries_.size(); ++j)
            if (type.answers[j] == section_type::answer::passes) {
                most = std::min(most, entries_[j].high - passing[j]);
                enough = std::max(enough, entries_[j].low);
                free = free && entries_[j].checkpoints >= 0;
            }
        // Without checkpoints a section passes nothing: no more need to pass than are asked for.
        if (type.counts && free && all_by_checkpoints())
            most = std::min(most, enough);
        bool fine = true;
        std::int64_t used = 0;
        for (; fine && used <= most; ++used) {
            if (used > 0) {
                chosen.push_back({c, type});
                for (std::size_t j = 0; j < entries_.size(); ++j)
                    if (type.answers[j] == section_type::answer::passes)
                        ++passing[j];
            }
            fine = by_type(c, types, t + 1, room - static_cast<std::size_t>(used), chosen, passing,
                           call);
        }
        for (; used > 1; --used) {
            chosen.pop_back();
            for (std::size_t j = 0; j < entries_.size(); ++j)
                if (type.answers[j] == section_type::answer::passes)
                    --passing[j];
        }
        return fine;
    }

    bool all_by_checkpoints() const noexcept {
        for (const auto& e : entries_)
            if (e.checkpoints < 0)
                return false;
        return true;
    }

    const finding_space& space_;
    std::vector<section_entry> entries_;
    std::vector<checkpoint_kind> kinds_;
    bool over_all_;          // a share of all sections together is restricted too
    bool conforming_share_;  // and it is one of conforming checkpoints
    std::size_t left_ = 0;
};

}  // namespace certrules::detail
