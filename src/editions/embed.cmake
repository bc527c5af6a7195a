# Turns the edition files into one C++ source: cmake -D OUTPUT=… -D INPUTS=a.toml;b.toml -P …
#
# Every byte is written as an escape, in lines of 32: no length limit of a raw literal, no
# delimiter or character set to worry about, and the same bytes from every compiler.

set(texts "")
set(entries "")
set(names "")
set(count 0)
foreach(input IN LISTS INPUTS)
  cmake_path(GET input STEM LAST_ONLY name)
  file(READ "${input}" hex HEX)
  string(REGEX REPLACE "(................................................................)"
         "\\1\n" lines "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" lines "${lines}")
  string(REGEX REPLACE "\n$" "" lines "${lines}")
  string(REPLACE "\n" "\"\n    \"" lines "${lines}")
  string(APPEND texts "constexpr char text_${count}[] =\n    \"${lines}\";\n\n")
  string(APPEND entries
    "    builtin_text{\"${name}\", std::string_view{text_${count}, sizeof(text_${count}) - 1}},\n")
  string(APPEND names "    std::string_view{\"${name}\"},\n")
  math(EXPR count "${count} + 1")
endforeach()

file(WRITE "${OUTPUT}" "// Generated from src/editions/*.toml.
#include \"detail/builtin_texts.hpp\"

#include <array>

namespace certrules::detail {
namespace {

${texts}constexpr std::array<builtin_text, ${count}> texts{{
${entries}}};

constexpr std::array<std::string_view, ${count}> names{{
${names}}};

}  // namespace

std::span<const builtin_text> builtin_texts() noexcept { return texts; }
std::span<const std::string_view> builtin_names() noexcept { return names; }

}  // namespace certrules::detail
")
