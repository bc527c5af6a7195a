#pragma once

/// A factory's state across editions: each slot keeps the edition that filled it, so that a
/// certificate keeps its name and its rules while a later edition answers in between (R17).

#include "certrules/book.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace certrules::detail {

/// A status of one of the book's editions.
struct status_of_edition {
    std::uint8_t edition = 0;  // its place in the book
    status_id status = status_id::none;
};

class slots {
public:
    explicit slots(const book& b);

    /// The state in the numbers of one edition. A status it does not have takes the name that
    /// it was given later (`formerly`); one without either is left out.
    state view(std::size_t e) const;
    /// Takes over what an event changed. `given`: the state it was decided in, settled.
    void take(std::size_t e, const state& given, const state& next, bool assigned,
              status_id status);

    /// What ends by itself first; none if nothing will.
    struct ending {
        date on;
        event_kind kind{};
    };
    std::optional<ending> next_ending() const;
    /// Ends it. Gives the edition's place and rule.
    std::pair<std::size_t, rule_id> end(const ending& what);

    status_of_edition public_status(date on) const;

    const std::optional<term>& certificate() const noexcept { return certificate_; }
    const std::optional<term>& bar() const noexcept { return bar_; }
    const std::optional<cycle>& audit_cycle() const noexcept { return cycle_; }
    std::size_t certificate_edition() const noexcept { return certificate_in_; }
    std::size_t bar_edition() const noexcept { return bar_in_; }
    std::size_t cycle_edition() const noexcept { return cycle_in_; }
    bool cycle_is_open() const noexcept;
    std::optional<date> cycle_last_day() const;
    /// Statuses held, by edition; bit per status.
    const std::vector<std::uint64_t>& held() const noexcept { return held_; }

    const certrules::edition& edition_at(std::size_t e) const noexcept {
        return book_->editions()[e];
    }
    std::string_view name(status_of_edition s) const noexcept {
        return edition_at(s.edition).name_of(s.status);
    }

private:
    status_id translate(std::size_t from, status_id s, std::size_t to) const noexcept;
    std::uint64_t translate_all(std::size_t from, std::uint64_t set, std::size_t to) const noexcept;

    const book* book_;
    std::optional<term> certificate_, bar_;
    std::optional<cycle> cycle_;
    std::uint8_t certificate_in_ = 0, bar_in_ = 0, cycle_in_ = 0;
    status_of_edition after_, last_certificate_;
    answer visited_ = answer::unknown;
    std::uint16_t consecutive_ = 0;
    std::vector<std::uint64_t> held_;
};

}  // namespace certrules::detail
