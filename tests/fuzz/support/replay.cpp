// Runs fuzz targets over files without a fuzzer, by any compiler: every corpus is a test.
//
//     certrules_fuzz_replay TARGET FILE_OR_FOLDER...

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz_targets.inc"  // extern "C" int fuzz_NAME(…) of each target, and the array `targets`

int main(int argc, char** argv) {
    const std::string wanted = argc > 1 ? argv[1] : "";
    const auto target = std::find_if(std::begin(targets), std::end(targets),
                                     [&](const auto& t) { return wanted == t.name; });
    if (target == std::end(targets) || argc < 3) {
        std::fprintf(stderr, "usage: certrules_fuzz_replay TARGET FILE_OR_FOLDER...\n");
        return 2;
    }
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (int i = 2; i < argc; ++i) {
        if (!fs::is_directory(argv[i])) {
            files.emplace_back(argv[i]);
            continue;
        }
        for (const auto& entry : fs::directory_iterator(argv[i]))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
        if (!file) {
            std::fprintf(stderr, "cannot read %s\n", path.c_str());
            return 2;
        }
        std::fprintf(stderr, "%s\n", path.c_str());  // the last one named is the one that failed
        // In memory of exactly its size, so that a byte read beyond is seen.
        const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
        target->run(exact.data(), exact.size());
    }
    std::printf("%zu\n", files.size());
    return files.empty() ? 1 : 0;
}
