#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace certrules::detail {

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces. Gives an edition its identity; it guards
/// nothing secret. Allocates nothing.
///
///     sha256().update("ab").update("c").finish()
class sha256 {
public:
    using digest = std::array<std::uint8_t, 32>;

    /// Appends bytes, fewer than 2^61 in all.
    sha256& update(std::string_view bytes) noexcept;

    /// The digest of everything appended. Afterwards the object stands as when it was new.
    digest finish() noexcept;

private:
    void compress(const unsigned char* block) noexcept;

    static constexpr std::array<std::uint32_t, 8> initial{0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                                          0xa54ff53a, 0x510e527f, 0x9b05688c,
                                                          0x1f83d9ab, 0x5be0cd19};

    std::array<std::uint32_t, 8> state_ = initial;
    std::array<unsigned char, 64> pending_{};
    std::uint64_t length_ = 0;  // bytes so far; the last length_ % 64 of them are pending
};

/// A digest as 64 lower-case hexadecimal digits, without a terminating NUL.
std::array<char, 64> to_hex(const sha256::digest& digest) noexcept;

}  // namespace certrules::detail
