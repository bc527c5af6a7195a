// The parser's own code, once: every other source sees its declarations only, which keeps the
// build short.
#define TOML_IMPLEMENTATION
#include <toml++/toml.h>
