#include "form.hpp"
#include "question.hpp"

#include <algorithm>

/// The reading of a case by the form of docs/forms.md, from a dict. It accepts what is plainly of
/// the form, and nothing that the JSON door would refuse; it explains nothing.

namespace certrules_python {

const form_names* form = nullptr;

namespace {

class reader {
public:
    reader(PyObject* asked_of, const book& b) noexcept
        : asked_of_(asked_of), book_(b), rules_(*b.editions.back()) {}

    question* read(PyObject* dict) noexcept {
        fields<top::count> f;
        std::int32_t kind = 0;
        if (!read_fields(dict, form->top, f) || f[top::event] == nullptr || f[top::on] == nullptr ||
            !read_word(f[top::event], form->events, kind) || !read_day(f[top::on], event_.on))
            return nullptr;
        ref converted;
        if (f[top::state] != nullptr && Py_IS_TYPE(f[top::state], state_type())) {
            // Runs Python code, during which another thread may change the dict: read it anew.
            converted = ref(PyObject_CallMethodObjArgs(f[top::state], bound.to_dict, nullptr));
            if (!converted || !read_fields(dict, form->top, f))
                return nullptr;
            f[top::state] = converted.get();
            for (const auto needed : {top::event, top::on})
                if (f[needed] == nullptr)
                    return nullptr;
        }
        if (f[top::findings] != nullptr)
            fetch_items(f[top::findings]);
        event_.kind = kind + 1;
        if (!read_started_on(given(f[top::cycle_started_on])) ||
            !read_state(given(f[top::state])) || !read_own_fields(f) ||
            !read_sections(given(f[top::sections])) || !read_facts(given(f[top::facts])) ||
            !is_of_latest_edition())
            return nullptr;
        PyObject* findings = given(f[top::findings]);
        if (!looks_at_findings()) {
            // Carried along, checked by the JSON door, not looked at: rare enough to go there.
            if (findings != nullptr || f[top::sites] != nullptr)
                return nullptr;
        } else if (findings == nullptr) {
            return nullptr;
        }
        return finish(findings);
    }

private:
    static constexpr std::size_t few = 16;  // findings that are read together

    static PyTypeObject* state_type() noexcept {
        return reinterpret_cast<PyTypeObject*>(bound.state_type);
    }
    bool looks_at_findings() const noexcept {
        return event_.kind == CERTRULES_EVENT_AUDIT_HELD ||
               event_.kind == CERTRULES_EVENT_AUDIT_REVIEWED ||
               event_.kind == CERTRULES_EVENT_VISIT_HELD;
    }
    /// An event that may follow the window of a check, and so the certificate's edition.
    bool may_be_check() const noexcept {
        return event_.kind == CERTRULES_EVENT_VISIT_HELD ||
               event_.kind == CERTRULES_EVENT_VISIT_CONTACTED ||
               event_.kind == CERTRULES_EVENT_VISIT_DECLINED ||
               event_.kind == CERTRULES_EVENT_AUDIT_DECLINED ||
               event_.kind == CERTRULES_EVENT_AUDIT_HELD;
    }
    /// Whether the latest edition form->answers, whichever of the case's days decides it. Where an
    /// older one might, the JSON door picks.
    bool is_of_latest_edition() const noexcept {
        if (book_.editions.size() == 1)
            return true;
        const auto from = rules_.info.effective_from;
        const auto has = [&](std::uint32_t bit) { return (state_.given & bit) != 0; };
        return book_.latest_has_no_end && event_.on >= from &&
               (!has_started_on_ || started_on_ >= from) &&
               (!has(CERTRULES_STATE_CYCLE) ||
                (state_.cycle_since >= from && state_.cycle_started_on >= from)) &&
               (!may_be_check() || !has(CERTRULES_STATE_CERTIFICATE) ||
                state_.certificate_first_day >= from);
    }

    bool read_started_on(PyObject* value) noexcept {
        has_started_on_ = value != nullptr;
        return value == nullptr || read_day(value, started_on_);
    }

    bool read_state(PyObject* value) noexcept {
        // Without one, a review starts from a status that only the JSON door knows.
        if (value == nullptr)
            return event_.kind == CERTRULES_EVENT_APPLIED;
        fields<of_state::count> f;
        auto& s = state_;
        std::int64_t consecutive = 0;
        if (!is_dict(value) || !read_fields(value, form->of_state, f))
            return false;
        const auto status = [&](PyObject* from, std::uint32_t bit, std::int32_t& to) {
            if (from == nullptr || from == Py_None)
                return true;
            s.given |= bit;
            return read_word(from, rules_.statuses.table, to);
        };
        if (given(f[of_state::held]) != nullptr &&
            !read_set(f[of_state::held], rules_.statuses.table, s.held))
            return false;
        if (!read_term(given(f[of_state::certificate]), CERTRULES_STATE_CERTIFICATE,
                       CERTRULES_STATE_CERTIFICATE_LAST_DAY, s.certificate, s.certificate_first_day,
                       s.certificate_last_day) ||
            !read_term(given(f[of_state::bar]), CERTRULES_STATE_BAR, CERTRULES_STATE_BAR_LAST_DAY,
                       s.bar, s.bar_first_day, s.bar_last_day) ||
            !read_cycle(given(f[of_state::cycle])) ||
            !status(f[of_state::after], CERTRULES_STATE_AFTER, s.after) ||
            !status(f[of_state::last_certificate], CERTRULES_STATE_LAST_CERTIFICATE,
                    s.last_certificate))
            return false;
        if (given(f[of_state::visited]) != nullptr &&
            !read_word(f[of_state::visited], form->answers, s.visited))
            return false;
        if (given(f[of_state::consecutive]) != nullptr &&
            !read_integer(f[of_state::consecutive], 0, 65535, consecutive))
            return false;
        s.consecutive = static_cast<std::uint32_t>(consecutive);
        return true;
    }

    bool read_term(PyObject* value, std::uint32_t bit, std::uint32_t last_day_bit,
                   std::int32_t& status, std::int32_t& first, std::int32_t& last) noexcept {
        if (value == nullptr)
            return true;
        fields<of_term::count> f;
        if (!is_dict(value) || !read_fields(value, form->of_term, f) ||
            f[of_term::status] == nullptr || f[of_term::first_day] == nullptr ||
            f[of_term::last_day] == nullptr ||
            !read_word(f[of_term::status], rules_.statuses.table, status) ||
            !read_day(f[of_term::first_day], first))
            return false;
        state_.given |= bit;
        if (f[of_term::last_day] == Py_None)
            return true;
        state_.given |= last_day_bit;
        return read_day(f[of_term::last_day], last);
    }

    bool read_cycle(PyObject* value) noexcept {
        if (value == nullptr)
            return true;
        auto& s = state_;
        fields<of_cycle::count> f;
        if (!is_dict(value) || !read_fields(value, form->of_cycle, f) ||
            f[of_cycle::status] == nullptr || f[of_cycle::since] == nullptr ||
            !read_word(f[of_cycle::status], rules_.statuses.table, s.cycle) ||
            !read_day(f[of_cycle::since], s.cycle_since))
            return false;
        s.given |= CERTRULES_STATE_CYCLE | CERTRULES_STATE_CYCLE_STARTED_ON;
        s.cycle_started_on = has_started_on_ ? started_on_ : s.cycle_since;
        if (given(f[of_cycle::started_on]) != nullptr &&
            !read_day(f[of_cycle::started_on], s.cycle_started_on))
            return false;
        if (given(f[of_cycle::award]) == nullptr)
            return true;
        s.given |= CERTRULES_STATE_CYCLE_AWARD;
        return read_word(f[of_cycle::award], rules_.statuses.table, s.cycle_award);
    }

    /// The fields that only some events have. One that stands with another event is an error.
    bool read_own_fields(const fields<top::count>& f) noexcept {
        const auto kind = event_.kind;
        const auto word = [&](PyObject* value, const word_table& known, std::uint32_t bit,
                              std::int32_t& to) {
            event_.given |= bit;
            return value != nullptr && read_word(value, known, to);
        };
        const bool of_fee =
            kind == CERTRULES_EVENT_FEE_PAID || kind == CERTRULES_EVENT_INVOICE_RECEIVED;
        const bool decision = kind == CERTRULES_EVENT_DECISION_RECORDED;
        const bool held = kind == CERTRULES_EVENT_AUDIT_HELD || kind == CERTRULES_EVENT_VISIT_HELD;
        if ((f[top::fee] != nullptr && !of_fee) ||
            (f[top::finding] != nullptr && kind != CERTRULES_EVENT_FINDING_CLOSED) ||
            ((f[top::status] != nullptr || f[top::months] != nullptr ||
              f[top::reason] != nullptr) &&
             !decision) ||
            (f[top::man_days] != nullptr && !held))
            return false;
        if (of_fee && !word(f[top::fee], rules_.fees, CERTRULES_GIVEN_FEE, event_.fee))
            return false;
        if (kind == CERTRULES_EVENT_FINDING_CLOSED &&
            (f[top::finding] == nullptr || !is_str(f[top::finding])))
            return false;
        if (kind == CERTRULES_EVENT_AUDIT_HELD ||
            (kind == CERTRULES_EVENT_AUDIT_REVIEWED && given(f[top::audit]) != nullptr)) {
            if (!word(f[top::audit], rules_.audits.table, CERTRULES_GIVEN_AUDIT, event_.audit))
                return false;
        } else if (f[top::audit] != nullptr) {
            return false;  // allowed and not read: rare enough to go through the JSON door
        }
        std::int64_t number = 0;
        if (decision) {
            if (!word(f[top::status], rules_.statuses.table, CERTRULES_GIVEN_DECISION,
                      event_.decision) ||
                f[top::reason] == nullptr || !is_str(f[top::reason]))
                return false;
            if (given(f[top::months]) != nullptr) {
                if (!read_integer(f[top::months], 1, most_months, number))
                    return false;
                event_.months = static_cast<std::int32_t>(number);
            }
        }
        // Man-days are for the fees: a decision does not read them.
        if (given(f[top::man_days]) != nullptr &&
            !read_integer(f[top::man_days], 0, most_checkpoints, number))
            return false;
        if (given(f[top::sites]) != nullptr) {
            if (!read_integer(f[top::sites], 1, most_checkpoints, number))
                return false;
            event_.sites = static_cast<std::uint32_t>(number);
        }
        return true;
    }

    bool read_sections(PyObject* value) noexcept {
        if (value == nullptr)
            return true;
        if (!is_dict(value))
            return false;
        key_memory memory;
        Py_ssize_t position = 0;
        PyObject* key = nullptr;
        PyObject* item = nullptr;
        while (PyDict_Next(value, &position, &key, &item) != 0)
            if (!read_section(key, item, memory))
                return false;
        return true;
    }

    bool read_section(PyObject* key, PyObject* value, key_memory& memory) noexcept {
        certrules_section s{};
        fields<of_section::count> f;
        if (!read_word(key, rules_.sections.table, s.section) || !is_dict(value) ||
            !read_fields(value, form->of_section, f, &memory))
            return false;
        const auto number = [&](PyObject* from, std::uint32_t bit, std::uint32_t& to) {
            std::int64_t read = 0;
            if (from == nullptr || from == Py_None)
                return true;
            s.given |= bit;
            if (!read_integer(from, 0, most_checkpoints, read))
                return false;
            to = static_cast<std::uint32_t>(read);
            return true;
        };
        if (!number(f[of_section::applicable], CERTRULES_SECTION_APPLICABLE, s.applicable) ||
            !number(f[of_section::conforming], CERTRULES_SECTION_CONFORMING, s.conforming))
            return false;
        if (given(f[of_section::rating]) != nullptr) {
            s.given |= CERTRULES_SECTION_RATING;
            if (!read_word(f[of_section::rating], rules_.ratings.table, s.rating))
                return false;
        }
        PyObject* graded = given(f[of_section::graded]);
        if (graded == nullptr)
            return add_section(s);
        if (!is_dict(graded))
            return false;
        bool written = false;
        Py_ssize_t position = 0;
        PyObject* severity = nullptr;
        PyObject* count = nullptr;
        while (PyDict_Next(graded, &position, &severity, &count) != 0) {
            auto one = s;
            one.given |= CERTRULES_SECTION_GRADED;
            std::int64_t read = 0;
            if (!read_word(severity, rules_.severities.table, one.graded_severity) ||
                !read_integer(count, 0, most_checkpoints, read))
                return false;
            one.graded = static_cast<std::uint32_t>(read);
            if (!add_section(one))
                return false;
            written = true;
        }
        return written || add_section(s);
    }

    bool add_section(const certrules_section& s) noexcept {
        if (section_count_ == most_sections)
            return false;
        sections_[section_count_++] = s;
        return true;
    }

    bool read_facts(PyObject* value) noexcept {
        if (value == nullptr)
            return true;
        if (!is_dict(value))
            return false;
        Py_ssize_t position = 0;
        PyObject* key = nullptr;
        PyObject* item = nullptr;
        while (PyDict_Next(value, &position, &key, &item) != 0) {
            certrules_fact fact{};
            if (!read_word(key, rules_.facts.table, fact.fact))
                return false;
            if (item == Py_None || form->answers.find(item) == CERTRULES_UNKNOWN)
                continue;
            const auto& known = rules_.fact_values[static_cast<std::size_t>(fact.fact)];
            if (fact_count_ == most_facts)
                return false;
            if (known.type == CERTRULES_FACT_NUMBER) {
                // Numbers with decimals have a unit of their own: the JSON door reads them.
                if (known.decimals != 0 || !read_integer(item, INT32_MIN, INT32_MAX, fact.value))
                    return false;
            } else {
                fact.value = known.values.find(item);
                if (fact.value == word_table::none)
                    return false;
            }
            facts_[fact_count_++] = fact;
        }
        return true;
    }

    question* finish(PyObject* findings) noexcept {
        const auto count = findings == nullptr ? 0 : length_of(findings);
        if (count < 0 || count > most_findings)
            return nullptr;
        auto* q = new_question(asked_of_, book_.editions.size() - 1,
                               static_cast<std::size_t>(count), section_count_, fact_count_);
        if (q == nullptr)
            return nullptr;
        state_.struct_size = q->state.struct_size;
        q->state = state_;
        auto& ev = q->event;
        ev.given = event_.given;
        ev.kind = event_.kind;
        ev.on = event_.on;
        ev.audit = event_.audit;
        ev.fee = event_.fee;
        ev.decision = event_.decision;
        ev.months = event_.months;
        ev.sites = event_.sites;
        std::copy_n(sections_, section_count_, q->sections);
        std::copy_n(facts_, fact_count_, q->facts);
        if ((count > 0 && !read_findings(findings, *q)) || (count > 1 && !ids_differ(*q))) {
            Py_DECREF(reinterpret_cast<PyObject*>(q));
            return nullptr;
        }
        return q;
    }

    static void fetch_items(PyObject* list) noexcept {
        const auto count = std::min<Py_ssize_t>(length_of(list), few);
        for (Py_ssize_t i = 0; i < count; ++i)
            fetch_ahead(item_of(list, i));
    }

    /// A few at a time: first all their dicts, whose values are then on their way.
    bool read_findings(PyObject* list, question& q) noexcept {
        const auto count = q.event.finding_count;
        fields<of_finding::count> read[few];
        key_memory memory;
        for (std::size_t first = 0; first < count; first += few) {
            const auto end = std::min(count, first + few);
            for (auto i = first; i < end; ++i) {
                PyObject* one = item_of(list, static_cast<Py_ssize_t>(i));
                if (!is_dict(one) || !read_fields(one, form->of_finding, read[i - first], &memory))
                    return false;
            }
            for (auto i = first; i < end; ++i)
                if (!read_finding(read[i - first], q.findings[i], q.finding_ids[i]))
                    return false;
        }
        return true;
    }

    bool read_finding(const fields<of_finding::count>& f, certrules_finding& to,
                      PyObject*& id) noexcept {
        std::string_view text;
        PyObject* name = f[of_finding::id];
        if (name == nullptr || !is_str(name) || !utf8_of(name, text) || text.empty() ||
            text.size() > longest_id)
            return false;
        id = Py_NewRef(name);
        if (f[of_finding::section] == nullptr || f[of_finding::severity] == nullptr ||
            !read_word(f[of_finding::section], rules_.sections.table, to.section) ||
            !read_word(f[of_finding::severity], rules_.severities.table, to.severity))
            return false;
        PyObject* checkpoint = given(f[of_finding::checkpoint]);
        if (checkpoint != nullptr && !(is_str(checkpoint) && utf8_of(checkpoint, text)))
            return false;
        if (given(f[of_finding::tags]) != nullptr &&
            !read_set(f[of_finding::tags], rules_.tags.table, to.tags))
            return false;
        if (given(f[of_finding::transparent]) != nullptr &&
            !read_word(f[of_finding::transparent], form->answers, to.transparent))
            return false;
        if (given(f[of_finding::closed_on]) != nullptr) {
            to.given = CERTRULES_FINDING_CLOSED;
            if (!read_day(f[of_finding::closed_on], to.closed_on))
                return false;
        }
        if (given(f[of_finding::sites]) != nullptr) {
            std::int64_t sites = 0;
            if (!read_integer(f[of_finding::sites], 1, most_checkpoints, sites))
                return false;
            to.sites = static_cast<std::uint32_t>(sites);
        }
        return true;
    }

    /// Few ids are compared one by one, by their hashes; many go into a set.
    static bool ids_differ(const question& q) noexcept {
        const auto count = q.event.finding_count;
        constexpr std::size_t compared = 24;
        if (count <= compared) {
            Py_hash_t hashes[compared];
            for (std::size_t i = 0; i < count; ++i) {
                PyObject* id = q.finding_ids[i];
                hashes[i] =
                    Py_IS_TYPE(id, &PyUnicode_Type) ? bound.hash_of_str(id) : PyObject_Hash(id);
                if (hashes[i] == -1)
                    return false;  // a str of a class of its own, which cannot be hashed
                for (std::size_t k = 0; k < i; ++k)
                    if (hashes[k] == hashes[i])
                        return false;
            }
            return true;
        }
        const ref seen(PySet_New(nullptr));
        for (std::size_t i = 0; seen && i < count; ++i)
            if (PySet_Add(seen.get(), q.finding_ids[i]) != 0)
                break;
        const bool differ = seen && PySet_Size(seen.get()) == static_cast<Py_ssize_t>(count);
        PyErr_Clear();
        return differ;
    }

    PyObject* asked_of_;
    const book& book_;
    const edition& rules_;
    certrules_state state_{};
    certrules_event event_{};
    bool has_started_on_ = false;
    std::int32_t started_on_ = 0;
    std::size_t section_count_ = 0;
    std::size_t fact_count_ = 0;
    certrules_section sections_[most_sections];
    certrules_fact facts_[most_facts];
};

}  // namespace

bool prepare_form() {
    try {
        auto made = std::make_unique<form_names>();
        for (std::int32_t kind = CERTRULES_EVENT_APPLIED; kind <= CERTRULES_EVENT_BAR_ENDED;
             ++kind) {
            char name[CERTRULES_NAME_SIZE] = "";
            certrules_event_name(kind, name, sizeof name, nullptr, nullptr);
            made->events.add(name);
        }
        form = made.release();
        return true;
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
        return false;
    }
}

question* read_case(PyObject* asked_of, PyObject* dict) noexcept {
    if (!is_dict(dict))
        return nullptr;
    reader r(asked_of, *reinterpret_cast<book_object*>(asked_of)->content);
    auto* q = r.read(dict);
    if (q == nullptr)
        PyErr_Clear();
    return q;
}

}  // namespace certrules_python
