#include "certrules/book.hpp"

#include "handles.hpp"

#include <algorithm>

using namespace certrules::capi;

namespace {

using handles = std::pmr::vector<const certrules_edition*>;

std::int32_t check_editions(const handles& sorted, const reporter& report) {
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i]->rules.scheme() != sorted[0]->rules.scheme())
            return report(CERTRULES_E_ARGUMENT, "editions", "of more than one scheme");
        if (sorted[i]->rules.effective_from() == sorted[i - 1]->rules.effective_from())
            return report(CERTRULES_E_ARGUMENT, "editions", "two are in force from the same day");
    }
    return CERTRULES_OK;
}

std::int32_t give_edition(const certrules_book& book, const certrules::edition* found,
                          std::uint32_t* index, const reporter& report) noexcept {
    if (found == nullptr)
        return report(CERTRULES_E_NO_EDITION, "", "no edition of the book was in force");
    *index = static_cast<std::uint32_t>(found - book.editions.editions().data());
    return CERTRULES_OK;
}

}  // namespace

std::int32_t certrules_book_builtin(const char* name, std::size_t size,
                                    const certrules_load_options* given, certrules_book** out,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules_load_options options;
        std::string_view wanted;
        if (const auto wrong = take_options(given, options, report))
            return wrong;
        if (const auto wrong = take_name(name, size, wanted, report))
            return wrong;
        if (const auto wrong = need(out, "out", report))
            return wrong;
        const memory_owner memory(options);
        auto book = certrules::book::builtin(wanted, memory.get());
        if (!book)
            return report(CERTRULES_E_UNKNOWN_NAME, "name", book.error().front().message);
        *out = make_handle<certrules_book>(memory, std::pmr::vector<memory_owner>(memory.get()),
                                           std::move(*book));
        return CERTRULES_OK;
    });
}

std::int32_t certrules_book_from_editions(const certrules_edition* const* editions,
                                          std::size_t count, const certrules_load_options* given,
                                          certrules_book** out, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        certrules_load_options options;
        if (const auto wrong = take_options(given, options, report))
            return wrong;
        if (const auto wrong = need(editions, "editions", report))
            return wrong;
        if (const auto wrong = need(out, "out", report))
            return wrong;
        constexpr std::size_t most = 1000;
        if (count == 0 || count > most)
            return report(count == 0 ? CERTRULES_E_ARGUMENT : CERTRULES_E_LIMIT, "count",
                          "expected 1 to 1000 editions");
        const memory_owner memory(options);
        handles sorted(editions, editions + count, memory.get());
        if (std::find(sorted.begin(), sorted.end(), nullptr) != sorted.end())
            return report(CERTRULES_E_NULL, "editions", "one of them is NULL");
        std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
            return a->rules.effective_from() < b->rules.effective_from();
        });
        if (const auto wrong = check_editions(sorted, report))
            return wrong;
        std::pmr::vector<memory_owner> shared(memory.get());
        std::pmr::vector<certrules::edition> list(memory.get());
        shared.reserve(count);
        list.reserve(count);
        for (const auto* e : sorted) {
            shared.push_back(e->memory);
            list.push_back(e->rules);
        }
        *out = make_handle<certrules_book>(memory, std::move(shared),
                                           certrules::book(list, memory.get()));
        return CERTRULES_OK;
    });
}

void certrules_book_free(certrules_book* book) {
    free_handle(book);
}

std::int32_t certrules_book_count(const certrules_book* book, std::uint32_t* count,
                                  certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(book, "book", report))
            return wrong;
        if (const auto wrong = need(count, "count", report))
            return wrong;
        *count = static_cast<std::uint32_t>(book->editions.editions().size());
        return CERTRULES_OK;
    });
}

std::int32_t certrules_book_edition(const certrules_book* book, std::uint32_t index,
                                    certrules_edition** out, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(book, "book", report))
            return wrong;
        if (const auto wrong = need(out, "out", report))
            return wrong;
        const auto editions = book->editions.editions();
        if (index >= editions.size())
            return report(CERTRULES_E_ARGUMENT, "index", "the book has not so many editions");
        *out = make_handle<certrules_edition>(
            book->shared.empty() ? book->memory : book->shared[index], editions[index]);
        return CERTRULES_OK;
    });
}

std::int32_t certrules_book_in_force(const certrules_book* book, std::int32_t day,
                                     std::uint32_t* index, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(book, "book", report))
            return wrong;
        if (const auto wrong = need(index, "index", report))
            return wrong;
        if (const auto wrong = take_day(day, "day", report))
            return wrong;
        return give_edition(*book, book->editions.in_force(certrules::date{day}), index, report);
    });
}

std::int32_t certrules_book_answering(const certrules_book* book, std::int32_t check,
                                      std::int32_t certificate_first_day,
                                      std::int32_t cycle_started_on, std::uint32_t* index,
                                      certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(book, "book", report))
            return wrong;
        if (const auto wrong = need(index, "index", report))
            return wrong;
        if (check != 0 && check != 1)
            return report(CERTRULES_E_ARGUMENT, "check", "expected 0 or 1");
        std::optional<certrules::date> certified;
        if (certificate_first_day != CERTRULES_NO_DAY) {
            if (const auto wrong = take_day(certificate_first_day, "certificate_first_day", report))
                return wrong;
            certified = certrules::date{certificate_first_day};
        }
        if (const auto wrong = take_day(cycle_started_on, "cycle_started_on", report))
            return wrong;
        return give_edition(
            *book,
            book->editions.answering(check == 1, certified, certrules::date{cycle_started_on}),
            index, report);
    });
}
