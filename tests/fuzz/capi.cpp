// Calls of the C interface by a hostile host: any numbers in any struct, arrays and texts in memory
// of exactly their size, NULL now and then. Each call has a defined answer; on a failure nothing
// but the error is touched.

#include "certrules.h"
#include "support/input.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace {

struct handles {
    certrules_edition* edition = nullptr;
    certrules_book* book = nullptr;
    handles() {
        PROMISE(certrules_edition_builtin("escp@2020-09-01", 15, nullptr, &edition, nullptr) == 0);
        PROMISE(certrules_book_builtin("escp", 4, nullptr, &book, nullptr) == 0);
        PROMISE(certrules_abi_version() == CERTRULES_ABI_VERSION);
        PROMISE(certrules_version_number() == CERTRULES_VERSION_NUMBER);
        PROMISE(*certrules_version_string() != '\0');
    }
    ~handles() {
        certrules_book_free(book);
        certrules_edition_free(edition);
    }
    handles(const handles&) = delete;
    handles& operator=(const handles&) = delete;
};

/// A small number, mostly; else any.
std::int32_t number(fuzz::input& in) {
    const auto n = in.take<std::uint8_t>();
    return n < 0xF0U ? n % 16 : in.take<std::int32_t>();
}
std::int32_t day(fuzz::input& in) {
    const auto n = in.take<std::uint16_t>();
    return n < 0xFF00U ? 18000 + n % 2048 : in.take<std::int32_t>();
}

/// A struct from the input, in memory of exactly the size that it says it has.
template <class S>
class sized {
public:
    sized(fuzz::input& in, const S& sound) {
        std::uint32_t size = sizeof(S);
        const auto kind = in.below(16);
        if (kind == 0)
            size = in.take<std::uint32_t>() % 8192;
        else if (kind == 1)
            size += 8;
        bytes_ = std::make_unique<unsigned char[]>(std::max<std::size_t>(size, sizeof size));
        std::memset(bytes_.get(), 0, std::max<std::size_t>(size, sizeof size));
        std::memcpy(bytes_.get(), &sound, std::min<std::size_t>(size, sizeof(S)));
        // Some bytes of the caller's own, anywhere.
        for (auto left = in.below(4); left > 0 && size > 4; --left)
            bytes_[4 + in.take<std::uint16_t>() % (size - 4)] = in.take<std::uint8_t>();
        std::memcpy(bytes_.get(), &size, sizeof size);
        size_ = size;
        is_null_ = in.below(64) == 0;
    }
    S* get() const noexcept { return is_null_ ? nullptr : reinterpret_cast<S*>(bytes_.get()); }
    std::string bytes() const {
        return {reinterpret_cast<const char*>(bytes_.get()), std::max<std::size_t>(size_, 4)};
    }

private:
    std::unique_ptr<unsigned char[]> bytes_;
    std::uint32_t size_ = 0;
    bool is_null_ = false;
};

struct call {
    fuzz::input& in;
    const handles& h;
    certrules_error error_struct = CERTRULES_ERROR_INIT;
    certrules_error* error = in.below(8) == 0 ? nullptr : &error_struct;

    const certrules_edition* edition() { return in.below(64) == 0 ? nullptr : h.edition; }
    const certrules_book* book() { return in.below(64) == 0 ? nullptr : h.book; }

    std::int32_t done(std::int32_t code) const {
        PROMISE(std::string(certrules_error_name(code)) != "unknown");
        PROMISE(code != CERTRULES_E_INTERNAL && code != CERTRULES_E_NO_MEMORY);
        if (error != nullptr)
            PROMISE(error->code == code && (code == 0) == (error->message[0] == '\0'));
        return code;
    }

    /// A text by two calls; each buffer is of exactly its size.
    template <class Ask>
    void text(Ask&& ask) {
        error_struct = CERTRULES_ERROR_INIT;
        const std::size_t room = in.below(4) == 0 ? in.take<std::uint8_t>() : 0;
        const auto small = std::make_unique<char[]>(room == 0 ? 1 : room);
        std::memset(small.get(), '?', room == 0 ? 1 : room);
        std::size_t needed = 0;
        auto code = done(ask(room == 0 ? nullptr : small.get(), room, &needed, error));
        if (code != CERTRULES_OK)
            for (std::size_t i = 0; i < room; ++i)
                PROMISE(small[i] == '?');
        if (code != CERTRULES_E_BUFFER)
            return;
        PROMISE(needed > room);
        const auto whole = std::make_unique<char[]>(needed);
        error_struct = CERTRULES_ERROR_INIT;
        code = done(ask(whole.get(), needed, nullptr, error));
        PROMISE(code == CERTRULES_OK && std::strlen(whole.get()) + 1 == needed);
    }
};

struct case_structs {
    certrules_state state{};
    certrules_event event{};
    std::vector<certrules_finding> findings;
    std::vector<certrules_section> sections;
    std::vector<certrules_fact> facts;

    explicit case_structs(fuzz::input& in) {
        state.struct_size = sizeof state;
        if (in.flag()) {
            state.given |= CERTRULES_STATE_CYCLE;
            state.cycle = number(in);
            state.cycle_since = day(in);
        }
        if (in.flag()) {
            state.given |= CERTRULES_STATE_CERTIFICATE | CERTRULES_STATE_CERTIFICATE_LAST_DAY;
            state.certificate = number(in);
            state.certificate_first_day = day(in);
            state.certificate_last_day = day(in);
        }
        event.struct_size = sizeof event;
        event.kind = in.flag() ? CERTRULES_EVENT_AUDIT_REVIEWED : number(in);
        event.on = day(in);
        for (auto left = in.below(24); left > 0; --left) {
            certrules_finding f{};
            f.section = number(in);
            f.severity = number(in) % 4;
            f.transparent = number(in) % 3;
            if (in.flag()) {
                f.given = CERTRULES_FINDING_CLOSED;
                f.closed_on = day(in);
            }
            f.tags = in.below(4) == 0 ? in.take<std::uint64_t>() : 0;
            f.sites = in.below(8) == 0 ? in.take<std::uint32_t>() : 0;
            findings.push_back(f);
        }
        for (auto left = in.below(3); left > 0; --left) {
            certrules_section s{};
            s.section = number(in);
            s.given = in.take<std::uint8_t>() % 16;
            s.applicable = in.take<std::uint8_t>();
            s.graded_severity = number(in);
            s.graded = in.take<std::uint8_t>();
            sections.push_back(s);
        }
        for (auto left = in.below(4); left > 0; --left) {
            certrules_fact f{};
            f.fact = number(in);
            f.value = number(in);
            facts.push_back(f);
        }
        event.findings = findings.data();
        event.finding_count = findings.size();
        event.finding_size = sizeof(certrules_finding);
        event.sections = sections.data();
        event.section_count = sections.size();
        event.section_size = sizeof(certrules_section);
        event.facts = facts.data();
        event.fact_count = facts.size();
        event.fact_size = sizeof(certrules_fact);
        // What lies behind a pointer cannot be checked: counts and sizes stay within, or are
        // absurd.
        switch (in.below(16)) {
            case 0:
                event.finding_count = std::size_t{1} << 40U;
                break;
            case 1:
                event.fact_count = SIZE_MAX;
                break;
            case 2:
                event.section_size = 3;
                break;
            case 3:
                event.findings = nullptr;
                break;
            default:
                break;
        }
    }
};

void decide_calls(call& c) {
    auto& in = c.in;
    const case_structs q(in);
    // Bytes changed at random may not touch the arrays' pointers and counts.
    const sized<certrules_state> state(in, q.state);
    certrules_event event = q.event;
    if (in.below(8) == 0)
        event.given = in.take<std::uint32_t>();
    if (in.below(8) == 0)
        event.audit = number(in);
    if (in.below(8) == 0)
        event.months = number(in);
    certrules_verdict blank{};
    const sized<certrules_verdict> verdict(in, blank);
    const sized<certrules_state> next(in, q.state);
    const auto verdict_before = verdict.bytes(), next_before = next.bytes();
    const auto* e = c.edition();
    const auto code = c.done(certrules_decide(e, state.get(), &event, verdict.get(),
                                              in.flag() ? next.get() : nullptr, c.error));
    if (code != CERTRULES_OK)
        PROMISE(verdict.bytes() == verdict_before && next.bytes() == next_before);
    c.error_struct = CERTRULES_ERROR_INIT;
    std::uint64_t statuses = 77;
    const auto set = certrules_possible(e, state.get(), &event, &statuses, nullptr);
    PROMISE(set == CERTRULES_OK || statuses == 77);
    std::array<certrules_change, 8> changes{};
    std::size_t needed = 0;
    std::int32_t complete = 0;
    certrules_what_if(e, state.get(), &event, changes.data(), sizeof(certrules_change), in.below(9),
                      &needed, &complete, nullptr);
    std::int32_t status = 0, last = 0;
    certrules_settle(e, state.get(), day(in), next.get(), nullptr);
    certrules_public_status(e, state.get(), day(in), &status, nullptr);
    certrules_cycle_last_day(e, state.get(), &last, nullptr);
}

void word_calls(call& c) {
    auto& in = c.in;
    const auto* e = c.edition();
    const auto kind = number(in), n = number(in);
    const auto name = std::string(in.text(in.below(80)));
    const std::unique_ptr<char[]> exact(new char[name.size() + 1]);
    std::memcpy(exact.get(), name.data(), name.size());
    std::uint32_t count = 0;
    std::int32_t found = -7;
    std::int64_t value = 0;
    certrules_word_count(e, kind, &count, nullptr);
    c.done(certrules_word_find(e, kind, exact.get(), name.size(), &found, c.error));
    c.error_struct = CERTRULES_ERROR_INIT;
    c.text([&](char* b, std::size_t s, std::size_t* need, certrules_error* error) {
        return certrules_word_name(e, kind, n, b, s, need, error);
    });
    certrules_word_title(e, kind, n, nullptr, 0, nullptr, nullptr);
    certrules_event_find(exact.get(), name.size(), &found, nullptr);
    certrules_event_name(n, nullptr, 0, nullptr, nullptr);
    certrules_fact_value_find(e, n, exact.get(), name.size(), &value, nullptr);
    certrules_fact_value_name(e, n, number(in), nullptr, 0, nullptr, nullptr);
    certrules_day_parse(exact.get(), name.size(), &found, nullptr);
    certrules_day_format(day(in), nullptr, 0, nullptr, nullptr);
    certrules_rule_text(e, n, number(in), static_cast<std::uint32_t>(number(in)), nullptr, 0,
                        nullptr, nullptr);
    const sized<certrules_status_info> status(in, {});
    const sized<certrules_section_info> section(in, {});
    const sized<certrules_audit_info> audit(in, {});
    const sized<certrules_fact_info> fact(in, {});
    const sized<certrules_rule_info> rule(in, {});
    const sized<certrules_edition_info> info(in, {});
    certrules_status_describe(e, n, status.get(), nullptr);
    certrules_section_describe(e, n, section.get(), nullptr);
    certrules_audit_describe(e, n, audit.get(), nullptr);
    certrules_fact_describe(e, n, fact.get(), nullptr);
    certrules_rule_describe(e, n, rule.get(), nullptr);
    certrules_edition_describe(e, info.get(), nullptr);
    certrules_edition_text(e, number(in), nullptr, 0, nullptr, nullptr);
    certrules_region_rule(e, static_cast<std::uint32_t>(number(in)), &found, nullptr);
    c.text([&, region = static_cast<std::uint32_t>(number(in))](
               char* b, std::size_t s, std::size_t* need, certrules_error* error) {
        return certrules_explain_text(e, region, b, s, need, error);
    });
    certrules_explain_json(e, static_cast<std::uint32_t>(number(in)), nullptr, 0, nullptr, nullptr);
}

void document_calls(call& c) {
    auto& in = c.in;
    const auto* b = c.book();
    const auto which = in.below(8);
    const auto on = day(in), known = in.flag() ? CERTRULES_NO_DAY : day(in);
    const auto flags = static_cast<std::uint32_t>(number(in));
    const auto part = which == 7 ? static_cast<std::uint32_t>(in.below(64)) : 0;
    const auto text = std::string(in.text(8192));
    const std::unique_ptr<char[]> exact(new char[text.size() + 1]);
    std::memcpy(exact.get(), text.data(), text.size());
    using door = std::int32_t (*)(const certrules_book*, const char*, std::size_t, std::int32_t,
                                  std::int32_t, char*, std::size_t, std::size_t*, certrules_error*);
    constexpr std::array<door, 4> doors{certrules_replay_json, certrules_fees_json,
                                        certrules_deadlines_json, certrules_disclosures_json};
    c.text([&](char* p, std::size_t s, std::size_t* need, certrules_error* error) {
        if (which < 4)
            return doors[which](b, exact.get(), text.size(), on, known, p, s, need, error);
        if (which == 4)
            return certrules_calendar(b, exact.get(), text.size(), on, known, 14, p, s, need,
                                      error);
        if (which == 5)
            return certrules_edition_json(c.h.edition, p, s, need, error);
        if (part == 63)  // over every case: seldom
            return certrules_check_json(c.h.edition, 0, p, s, need, error);
        if (part % 4 == 1)
            return certrules_diff_json(c.h.edition, c.h.edition, exact.get(), text.size(), flags, p,
                                       s, need, error);
        if (part % 4 == 2)
            return certrules_impact_json(b, c.h.book, exact.get(), text.size(), part, flags, p, s,
                                         need, error);
        if (part % 4 == 3)
            return certrules_test_json(b, exact.get(), text.size(), nullptr, 0, flags, p, s, need,
                                       error);
        return certrules_decide_json(b, exact.get(), text.size(), flags, p, s, need, error);
    });
}

void book_calls(call& c) {
    auto& in = c.in;
    const auto* b = c.book();
    std::uint32_t index = 0;
    certrules_book_in_force(b, day(in), &index, nullptr);
    certrules_book_answering(b, number(in), day(in), day(in), &index, nullptr);
    certrules_book_count(b, &index, nullptr);
    certrules_edition* taken = nullptr;
    certrules_book_edition(b, static_cast<std::uint32_t>(number(in)), &taken, nullptr);
    std::array<const certrules_edition*, 3> list{c.h.edition, taken, nullptr};
    certrules_book* made = nullptr;
    certrules_book_from_editions(list.data(), in.below(4), nullptr, &made, nullptr);
    certrules_edition_free(taken);
    certrules_book_free(made);
    PROMISE(certrules_builtin_count() > 0);
    certrules_builtin_name(static_cast<std::uint32_t>(number(in)), nullptr, 0, nullptr, nullptr);
    // Loads all of them: seldom.
    if (in.below(256) == 255)
        c.text(certrules_policies_json);
    const auto toml = std::string(in.text(2048));
    certrules_builtin_text(toml.data(), toml.size(), nullptr, 0, nullptr, nullptr);
    certrules_edition* loaded = nullptr;
    std::uint32_t errors = 0;
    const auto code = certrules_edition_load(toml.data(), toml.size(), nullptr, &loaded, nullptr);
    const auto told = certrules_edition_diagnose(toml.data(), toml.size(), nullptr, &errors,
                                                 nullptr, 0, nullptr, nullptr);
    PROMISE(told == CERTRULES_OK || told == CERTRULES_E_BUFFER || code == told);
    PROMISE((loaded != nullptr) == (code == CERTRULES_OK));
    certrules_edition_free(loaded);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const handles h;
    fuzz::input in(data, size);
    for (int calls = 0; calls < 8 && !in.empty(); ++calls) {
        const auto which = in.below(4);
        call c{in, h};
        if (which == 0)
            decide_calls(c);
        else if (which == 1)
            word_calls(c);
        else if (which == 2)
            document_calls(c);
        else
            book_calls(c);
    }
    return 0;
}
