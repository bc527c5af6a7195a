#include "detail/class_text.hpp"

#include "detail/exact.hpp"

#include <fmt/format.h>

namespace certrules::detail {

std::string class_word(const edition_data& data, const variable& v, std::uint32_t cls) {
    const auto word = [&](const auto& list) -> std::string {
        return cls == 0 ? "none" : std::string(list[cls - 1].id);
    };
    switch (v.kind) {
        case variable_kind::certificate:
        case variable_kind::cycle:
        case variable_kind::bar:
        case variable_kind::after:
        case variable_kind::decision:
        case variable_kind::last_certificate:
            return word(data.statuses);
        case variable_kind::audit:
            return word(data.audits);
        case variable_kind::fee:
            return word(data.fee_words);
        case variable_kind::announced:
        case variable_kind::visit:
            return cls == 0 ? "unknown" : (cls == 1 ? "no" : "yes");
        case variable_kind::fact:
            return cls == 0 ? "unknown" : std::string(data.facts[v.ref].values[cls - 1]);
        case variable_kind::measure:
        case variable_kind::consecutive:
            break;
    }
    return {};
}

std::string rate_text(const fraction& f) {
    const auto percent = lowest_terms(f.num * 100, f.den);
    return 10'000 % percent.den == 0 ? fmt::format("{}%", to_text(percent)) : to_text(f);
}

namespace {

/// Whether a number is a count, which begins at 0.
bool counts_up(const edition_data& data, const variable& v) {
    if (v.kind == variable_kind::measure) {
        const auto kind = data.measures[v.ref].kind;
        return kind != measure_kind::score && kind != measure_kind::share;
    }
    return v.kind == variable_kind::consecutive;
}

/// A run of classes of a number, from the cut below it to the cut above it.
std::string range_text(const variable& v, const cut* low, const cut* high) {
    const auto scale = v.scale;
    if (!v.ratio && scale == 1) {  // whole numbers: both ends inside
        if (low != nullptr && high != nullptr)
            return low->at.num == high->at.num - 1
                       ? fmt::format("= {}", low->at.num)
                       : fmt::format("{}..{}", low->at.num, high->at.num - 1);
        return low != nullptr ? fmt::format(">= {}", low->at.num)
                              : fmt::format("<= {}", high->at.num - 1);
    }
    const auto number = [&](const cut& c) {
        return v.ratio ? rate_text(c.at) : to_text(lowest_terms(c.at.num, scale));
    };
    std::string text;
    if (low != nullptr && high != nullptr && low->at == high->at)
        return fmt::format("= {}", number(*low));
    if (low != nullptr)
        text = fmt::format("{} {}", low->strict ? ">" : ">=", number(*low));
    if (high != nullptr)
        text += fmt::format("{}{} {}", low != nullptr ? " and " : "", high->strict ? "<=" : "<",
                            number(*high));
    return text;
}

}  // namespace

std::string bounds_text(const edition_data& data, const variable& v,
                        const std::vector<bool>& classes) {
    static constexpr cut zero{};
    std::vector<std::string> parts;
    if (v.numeric) {
        if (v.first == 1 && classes[0])
            parts.emplace_back("unknown");
        for (std::uint32_t c = v.first; c < v.classes; ++c) {
            if (!classes[c])
                continue;
            const auto begin = c;
            while (c + 1 < v.classes && classes[c + 1])
                ++c;
            const auto* low = begin > v.first ? &v.cuts[begin - v.first - 1] : nullptr;
            const auto* high = c + 1 < v.classes ? &v.cuts[c - v.first] : nullptr;
            if (counts_up(data, v) && high != nullptr) {
                if (high->at.num <= 0)
                    continue;  // below zero there is no case
                if (low == nullptr || low->at.num < 0)
                    low = &zero;
            }
            parts.push_back(low == nullptr && high == nullptr ? "known" : range_text(v, low, high));
        }
    } else {
        for (std::uint32_t c = 0; c < v.classes; ++c)
            if (classes[c])
                parts.push_back(class_word(data, v, c));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace certrules::detail
