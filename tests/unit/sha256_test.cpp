#include "detail/sha256.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using certrules::detail::sha256;
using certrules::detail::to_hex;

namespace {

std::string hex(sha256& of) {
    const auto text = to_hex(of.finish());
    return {text.data(), text.size()};
}

std::string hash(std::string_view bytes) {
    sha256 of;
    of.update(bytes);
    return hex(of);
}

}  // namespace

// NIST's example values for FIPS 180-4.
TEST_CASE("SHA-256 gives the published digests") {
    CHECK(hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hash("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
               "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
          "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    CHECK(hash(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// From another implementation (Python's hashlib): the lengths around the ends of a block.
TEST_CASE("SHA-256 pads every length around a block") {
    const auto a = [](std::size_t n) { return hash(std::string(n, 'a')); };
    CHECK(a(55) == "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    CHECK(a(56) == "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    CHECK(a(63) == "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
    CHECK(a(64) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    CHECK(a(65) == "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0");
    CHECK(a(119) == "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
    CHECK(a(120) == "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c");
}

TEST_CASE("SHA-256 does not care how the bytes arrive") {
    const std::string bytes(300, 'x');
    const std::string whole = hash(bytes);
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        sha256 of;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            of.update(std::string_view{bytes}.substr(at, piece));
        }
        REQUIRE(hex(of) == whole);
    }
}

TEST_CASE("a finished SHA-256 starts anew") {
    sha256 of;
    of.update("something else").finish();
    of.update("ab").update("").update("c");
    CHECK(hex(of) == hash("abc"));
    CHECK(hex(of) == hash(""));
}
