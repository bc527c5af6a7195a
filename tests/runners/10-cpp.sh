#!/usr/bin/env bash
# The tests in C++, and those in C++ through the C interface.
exec "$(dirname "$0")/../ctest.sh" release cpp
