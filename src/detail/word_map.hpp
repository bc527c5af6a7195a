#pragma once

/// A case in the numbers of one edition, carried by name into those of another.

#include "certrules/compare.hpp"
#include "certrules/diagnostic.hpp"
#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/state.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace certrules::detail {

/// A word of the old edition as the new one has it.
std::string_view new_name(std::string_view old_one, std::span<const renamed_word> map) noexcept;

class word_map {
public:
    word_map(const edition& from, const edition& to, std::span<const renamed_word> renamed = {});

    /// Every word has the same number in both: nothing needs carrying.
    bool same() const noexcept { return same_; }

    /// A case that was carried. Its event views the vectors.
    struct carried {
        certrules::state state;
        certrules::event event;
        std::vector<finding> findings;
        std::vector<section_count> sections;
        std::vector<fact_value> facts;
    };
    /// Carries a case that `check_case` accepts for the edition it comes from.
    /// Errors: a word that the other edition lacks (`unknown_name`).
    std::optional<error> carry(const state& s, const event& ev, carried& to) const;

private:
    using places = std::array<std::uint8_t, 64>;  // 0xFF: not there
    struct fact_map {
        bool number = false;
        bool fits = false;  // there, and of the same type
        std::int64_t times = 1;
        std::int64_t over = 1;
        std::vector<std::int64_t> values;  // by place; -1: not there
    };

    std::optional<error> carry_state(const state& s, state& to) const;
    std::optional<error> carry_parts(const event& ev, carried& to) const;
    template <class Id>
    std::optional<error> word(const places& map, Id from, Id& to, std::string_view kind) const;
    std::optional<error> statuses(std::uint64_t from, std::uint64_t& to) const;

    const edition& from_;
    const edition& to_;
    places severities_{}, sections_{}, tags_{}, ratings_{}, statuses_{}, audits_{}, fees_{};
    std::vector<fact_map> facts_;
    places fact_places_{};
    bool same_ = true;
};

}  // namespace certrules::detail
