#pragma once

/// The findings of a cycle or of visits, in the numbers of the edition that last asked for them.

#include "detail/history_words.hpp"

#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

namespace certrules::detail {

class finding_list {
public:
    void clear() noexcept;
    /// Adds an event's findings, which `numbers` has in the numbers of `e`.
    void add(const edition& e, std::span<const history_finding> given,
             std::span<const finding> numbers, std::size_t event);
    bool has(std::string_view id) const { return place_of(id) != none; }
    /// Its place if it is there and open on the day; else `none`.
    std::size_t open_at(std::string_view id, date on) const;
    void close(std::size_t place, date on) { numbers_[place].closed_on = on; }
    /// All of them in the numbers of `e`.
    std::optional<error> in(const edition& e, std::span<const finding>& out);

    std::size_t size() const noexcept { return numbers_.size(); }
    bool open_on(std::size_t place, date on) const noexcept {
        const auto& closed = numbers_[place].closed_on;
        return !closed || *closed > on;
    }
    const history_finding& given(std::size_t place) const noexcept { return *given_[place]; }
    std::size_t event(std::size_t place) const noexcept { return events_[place]; }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

private:
    static constexpr std::size_t few = 24;  // up to here a scan beats an index
    std::size_t place_of(std::string_view id) const;

    const edition* in_ = nullptr;
    std::vector<finding> numbers_;
    std::vector<const history_finding*> given_;
    std::vector<std::size_t> events_;
    std::map<std::string_view, std::size_t> index_;  // where there are more than few
};

}  // namespace certrules::detail
