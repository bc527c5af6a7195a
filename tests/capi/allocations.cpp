#include "allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> alive_now{0};
std::atomic<long> made_ever{0};

struct plan {
    bool armed = false;
    bool once = false;
    long left = 0;
    bool refused = false;
};
thread_local plan current;

bool refuse() noexcept {
    auto& p = current;
    if (!p.armed)
        return false;
    if (p.left-- > 0)
        return false;
    if (p.once && p.refused)
        return false;
    p.refused = true;
    return true;
}

void* get(std::size_t size, std::size_t alignment) noexcept {
    if (refuse())
        return nullptr;
    const auto rounded = (size + alignment - 1) / alignment * alignment;
    void* memory = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
    if (memory != nullptr) {
        ++alive_now;
        ++made_ever;
    }
    return memory;
}

void* get_or_throw(std::size_t size, std::size_t alignment) {
    void* memory = get(size, alignment);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void give_back(void* memory) noexcept {
    if (memory == nullptr)
        return;
    --alive_now;
    std::free(memory);
}

constexpr std::size_t usual = alignof(std::max_align_t);

}  // namespace

namespace allocations {

long alive() noexcept {
    return alive_now;
}
long made() noexcept {
    return made_ever;
}
failing::failing(long n, bool only_that_one) noexcept {
    current = plan{true, only_that_one, n, false};
}
failing::~failing() {
    current.armed = false;
}
bool failing::refused() const noexcept {
    return current.refused;
}

}  // namespace allocations

// The whole set, so that nothing of the standard library's own is left in use.
void* operator new(std::size_t n) {
    return get_or_throw(n, usual);
}
void* operator new[](std::size_t n) {
    return get_or_throw(n, usual);
}
void* operator new(std::size_t n, std::align_val_t a) {
    return get_or_throw(n, static_cast<std::size_t>(a));
}
void* operator new[](std::size_t n, std::align_val_t a) {
    return get_or_throw(n, static_cast<std::size_t>(a));
}
void* operator new(std::size_t n, const std::nothrow_t&) noexcept {
    return get(n, usual);
}
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept {
    return get(n, usual);
}
void* operator new(std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return get(n, static_cast<std::size_t>(a));
}
void operator delete(void* p) noexcept {
    give_back(p);
}
void operator delete[](void* p) noexcept {
    give_back(p);
}
void operator delete(void* p, std::size_t) noexcept {
    give_back(p);
}
void operator delete[](void* p, std::size_t) noexcept {
    give_back(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
    give_back(p);
}
void operator delete[](void* p, std::align_val_t) noexcept {
    give_back(p);
}
void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
    give_back(p);
}
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept {
    give_back(p);
}
void operator delete(void* p, const std::nothrow_t&) noexcept {
    give_back(p);
}
