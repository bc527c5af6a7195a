#pragma once

/// Sets of small numbers as bits: classes of a quantity, frames of a question.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace certrules::detail {

class class_set {
public:
    class_set() = default;
    explicit class_set(std::size_t size, bool full = false)
        : words_((size + 63) / 64, full ? ~std::uint64_t{0} : 0) {
        if (full && size % 64 != 0)
            words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
    }
    bool has(std::size_t i) const noexcept { return ((words_[i / 64] >> (i % 64)) & 1U) != 0; }
    void add(std::size_t i) noexcept { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
    bool any() const noexcept {
        for (const auto w : words_)
            if (w != 0)
                return true;
        return false;
    }
    bool meets(const class_set& o) const noexcept {
        for (std::size_t i = 0; i < words_.size(); ++i)
            if ((words_[i] & o.words_[i]) != 0)
                return true;
        return false;
    }
    class_set& operator&=(const class_set& o) noexcept {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] &= o.words_[i];
        return *this;
    }
    class_set& operator|=(const class_set& o) noexcept {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] |= o.words_[i];
        return *this;
    }
    /// Calls each(i) for its members in order, until it returns false.
    template <class Each>
    void each(Each&& call) const {
        for (std::size_t w = 0; w < words_.size(); ++w)
            for (auto bits = words_[w]; bits != 0; bits &= bits - 1)
                if (!call(w * 64 + static_cast<std::size_t>(std::countr_zero(bits))))
                    return;
    }
    const std::vector<std::uint64_t>& words() const noexcept { return words_; }
    friend bool operator==(const class_set&, const class_set&) = default;

private:
    std::vector<std::uint64_t> words_;
};

}  // namespace certrules::detail
