# The front door. Behind it are plain CMake presets (see CMakePresets.json).

JOBS ?= $(shell nproc)
BUILD := build/release

.DEFAULT_GOAL := help
.PHONY: help deps deps-check build demo test check-all bench python dotnet format tidy coverage asan fuzz tsan seeded-bugs mutants clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

deps: ## install the missing Debian packages for demo and test
	@.ci/deps.sh build

deps-check:
	@.ci/deps.sh build check

build: deps ## build the library, the program and the tests
	@mkdir -p build
	@cmake --preset release > $(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@cmake --build --preset release -j $(JOBS)

demo: deps ## decide the sample factories and print their verdicts
	@mkdir -p build
	@cmake --preset release -D CERTRULES_BUILD_TESTS=ON > $(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@cmake --build --preset release -j $(JOBS) --target certrules_cli > $(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@examples/demo.sh $(BUILD)/certrules

test: build ## build and run every test
	@JOBS=$(JOBS) tests/run.sh tests/runners

check-all: deps-check build ## the slow checks: format, histories, the reference model, valgrind, memory of the packages
	@JOBS=$(JOBS) tests/run.sh tests/runners-slow

bench: deps-check ## build and run the benchmarks (docs/benchmarks.md)
	@cmake --preset bench
	@cmake --build --preset bench -j $(JOBS) --target certrules_bench certrules_c
	@build/bench/tests/certrules_bench $(BENCH_ARGS) | tee build/bench/table.txt
	@/usr/bin/python3 -B tests/bench/peers/run.py build/bench/libcertrules_c.so | tee -a build/bench/table.txt

python: build ## build the wheel into build/python
	@test -x capi/bindings/python/build.sh || { echo "make python: there is no capi/bindings/python/build.sh yet" >&2; exit 1; }
	@capi/bindings/python/build.sh

dotnet: build ## build the NuGet package into build/dotnet
	@test -x capi/bindings/dotnet/build.sh || { echo "make dotnet: there is no capi/bindings/dotnet/build.sh yet" >&2; exit 1; }
	@capi/bindings/dotnet/build.sh

format: deps-check ## format all C and C++ sources in place
	@git ls-files -co --exclude-standard '*.cpp' '*.hpp' '*.h' '*.c' | xargs clang-format -i

tidy: deps-check build ## lint with clang-tidy
	@tests/tidy.sh

coverage: deps-check build ## lines and branches that the tests reach
	@tests/coverage/run.sh

seeded-bugs: deps-check ## bugs seeded into a copy of the tree, and which means catch each
	@tests/seeded/run.py --jobs $(JOBS)

mutants: deps-check build ## every condition taken always, then never: what no test notices
	@tests/mutants/run.py --jobs $(JOBS) $(MUTANTS_ARGS)

asan: deps-check ## the suite and the corpora under ASan and UBSan, built by clang
	@tests/runners-slow/20-asan.sh

fuzz: deps-check ## each fuzz target for FUZZ_SECONDS (60), going on where the last run ended
	@CERTRULES_FUZZ_NEW=build/fuzz-new tests/fuzz/run.sh fuzz $(or $(FUZZ_SECONDS),60) $(FUZZ_TARGETS)

tsan: deps-check ## the tests of the C interface under ThreadSanitizer
	@tests/runners-slow/25-tsan.sh

clean: ## remove everything built
	rm -rf build
