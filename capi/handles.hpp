#pragma once

/// The two handles, and the host's memory behind them.

#include "boundary.hpp"
#include "certrules/book.hpp"
#include "certrules/edition.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

namespace certrules::capi {

/// A host's allocator as a memory resource, or the process's own. It lies in memory of its own
/// making and lives as long as anything that came from it: editions are shared between handles.
class host_memory final : public std::pmr::memory_resource {
public:
    /// With one owner. Throws std::bad_alloc.
    static host_memory* create(const certrules_load_options& o);

    host_memory(const host_memory&) = delete;
    host_memory& operator=(const host_memory&) = delete;

    void retain() noexcept { owners_.fetch_add(1, std::memory_order_relaxed); }
    void release() noexcept;

private:
    explicit host_memory(const certrules_load_options& o) noexcept : options_(o) {}
    ~host_memory() override = default;

    void* do_allocate(std::size_t size, std::size_t alignment) override;
    void do_deallocate(void* memory, std::size_t size, std::size_t alignment) override;
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    certrules_load_options options_;
    std::atomic<std::uint32_t> owners_{1};
};

/// One ownership of a host_memory.
class memory_owner {
public:
    explicit memory_owner(const certrules_load_options& o) : memory_(host_memory::create(o)) {}
    memory_owner(const memory_owner& other) noexcept : memory_(other.memory_) { memory_->retain(); }
    memory_owner& operator=(const memory_owner&) = delete;
    ~memory_owner() { memory_->release(); }

    host_memory* get() const noexcept { return memory_; }

private:
    host_memory* memory_;
};

/// Makes a handle in its own memory.
template <class Handle, class... Args>
Handle* make_handle(const memory_owner& memory, Args&&... args) {
    void* place = memory.get()->allocate(sizeof(Handle), alignof(Handle));
    // Members of handles move and copy without throwing.
    return new (place) Handle{memory, std::forward<Args>(args)...};
}

template <class Handle>
void free_handle(Handle* handle) noexcept {
    if (handle == nullptr)
        return;
    const memory_owner memory = handle->memory;  // outlives the handle that lies in it
    handle->~Handle();
    memory.get()->deallocate(handle, sizeof(Handle), alignof(Handle));
}

/// Reads load options, or takes the defaults.
std::int32_t take_options(const certrules_load_options* given, certrules_load_options& options,
                          const reporter& report) noexcept;

}  // namespace certrules::capi

// Members are destroyed from the last to the first: the memory goes last.

struct certrules_edition {
    certrules::capi::memory_owner memory;
    certrules::edition rules;
};

struct certrules_book {
    certrules::capi::memory_owner memory;
    std::pmr::vector<certrules::capi::memory_owner> shared;  // of editions made elsewhere, by place
    certrules::book editions;
};
