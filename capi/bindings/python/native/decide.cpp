#include "question.hpp"

#include <array>

/// Book.decide: from a dict to a record, by way of structs.

namespace certrules_python {

namespace {

/// Findings beyond which other threads may run while the library counts.
constexpr std::size_t many_findings = 256;

/// Intervals made lately, as dates are kept: they never change, and repeat.
struct made_interval {
    std::int32_t first_day = CERTRULES_NO_DAY;
    std::int32_t last_day = CERTRULES_NO_DAY;
    PyObject* interval = nullptr;
};
std::array<made_interval, 4096> made_intervals;

ref interval_of(std::int32_t first_day, std::int32_t last_day) noexcept {
    if (first_day == CERTRULES_NO_DAY)
        return ref::borrowed(Py_None);
    const auto slot =
        static_cast<std::uint32_t>(first_day) + 1021 * static_cast<std::uint32_t>(last_day);
    auto& made = made_intervals[slot % made_intervals.size()];
    if (made.interval != nullptr && made.first_day == first_day && made.last_day == last_day)
        return ref::borrowed(made.interval);
    const ref first(date_of(first_day));
    const ref last(date_of(last_day));
    ref interval(bound.interval.make());
    if (!first || !last || !interval ||
        !bound.interval.fill(interval.get(), interval_first_day, first.get()) ||
        !bound.interval.fill(interval.get(), interval_last_day, last.get()))
        return ref();
    // The old one goes only once the entry holds: letting go may run anything.
    PyObject* old = std::exchange(made.interval, Py_NewRef(interval.get()));
    made.first_day = first_day;
    made.last_day = last_day;
    Py_XDECREF(old);
    return interval;
}

ref facts_of(const edition& e, std::uint64_t set) noexcept {
    if (set == 0)
        return ref::borrowed(bound.nothing);
    ref list(PyList_New(0));
    for (std::size_t i = 0; list && i < e.facts.objects.size(); ++i)
        if (((set >> i) & 1U) != 0 && PyList_Append(list.get(), e.facts.objects[i].get()) != 0)
            return ref();
    return list ? ref(PyList_AsTuple(list.get())) : ref();
}

PyObject* verdict_of(const certrules_verdict& v, const edition& e, PyObject* asked) noexcept {
    const auto& rule = e.rules[static_cast<std::size_t>(v.rule)];
    const bool by_default = (v.flags & CERTRULES_VERDICT_BY_DEFAULT) != 0;
    const ref region(PyLong_FromUnsignedLong(v.region));
    const ref valid = interval_of(v.first_day, v.last_day);
    const ref unknown = facts_of(e, v.unknown);
    ref verdict(bound.verdict.make());
    if (!region || !valid || !unknown || !verdict)
        return nullptr;
    const auto fill = [&](verdict_slot slot, PyObject* value) {
        return bound.verdict.fill(verdict.get(), slot, value);
    };
    if (!fill(verdict_policy, e.id.get()) || !fill(verdict_status, e.statuses.object(v.status)) ||
        !fill(verdict_public_status, e.statuses.object(v.public_status)) ||
        !fill(verdict_rule, rule.name.get()) || !fill(verdict_region, region.get()) ||
        !fill(verdict_valid, valid.get()) || !fill(verdict_unknown, unknown.get()) ||
        !fill(verdict_cites, rule.cites.get()) ||
        !fill(verdict_obligations, rule.obligations.get()) ||
        !fill(verdict_options, rule.options.get()) ||
        !fill(verdict_notices, (by_default ? rule.notices_by_default : rule.notices).get()) ||
        !fill(verdict_asked, asked))
        return nullptr;
    return verdict.release();
}

}  // namespace

PyObject* decide(PyObject* self, PyObject* dict) {
    question* q = read_case(self, dict);
    if (q != nullptr) {
        const ref asked(reinterpret_cast<PyObject*>(q));
        certrules_verdict verdict{};
        verdict.struct_size = sizeof verdict;
        const auto* rules = q->rules->handle.get();
        std::int32_t wrong = CERTRULES_OK;
        if (q->event.finding_count < many_findings) {
            wrong = certrules_decide(rules, &q->state, &q->event, &verdict, nullptr, nullptr);
        } else {
            Py_BEGIN_ALLOW_THREADS wrong =
                certrules_decide(rules, &q->state, &q->event, &verdict, nullptr, nullptr);
            Py_END_ALLOW_THREADS
        }
        if (wrong == CERTRULES_OK)
            return verdict_of(verdict, *q->rules, asked.get());
    }
    if (PyErr_Occurred() != nullptr)
        return nullptr;
    // Unusual, of an older edition, or wrong: as a document, whose errors name the place.
    return PyObject_CallMethodObjArgs(self, bound.decide_slowly, dict, nullptr);
}

}  // namespace certrules_python
