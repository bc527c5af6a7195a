#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>

namespace certrules::cli {

namespace {

std::string time_text(double seconds) {
    const auto s = static_cast<std::uint64_t>(seconds + 0.5);
    if (s < 90)
        return fmt::format("{} s", s);
    if (s < 5400)
        return fmt::format("{} min", (s + 30) / 60);
    return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
}

}  // namespace

std::string grouped(std::uint64_t number) {
    auto text = fmt::format("{}", number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

std::string progress_line(const std::string& label, const std::string& things, std::uint64_t done,
                          std::uint64_t total, std::uint64_t count, double seconds) {
    if (total == 0)
        return fmt::format("{}  {} {}  {}", label, grouped(count), things, time_text(seconds));
    constexpr std::size_t width = 30;
    const auto share =
        std::min(1.0, static_cast<double>(done) / static_cast<double>(std::max(total, done)));
    const auto full = static_cast<std::size_t>(share * width);
    auto line = fmt::format("{} [{}{}] {:3.0f} %  {} {}", label, std::string(full, '#'),
                            std::string(width - full, '-'), share * 100, grouped(count), things);
    // A first guess from next to nothing would only mislead.
    if (share > 0.01 && seconds > 1)
        line += fmt::format("  {} left", time_text(seconds / share - seconds));
    return line;
}

progress::progress(std::string label, std::uint64_t total, std::string things)
    : label_(std::move(label)),
      things_(std::move(things)),
      total_(total),
      terminal_(::isatty(2) == 1),
      start_(clock::now()),
      next_(start_ + std::chrono::milliseconds(500)) {}

progress::~progress() {
    if (shown_)
        std::fputs("\r\x1b[K", stderr);
}

void progress::at(std::uint64_t done, std::uint64_t count) {
    if (!terminal_ || ++calls_ % 64 != 0)
        return;
    const auto now = clock::now();
    if (now >= next_)
        draw(done, count, now);
}

void progress::draw(std::uint64_t done, std::uint64_t count, clock::time_point now) {
    const std::chrono::duration<double> past = now - start_;
    const auto line = progress_line(label_, things_, done, total_, count, past.count());
    std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
    shown_ = true;
    next_ = now + std::chrono::milliseconds(100);
}

}  // namespace certrules::cli
