#!/usr/bin/env bash
# See tests/runners/20-package.sh.
set -uo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix="$work/moved to/here" # with a space: paths must survive quoting
suite=package
. tests/count.sh

install_and_move() {
    cmake --install build/release --prefix "$work/first" &&
        mkdir -p "$(dirname "$prefix")" && mv "$work/first" "$prefix"
}

layout() {
    local file missing=0
    for file in bin/certrules lib/libcertrules.a lib/libcertrules_c.so include/certrules.h \
        include/certrules/version.hpp lib/cmake/certrules/certrulesConfig.cmake \
        lib/cmake/certrules/certrulesConfigVersion.cmake lib/pkgconfig/certrules.pc \
        lib/pkgconfig/certrules-c.pc; do
        [ -e "$prefix/$file" ] || { echo "not installed: $file"; missing=1; }
    done
    return $missing
}

# Nothing that is installed may know where it was built or first installed.
no_build_paths() {
    ! grep -rlF -e "$root" -e "$work/first" "$prefix"
}

headers_installed() {
    diff <(cd include/certrules && ls ./*.hpp) <(cd "$prefix/include/certrules" && ls ./*.hpp)
}

# Every public header compiles alone, with no other include directory than the installed one.
header_alone() {
    printf '#include <certrules/%s>\nint main() {}\n' "$1" > "$work/alone.cpp"
    g++ -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$prefix/include" \
        "$work/alone.cpp"
}

no_private_headers() {
    ! grep -rnE '#include *[<"](boost|fmt|toml|nlohmann|CLI)' "$prefix/include"
}

imports() {
    local extra
    extra=$(ldd "$prefix/lib/libcertrules_c.so" | awk '{print $1}' |
        grep -vE '^(linux-vdso\.so\.1|libc\.so\.6|libm\.so\.6|libgcc_s\.so\.1|libstdc\+\+\.so\.6|/lib.*/ld-linux.*|statically)$')
    [ -z "$extra" ] || { echo "libcertrules_c.so also needs: $extra"; return 1; }
}

exports() {
    local extra
    extra=$(nm -D --defined-only "$prefix/lib/libcertrules_c.so" | awk '{print $3}' |
        sed 's/@.*//' | grep -vE '^(certrules_[a-z0-9_]+|CERTRULES_[0-9.]+)$')
    [ -z "$extra" ] || { echo "libcertrules_c.so also exports: $extra"; return 1; }
}

soname() {
    objdump -p "$prefix/lib/libcertrules_c.so" | grep -E 'SONAME +libcertrules_c\.so\.[0-9]+\.[0-9]+$'
}

# Configured with a module path that hides the developer's own prefixes.
cmake_example() {
    local name=$1 build
    build=$work/cmake-${1//\//-}
    cmake -S "examples/$name" -B "$build" -G Ninja -D CMAKE_PREFIX_PATH="$prefix" \
        -D CMAKE_BUILD_TYPE=Release &&
        cmake --build "$build" -j "${JOBS:-2}"
}

pkg_config_c() {
    export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
    mkdir -p "$work/pc-c" && cp examples/c/decide/* "$work/pc-c" && make -C "$work/pc-c" decide
}

pkg_config_cpp() {
    local flags
    flags=$(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --cflags --libs certrules) || return
    # eval: pkg-config escapes the space in the path for a shell.
    eval "g++ -std=c++20 -o '$work/pc-cpp' examples/cpp/decide/main.cpp $flags"
}

# Each program of docs/cpp.md prints the text under it.
cpp_page() {
    local flags program count=0
    flags=$(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --cflags --libs certrules) || return
    awk -v to="$work/page" '
        /^```cpp$/ { n++; file = to n ".cpp"; next }
        /^```text$/ { file = to n ".txt"; next }
        /^```$/ { file = ""; next }
        file != "" { print > file }' docs/cpp.md
    for program in "$work"/page*.cpp; do
        eval "g++ -std=c++20 -Wall -Wextra -Werror -o '$work/page' '$program' $flags" || return
        diff "${program%.cpp}.txt" <("$work/page") || return
        count=$((count + 1))
    done
    [ "$count" -eq 3 ]
}

# run PROGRAM: each example decides the same review, one open major with its plan submitted:
# Progressing for six months from 20 May 2024.
run() {
    local out
    out=$(cd examples && LD_LIBRARY_PATH="$prefix/lib" "$@") || { echo "$out"; return 1; }
    grep -q '^progressing until 2024-11-19' <<< "$out" || { echo "$out"; return 1; }
}

# A portfolio over threads: 650 of 1,000 reviews are Assessed (over the rate of majors, or open ones
# without a plan), 300 Progressing, 50 Approved, however the rows are split.
portfolio() {
    local threads out
    for threads in 1 2 3; do
        out=$("$work/cmake-cpp-columns/columns" 1000 "$threads") || { echo "$out"; return 1; }
        [ "$(tr -s ' \n' ' ' <<< "$out")" = "assessed 650 progressing 300 approved 50 errors 0 " ] ||
            { echo "$threads threads: $out"; return 1; }
    done
}

service() {
    /usr/bin/python3 -B tests/package/service_test.py "$work/cmake-c-service/service" \
        "$prefix/bin/certrules" "$prefix/lib"
}

# Embedded by add_subdirectory, certrules adds its two libraries to the host and nothing else.
subdirectory() {
    mkdir -p "$work/embed" && cp examples/cpp/decide/main.cpp "$work/embed" || return
    cat > "$work/embed/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(host CXX C)
add_subdirectory("$root" certrules)
foreach(extra IN ITEMS certrules_cli certrules_tests certrules_capi_tests certrules_bench)
  if(TARGET \${extra})
    message(FATAL_ERROR "\${extra} is in the host's build")
  endif()
endforeach()
if(NOT TARGET certrules::c OR CERTRULES_DEVELOPER OR CERTRULES_INSTALL)
  message(FATAL_ERROR "certrules changes its host")
endif()
add_executable(host main.cpp)
target_link_libraries(host PRIVATE certrules::certrules)
CMAKE
    # Configured only: a second build of the library would say nothing more.
    cmake -S "$work/embed" -B "$work/embed/build" -G Ninja
}

# Wanting another release must fail at configure time.
wrong_version() {
    mkdir -p "$work/wrong"
    printf 'cmake_minimum_required(VERSION 3.16)\nproject(wrong CXX)\nfind_package(certrules 0.2 CONFIG REQUIRED)\n' \
        > "$work/wrong/CMakeLists.txt"
    ! cmake -S "$work/wrong" -B "$work/wrong/build" -D CMAKE_PREFIX_PATH="$prefix"
}

version_agrees() {
    local version
    version=$(sed -n 's/^project(certrules VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
    PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --exact-version="$version" certrules &&
        PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --exact-version="$version" certrules-c &&
        "$prefix/bin/certrules" --version | grep -F "$version"
}

check "install, then move the prefix" install_and_move
check "everything is where it should be" layout
check "no path of the build is left in the package" no_build_paths
check "every public header is installed" headers_installed
check "public headers include nothing private" no_private_headers
for header in include/certrules/*.hpp; do
    check "$(basename "$header") compiles alone" header_alone "$(basename "$header")"
done
check "the C library needs only the C and C++ runtime" imports
check "the C library exports only certrules_*" exports
check "the soname carries the ABI" soname
check "the release reads the same everywhere" version_agrees
check "another release is refused by find_package" wrong_version
check "another project can embed it" subdirectory
check "examples/c/service builds by find_package" cmake_example c/service
check "examples/c/service answers over HTTP, also after a restart" service
check "examples/cpp/columns builds by find_package" cmake_example cpp/columns
check "examples/cpp/columns decides the same on one thread and on more" portfolio
for example in c/decide cpp/decide; do
    check "examples/$example builds by find_package" cmake_example "$example"
    check "examples/$example (find_package) runs" run "$work/cmake-${example//\//-}/decide"
done
check "examples/c/decide builds by pkg-config" pkg_config_c
check "examples/c/decide (pkg-config) runs" run "$work/pc-c/decide"
check "examples/cpp/decide builds by pkg-config" pkg_config_cpp
check "examples/cpp/decide (pkg-config) runs" run "$work/pc-cpp"
check "the programs of docs/cpp.md print what it says" cpp_page

echo "package: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
