#include "detail/columns/number_words.hpp"

#include "certrules/limits.hpp"
#include "detail/edition_data.hpp"
#include "detail/exact.hpp"

#include <algorithm>

namespace certrules::detail {

namespace {

constexpr std::uint16_t unknown_value = 0xFFFE;

template <class Id>
std::uint16_t place_of(Id id) noexcept {
    return id == Id::none ? number_words::none : static_cast<std::uint16_t>(index(id));
}

bool in_range(const fact_info& fact, std::int64_t value) noexcept {
    if (!fact.allowed.empty())
        return std::find(fact.allowed.begin(), fact.allowed.end(), value) != fact.allowed.end();
    return value >= fact.lowest && value <= fact.highest;
}

}  // namespace

std::uint16_t number_words::find(std::string_view word, std::uint32_t of) const {
    switch (of) {
        case audit:
            return place_of(edition_->find_audit(word));
        case fee:
            return place_of(edition_->find_fee(word));
        case status:
            return place_of(edition_->find_status(word));
        case section:
            return place_of(edition_->find_section(word));
        case severity:
            return place_of(edition_->find_severity(word));
        case tag:
            return place_of(edition_->find_tag(word));
        case fact:
            return place_of(edition_->find_fact(word));
        default:
            break;
    }
    if (word == "unknown")
        return unknown_value;
    const auto values = edition_->facts()[of - value].values;
    const auto it = std::find(values.begin(), values.end(), word);
    return it == values.end() ? none : static_cast<std::uint16_t>(it - values.begin());
}

bool number_words::to_number(const history_fact& given, fact_value& out, bool& known) {
    const auto place = number(given.fact, fact);
    if (place == none)
        return false;
    out.fact = static_cast<fact_id>(place);
    const auto& info = edition_->facts()[place];
    known = true;
    if (info.type == fact_type::number && given.word.empty()) {
        if (given.decimals > info.decimals || given.number > limits::number ||
            given.number < -limits::number)
            return false;
        const auto finer = static_cast<unsigned>(info.decimals - given.decimals);
        out.value = given.number * power_of_ten(finer);
        return in_range(info, out.value);
    }
    const auto of_word = number(given.word, value + place);
    known = of_word != unknown_value;
    out.value = of_word;
    return !known || (info.type != fact_type::number && of_word != none);
}

bool number_words::to_number(const history_finding& given, finding& out) {
    const auto of_section = number(given.section, section);
    const auto of_severity = number(given.severity, severity);
    if (of_section == none || of_severity == none || index(given.transparent) > 2 ||
        given.sites > limits::checkpoints)
        return false;
    out.section = static_cast<section_id>(of_section);
    out.severity = static_cast<severity_id>(of_severity);
    out.transparent = given.transparent;
    out.closed_on = given.closed_on;
    out.sites = given.sites;
    out.id = given.id;
    out.tags = 0;
    for (const auto& word : given.tags) {
        const auto of_tag = number(word, tag);
        if (of_tag == none)
            return false;
        out.tags |= std::uint64_t{1} << of_tag;
    }
    return true;
}

}  // namespace certrules::detail
