// The parser's own code, once: every other source sees its declarations only, which keeps the
// build short.
#define TOML_IMPLEMENTATION
// Bad input is an error in every build: toml++ 3.3 asserts on "{ a = 1, }" before it says so.
#define TOML_ASSERT(expr) static_cast<void>(0)
#include <toml++/toml.h>
