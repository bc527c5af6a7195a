#include "detail/json_reader.hpp"

#include "certrules/limits.hpp"
#include "detail/exact.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <memory>

namespace certrules::detail {

std::string_view kind_of(json_kind kind) noexcept {
    switch (kind) {
        case json_kind::null:
            return "null";
        case json_kind::boolean:
            return "a boolean";
        case json_kind::number:
            return "a number";
        case json_kind::string:
            return "a string";
        case json_kind::array:
            return "an array";
        case json_kind::object:
            return "an object";
    }
    return "nothing";
}

std::string json_value::place() const {
    if (parent_ == nullptr)
        return {};
    auto before = parent_->place();
    if (key_.data() == nullptr)
        return fmt::format("{}[{}]", before, item_);
    if (before.empty())
        return std::string(key_);
    return fmt::format("{}.{}", before, key_);
}

bool json_value::expect(json_kind kind, std::string_view what) const {
    if (node().kind == kind)
        return true;
    const auto found = node().kind == json_kind::string
                           ? fmt::format("the string \"{}\"", node().text.substr(0, 40))
                           : (node().kind == json_kind::number
                                  ? fmt::format("the number {}", node().text.substr(0, 40))
                                  : std::string(kind_of(node().kind)));
    error(error_code::bad_text, fmt::format("is {}, expected {}", found, what));
    return false;
}

bool json_value::at_most(std::size_t most) const {
    if (node().count <= most)
        return true;
    error(error_code::limit,
          fmt::format("has {} entries, at most {} are allowed", node().count, most));
    return false;
}

std::optional<std::string_view> json_value::text() const {
    if (!expect(json_kind::string, "a string"))
        return std::nullopt;
    return node().text;
}

std::optional<std::int64_t> json_value::integer(std::int64_t lowest, std::int64_t highest) const {
    const auto expected = [&] {
        return fmt::format("a whole number from {} to {}", lowest, highest);
    };
    if (kind() != json_kind::number && !expect(json_kind::number, expected()))
        return std::nullopt;
    const auto digits = node().text;
    std::int64_t value = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc{} || end != digits.data() + digits.size() || value < lowest ||
        value > highest) {
        error(error_code::bad_text,
              fmt::format("is {}, expected {}", digits.substr(0, 40), expected()));
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> json_value::number_of(const fact_info& fact) const {
    const auto expected = fact.decimals == 0 ? fmt::format("a whole number, {}", allowed_text(fact))
                                             : fmt::format("a number with at most {} decimals, {}",
                                                           fact.decimals, allowed_text(fact));
    if (!expect(json_kind::number, expected))
        return std::nullopt;
    const auto digits = node().text;
    const auto scale = power_of_ten(fact.decimals);
    const auto exact = parse_fraction(digits);
    std::optional<std::int64_t> value;
    if (exact && scale % exact->den == 0 && exact->num / exact->den <= fact.highest / scale)
        value = exact->num * (scale / exact->den);
    const bool listed = fact.allowed.empty() ||
                        (value && std::find(fact.allowed.begin(), fact.allowed.end(), *value) !=
                                      fact.allowed.end());
    if (!value || *value < fact.lowest || *value > fact.highest || !listed) {
        error(error_code::bad_argument,
              fmt::format("is {}, expected {}", digits.substr(0, 40), expected));
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> json_value::hundredths() const {
    if (!expect(json_kind::number, "a number with at most two decimals"))
        return std::nullopt;
    const auto digits = node().text;
    const auto point = digits.find('.');
    const auto whole = digits.substr(0, point);
    auto part = point == std::string_view::npos ? std::string_view{} : digits.substr(point + 1);
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    const bool fine =
        failure == std::errc{} && end == whole.data() + whole.size() && part.size() <= 2 &&
        value >= 0 && value <= 1'000'000 &&
        std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!fine || digits.starts_with('-')) {
        error(error_code::bad_text,
              fmt::format("is {}, expected 0 to 1000000 with at most two decimals",
                          digits.substr(0, 40)));
        return std::nullopt;
    }
    for (std::size_t i = 0; i < 2; ++i)
        value = value * 10 + (i < part.size() ? part[i] - '0' : 0);
    return value;
}

std::optional<date> json_value::day() const {
    if (!expect(json_kind::string, "a day such as \"2024-05-20\""))
        return std::nullopt;
    const auto found = parse_date(node().text);
    if (!found)
        error(error_code::bad_date,
              fmt::format("is \"{}\", expected a day that exists, from {} to {}, as YYYY-MM-DD",
                          node().text.substr(0, 40), to_string(first_supported_day),
                          to_string(last_supported_day)));
    return found;
}

std::optional<answer> json_value::yes_no_unknown() const {
    static constexpr std::array<std::string_view, 3> words{"unknown", "no", "yes"};
    const auto place = name("answer", words);
    return place ? std::optional(static_cast<answer>(*place)) : std::nullopt;
}

std::optional<std::size_t> json_value::name(std::string_view kind,
                                            std::span<const std::string_view> known) const {
    if (node().kind != json_kind::string) {
        const bool few = kind == "answer" || kind == "value";  // then they are all told
        const auto n =
            std::string_view("aeiou").find(kind.front()) != std::string_view::npos ? "n" : "";
        (void)expect(json_kind::string,
                     few ? fmt::format("one of \"{}\"", fmt::join(known, "\", \""))
                         : fmt::format("the name of a{} {}", n, kind));
        return std::nullopt;
    }
    const auto it = std::find(known.begin(), known.end(), node().text);
    if (it != known.end())
        return static_cast<std::size_t>(it - known.begin());
    error(error_code::unknown_name,
          fmt::format("unknown {} \"{}\"{}", kind, node().text.substr(0, 80),
                      suggestion(node().text, known)));
    return std::nullopt;
}

json_object::json_object(const json_value& value)
    : value_(value), fine_(value.expect(json_kind::object, "an object")) {
    if (fine_ && value_.node().count > 64) {
        value_.error(error_code::limit, "has more than 64 fields");
        fine_ = false;
    }
    if (const auto fields = value_.node().count; fine_ && fields != 0)
        all_ = ~std::uint64_t{0} >> (64 - fields);
}

std::optional<json_value> json_object::find(std::string_view key, bool nulls) {
    if (!fine_)
        return std::nullopt;
    if (asked_count_ < most_fields)
        std::construct_at(&asked_.list[asked_count_++], key);
    auto at = value_.place_ + 1;
    for (std::uint32_t i = 0; i < value_.node().count; ++i) {
        const auto& name = value_.document_->node(at);
        if (name.text == key) {
            used_ |= std::uint64_t{1} << i;
            json_value found(value_, at + 1, key, 0);
            if (found.is_null() && !nulls)
                return std::nullopt;
            return found;
        }
        at = value_.document_->node(at + 1).end;
    }
    return std::nullopt;
}

std::optional<json_value> json_object::need(std::string_view key, std::string_view expected) {
    auto found = find(key, true);
    if (!fine_)
        return std::nullopt;
    if (!found) {
        const auto before = value_.place();
        std::vector<std::string_view> others;  // one of which may be the key, misspelt
        auto at = value_.place_ + 1;
        for (std::uint32_t i = 0; i < value_.node().count; ++i) {
            const auto other = value_.document_->node(at).text;
            if (((used_ >> i) & 1U) == 0)
                others.push_back(other);
            at = value_.document_->node(at + 1).end;
        }
        const auto near = nearest(key, others);
        value_.errors().add(
            error_code::missing,
            before.empty() ? std::string(key) : fmt::format("{}.{}", before, key),
            fmt::format(
                "is missing, expected {}{}", expected,
                near.empty() ? std::string() : fmt::format("; is it meant by \"{}\"?", near)));
    }
    return found;
}

void json_object::finish() {
    if (!fine_)
        return;
    auto at = value_.place_ + 1;
    for (std::uint32_t i = 0; i < value_.node().count; ++i) {
        const auto key = value_.document_->node(at).text;
        if (((used_ >> i) & 1U) == 0) {
            const json_value field(value_, at + 1, key, 0);
            std::vector<std::string_view> known;  // each once, however often it was asked for
            for (const auto asked : std::span(asked_.list).first(asked_count_))
                if (std::find(known.begin(), known.end(), asked) == known.end())
                    known.push_back(asked);
            field.error(error_code::unknown_name,
                        fmt::format("unknown field{}", suggestion(key, known)));
            return;
        }
        at = value_.document_->node(at + 1).end;
    }
}

}  // namespace certrules::detail
