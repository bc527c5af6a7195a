#pragma once

/// The process's allocator, counted and made to fail on purpose. It replaces operator new of the
/// whole program, the shared library's calls included (which asks for memory by no other name: the
/// list of its imports is checked).

#include <cstddef>

namespace allocations {

/// Allocations that are alive.
long alive() noexcept;
/// Allocations ever made.
long made() noexcept;

/// While it lives, the allocations of this thread fail from the n-th on (from 0), or only the n-th.
class failing {
public:
    explicit failing(long n, bool only_that_one = false) noexcept;
    ~failing();
    failing(const failing&) = delete;
    failing& operator=(const failing&) = delete;
    /// Whether one was asked for and refused.
    bool refused() const noexcept;
};

}  // namespace allocations
