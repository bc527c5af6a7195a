#pragma once

/// Words of history columns in numbers of one edition, found by where their text lies: columns name
/// the same few words all the time.

#include "certrules/edition.hpp"
#include "certrules/event.hpp"
#include "certrules/history.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace certrules::detail {

class number_words {
public:
    static constexpr std::uint16_t none = 0xFFFF;

    /// What a word is sought among. Values of facts come after, those of each fact apart.
    enum kind : std::uint32_t { nothing, audit, fee, status, section, severity, tag, fact, value };

    /// The edition whose numbers they are; texts stay where they are as long as this is used.
    void use(const edition& e) {
        edition_ = &e;
        slots_ = {};
    }

    /// Its number, or `none`.
    [[gnu::always_inline]] std::uint16_t number(std::string_view word, std::uint32_t of) {
        const auto place = reinterpret_cast<std::uintptr_t>(word.data());
        auto& s = slots_[(place ^ (place >> 8U) ^ (of << 4U)) % slots_.size()];
        if (s.data != word.data() || s.size != word.size() || s.kind != of) [[unlikely]]
            s = {word.data(), word.size(), of, find(word, of)};
        return s.number;
    }

    /// False where the edition does not know a word of it, or where its value may not be.
    bool to_number(const history_fact& given, fact_value& out, bool& known);
    bool to_number(const history_finding& given, finding& out);

private:
    std::uint16_t find(std::string_view word, std::uint32_t of) const;

    struct slot {
        const char* data = nullptr;
        std::size_t size = 0;
        std::uint32_t kind = 0;  // 0: nothing here
        std::uint16_t number = none;
    };
    const edition* edition_ = nullptr;
    std::array<slot, 256> slots_{};
};

}  // namespace certrules::detail
