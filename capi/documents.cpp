#include "certrules/json.hpp"
#include "certrules/limits.hpp"
#include "handles.hpp"

#include <optional>
#include <string>

using namespace certrules::capi;

namespace {

/// What every door for histories does: `answer(book, history, on, known)` gives the text.
struct history_question {
    const certrules_book* book;
    const char* text;
    std::size_t size;
    std::int32_t on, known;
    char* buffer;
    std::size_t capacity;
    std::size_t* needed;

    template <class Answer>
    std::int32_t ask(certrules_error* error, Answer&& answer) const noexcept {
        return guarded(error, [&](const reporter& report) -> std::int32_t {
            std::string_view document;
            if (const auto wrong = need(book, "book", report))
                return wrong;
            if (const auto wrong =
                    take_text(text, size, certrules::limits::json_bytes, "text", document, report))
                return wrong;
            if (const auto wrong = take_day(on, "on", report))
                return wrong;
            std::optional<certrules::date> until;
            if (known != CERTRULES_NO_DAY) {
                if (const auto wrong = take_day(known, "known", report))
                    return wrong;
                until = certrules::date{known};
            }
            const auto found = answer(book->editions, document, certrules::date{on}, until);
            if (!found)
                return report(found.error());
            return give_text(*found, buffer, capacity, needed, report);
        });
    }
};

}  // namespace

std::int32_t certrules_decide_json(const certrules_book* book, const char* text, std::size_t size,
                                   std::uint32_t flags, char* buffer, std::size_t capacity,
                                   std::size_t* needed, certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        std::string_view document;
        if (const auto wrong = need(book, "book", report))
            return wrong;
        if (const auto wrong =
                take_text(text, size, certrules::limits::json_bytes, "text", document, report))
            return wrong;
        if ((flags & ~std::uint32_t{CERTRULES_JSON_BRIEF}) != 0)
            return report(CERTRULES_E_UNSUPPORTED, "flags",
                          "a bit that this release does not know");
        certrules::verdict_json_options options;
        options.full = (flags & CERTRULES_JSON_BRIEF) == 0;
        const auto decided = decide_json(book->editions, document, options);
        if (!decided)
            return report(decided.error());
        return give_text(*decided, buffer, capacity, needed, report);
    });
}

std::int32_t certrules_replay_json(const certrules_book* book, const char* text, std::size_t size,
                                   std::int32_t on, std::int32_t known, char* buffer,
                                   std::size_t capacity, std::size_t* needed,
                                   certrules_error* error) {
    return history_question{book, text, size, on, known, buffer, capacity, needed}.ask(
        error, certrules::replay_json);
}

std::int32_t certrules_fees_json(const certrules_book* book, const char* text, std::size_t size,
                                 std::int32_t on, std::int32_t known, char* buffer,
                                 std::size_t capacity, std::size_t* needed,
                                 certrules_error* error) {
    return history_question{book, text, size, on, known, buffer, capacity, needed}.ask(
        error, certrules::fees_json);
}

std::int32_t certrules_deadlines_json(const certrules_book* book, const char* text,
                                      std::size_t size, std::int32_t on, std::int32_t known,
                                      char* buffer, std::size_t capacity, std::size_t* needed,
                                      certrules_error* error) {
    return history_question{book, text, size, on, known, buffer, capacity, needed}.ask(
        error, certrules::deadlines_json);
}

std::int32_t certrules_disclosures_json(const certrules_book* book, const char* text,
                                        std::size_t size, std::int32_t on, std::int32_t known,
                                        char* buffer, std::size_t capacity, std::size_t* needed,
                                        certrules_error* error) {
    return history_question{book, text, size, on, known, buffer, capacity, needed}.ask(
        error, certrules::disclosures_json);
}

std::int32_t certrules_calendar(const certrules_book* book, const char* text, std::size_t size,
                                std::int32_t on, std::int32_t known, std::int32_t alarm_days,
                                char* buffer, std::size_t capacity, std::size_t* needed,
                                certrules_error* error) {
    return history_question{book, text, size, on, known, buffer, capacity, needed}.ask(
        error, [&](const auto& editions, auto document, auto day, auto until) {
            return certrules::history_calendar(editions, document, day, until, alarm_days);
        });
}

std::int32_t certrules_edition_json(const certrules_edition* edition, char* buffer,
                                    std::size_t capacity, std::size_t* needed,
                                    certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        if (const auto wrong = need(edition, "edition", report))
            return wrong;
        return give_text(edition_json(edition->rules), buffer, capacity, needed, report);
    });
}

std::int32_t certrules_policies_json(char* buffer, std::size_t capacity, std::size_t* needed,
                                     certrules_error* error) {
    return guarded(error, [&](const reporter& report) -> std::int32_t {
        const auto found = certrules::policies_json();
        if (!found)
            return report(found.error());
        return give_text(*found, buffer, capacity, needed, report);
    });
}
