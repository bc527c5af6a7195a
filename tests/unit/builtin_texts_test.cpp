#include "detail/builtin_texts.hpp"
#include "test_paths.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> shipped_files() {
    std::vector<fs::path> files;
    for (const auto& entry :
         fs::directory_iterator{fs::path{CERTRULES_SOURCE_DIR} / "src/editions"}) {
        if (entry.path().extension() == ".toml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("every shipped edition file is compiled in, byte for byte") {
    const auto files = shipped_files();
    const auto texts = certrules::detail::builtin_texts();
    REQUIRE(texts.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::ifstream in{files[i], std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        CAPTURE(files[i]);
        CHECK(texts[i].name == files[i].stem().string());
        CHECK((texts[i].text == bytes));
    }
}
