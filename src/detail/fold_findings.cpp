#include "detail/fold_findings.hpp"

namespace certrules::detail {

void finding_list::clear() noexcept {
    numbers_.clear();
    given_.clear();
    events_.clear();
    index_.clear();
    in_ = nullptr;
}

void finding_list::add(const edition& e, std::span<const history_finding> given,
                       std::span<const finding> numbers, std::size_t event) {
    // Numbers of another edition are made anew when the list is asked for.
    if (numbers_.empty() && given_.empty())
        in_ = &e;
    else if (in_ != &e)
        in_ = nullptr;
    for (std::size_t i = 0; i < given.size(); ++i) {
        given_.push_back(&given[i]);
        events_.push_back(event);
        numbers_.push_back(numbers[i]);
    }
    if (given_.size() > few)
        for (auto i = index_.empty() ? 0 : given_.size() - given.size(); i < given_.size(); ++i)
            index_.emplace(given_[i]->id, i);
}

std::size_t finding_list::place_of(std::string_view id) const {
    if (id.empty())
        return none;
    if (given_.size() > few) {
        const auto found = index_.find(id);
        return found == index_.end() ? none : found->second;
    }
    for (std::size_t i = 0; i < given_.size(); ++i)
        if (given_[i]->id == id)
            return i;
    return none;
}

std::size_t finding_list::open_at(std::string_view id, date on) const {
    const auto place = place_of(id);
    return place != none && open_on(place, on) ? place : none;
}

std::optional<error> finding_list::in(const edition& e, std::span<const finding>& out) {
    if (in_ != &e && !given_.empty()) {
        in_ = nullptr;
        for (std::size_t i = 0; i < given_.size(); ++i) {
            std::vector<finding> one;
            if (auto wrong = to_numbers(e, std::span(given_[i], 1), one))
                return wrong;
            one.front().closed_on = numbers_[i].closed_on;
            numbers_[i] = one.front();
        }
        in_ = &e;
    }
    out = numbers_;
    return std::nullopt;
}

}  // namespace certrules::detail
