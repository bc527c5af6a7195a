#pragma once

/// The editions of a scheme by the days they were in force.

#include "certrules/decide.hpp"

#include <memory_resource>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace certrules {

class book {
public:
    /// All built-in editions of a scheme (`escp`), or one (`escp@2020-09-01`).
    /// `memory` holds the book and its editions; default: the heap.
    static result<book, diagnostics> builtin(std::string_view name,
                                             std::pmr::memory_resource* memory = nullptr);
    /// A book of one edition, which then applies on any day.
    explicit book(edition only);
    /// Editions of one scheme, oldest first. Precondition: not empty.
    explicit book(std::span<const edition> editions, std::pmr::memory_resource* memory = nullptr);

    std::span<const edition> editions() const noexcept { return editions_; }
    const edition& latest() const noexcept { return editions_.back(); }

    /// The edition in force on a day; nullptr before the first one (or after the last's end).
    const edition* in_force(date on) const noexcept;

    /// The edition whose rules answer (reading R17): for a check after certification the one in
    /// force on the first day of its window, else the one in force when the audit cycle started.
    /// `check`: whether the event is one; `certificate_first_day`: of the running certificate.
    const edition* answering(bool check, std::optional<date> certificate_first_day,
                             date cycle_started_on) const noexcept;

private:
    std::pmr::vector<edition> editions_;
};

/// The names that the built-in editions are shipped under, sorted; a variant's has a `+`.
std::span<const std::string_view> builtin_editions() noexcept;
/// The text of a built-in edition, by the name it is shipped under or by its scheme and edition;
/// empty if there is none of that name.
std::string_view builtin_text(std::string_view name) noexcept;

}  // namespace certrules
