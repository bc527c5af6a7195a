#pragma once

/// Histories written as JSON in tests, and their standings.

#include "certrules/replay.hpp"
#include "detail/json_history.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace certrules::tests {

inline date day(std::string_view text) {
    const auto found = parse_date(text);
    REQUIRE(found);
    return *found;
}

inline const book& escp() {
    static const auto loaded = [] {
        auto found = book::builtin("escp");
        REQUIRE(found);
        return std::move(*found);
    }();
    return loaded;
}

/// A history and what it views.
class told {
public:
    /// `events`: the items of the array, without its brackets.
    explicit told(const std::string& events, const std::string& more = "") {
        const auto text = "{\"factory\": \"F-1\"" + (more.empty() ? "" : ", " + more) +
                          ", \"events\": [" + events + "]}";
        const auto wrong = document_->parse(text);
        INFO(text);
        REQUIRE_FALSE(wrong);
        detail::json_errors errors;
        const bool read = history_->read(detail::json_value(*document_, errors));
        if (!read)
            FAIL(to_string(*errors.first));
    }
    const history& get() const { return history_->get(); }

    standing on(std::string_view on, std::string_view known = {}) const {
        auto s = replay(escp(), get(), day(on),
                        known.empty() ? std::nullopt : std::optional(day(known)));
        if (!s)
            FAIL(to_string(s.error()));
        return std::move(*s);
    }
    error refusal(std::string_view on, std::string_view known = {}) const {
        const auto s = replay(escp(), get(), day(on),
                              known.empty() ? std::nullopt : std::optional(day(known)));
        REQUIRE_FALSE(s);
        return s.error();
    }

private:
    std::unique_ptr<detail::json_document> document_ = std::make_unique<detail::json_document>();
    std::unique_ptr<detail::json_history> history_ = std::make_unique<detail::json_history>();
};

/// `2021-01-04 2021-01-31 applicant applied` for each interval.
inline std::vector<std::string> lines(const std::vector<interval>& timeline) {
    std::vector<std::string> out;
    for (const auto& i : timeline)
        out.push_back(to_string(i.first_day) + " " + (i.last_day ? to_string(*i.last_day) : "-") +
                      " " + (i.public_status.empty() ? "-" : std::string(i.public_status)) + " " +
                      std::string(i.rule));
    return out;
}

/// `audit-held 2021-01-05 2021-03-05 met` for each deadline, in the order in which they started.
inline std::vector<std::string> lines(const std::vector<deadline>& deadlines) {
    std::vector<std::string> out;
    for (const auto& d : deadlines)
        out.push_back(std::string(d.id) + " " + to_string(d.first_day) + " " +
                      (d.last_day ? to_string(*d.last_day) : "-") + " " +
                      (d.now == deadline::state::open  ? "open"
                       : d.now == deadline::state::met ? "met"
                                                       : "missed"));
    return out;
}

/// `registration programme USD 1,500.00 paid` for each line.
inline std::vector<std::string> lines(const std::vector<fee_line>& fees) {
    std::vector<std::string> out;
    for (const auto& f : fees)
        out.push_back(std::string(f.id) + " " + std::string(f.payee) + " " +
                      (f.amount ? format_money(*f.amount) : "null") + " " +
                      (f.now == fee_line::state::due    ? "due"
                       : f.now == fee_line::state::paid ? "paid"
                                                        : "not-published"));
    return out;
}

inline bool has(const std::vector<std::string>& lines, const std::string& line) {
    for (const auto& l : lines)
        if (l == line)
            return true;
    UNSCOPED_INFO("not there: " << line);
    for (const auto& l : lines)
        UNSCOPED_INFO("       is: " << l);
    return false;
}

}  // namespace certrules::tests
