#pragma once

/// How far a long run is, on one line of standard error; nothing where that is no terminal.

#include <chrono>
#include <cstdint>
#include <string>

namespace certrules::cli {

class progress {
public:
    /// `total`: of what `at` is told; 0 where nobody knows. `things`: what is counted, "cases".
    progress(std::string label, std::uint64_t total, std::string things);
    ~progress();  ///< takes the line away
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    /// `done` of the total, `count` things. Cheap: it looks at the clock now and then.
    void at(std::uint64_t done, std::uint64_t count);

private:
    using clock = std::chrono::steady_clock;
    void draw(std::uint64_t done, std::uint64_t count, clock::time_point now);

    std::string label_, things_;
    std::uint64_t total_;
    std::uint64_t calls_ = 0;
    bool shown_ = false;
    bool terminal_;
    clock::time_point start_, next_;
};

/// The line itself: `label [#####-----]  50 %  1,234 cases  10 s left`.
std::string progress_line(const std::string& label, const std::string& things, std::uint64_t done,
                          std::uint64_t total, std::uint64_t count, double seconds);

/// A number with commas between the thousands.
std::string grouped(std::uint64_t number);

}  // namespace certrules::cli
