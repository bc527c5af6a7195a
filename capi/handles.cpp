#include "handles.hpp"

#include "certrules/limits.hpp"

namespace certrules::capi {

namespace {

void* from_host(const certrules_load_options& o, std::size_t size, std::size_t alignment) {
    if (o.allocate == nullptr)
        return std::pmr::new_delete_resource()->allocate(size, alignment);
    void* memory = o.allocate(o.context, size, alignment);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void to_host(const certrules_load_options& o, void* memory, std::size_t size,
             std::size_t alignment) noexcept {
    if (o.release == nullptr)
        std::pmr::new_delete_resource()->deallocate(memory, size, alignment);
    else
        o.release(o.context, memory, size, alignment);
}

}  // namespace

host_memory* host_memory::create(const certrules_load_options& o) {
    return new (from_host(o, sizeof(host_memory), alignof(host_memory))) host_memory(o);
}

void host_memory::release() noexcept {
    if (owners_.fetch_sub(1, std::memory_order_acq_rel) != 1)
        return;
    const auto options = options_;
    this->~host_memory();
    to_host(options, this, sizeof(host_memory), alignof(host_memory));
}

void* host_memory::do_allocate(std::size_t size, std::size_t alignment) {
    return from_host(options_, size, alignment);
}

void host_memory::do_deallocate(void* memory, std::size_t size, std::size_t alignment) {
    to_host(options_, memory, size, alignment);
}

std::int32_t take_options(const certrules_load_options* given, certrules_load_options& options,
                          const reporter& report) noexcept {
    options = {};
    if (given == nullptr)
        return CERTRULES_OK;
    if (const auto wrong = take(given, options, "options", report))
        return wrong;
    if (options.reserved != 0)
        return report(CERTRULES_E_UNSUPPORTED, "options.reserved", "is not 0");
    if ((options.allocate == nullptr) != (options.release == nullptr))
        return report(CERTRULES_E_NULL,
                      options.allocate == nullptr ? "options.allocate" : "options.release",
                      "is NULL, but its counterpart is given");
    std::string_view file;
    return take_text(options.file, options.file_size, limits::file_name, "options.file", file,
                     report);
}

}  // namespace certrules::capi
