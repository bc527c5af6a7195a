#include "question.hpp"

namespace certrules_python {

PyTypeObject* question_type = nullptr;

namespace {

void dealloc(PyObject* self) {
    auto* q = reinterpret_cast<question*>(self);
    for (std::size_t i = 0; i < q->event.finding_count; ++i)
        Py_XDECREF(q->finding_ids[i]);
    Py_XDECREF(q->asked_of);
    PyTypeObject* type = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(type);
}

PyObject* day_or_none(bool given, std::int32_t day) {
    return date_of(given ? day : CERTRULES_NO_DAY);
}

PyObject* word_or_none(bool given, const words& kind, std::int32_t number) {
    return Py_NewRef(given ? kind.object(number) : Py_None);
}

PyObject* state_of(const question& q) {
    const auto& s = q.state;
    const auto& statuses = q.rules->statuses;
    const auto has = [&](std::uint32_t bit) { return (s.given & bit) != 0; };
    return Py_BuildValue(
        "(KNNNNNNNNNNNiNI)", static_cast<unsigned long long>(s.held),
        word_or_none(has(CERTRULES_STATE_CERTIFICATE), statuses, s.certificate),
        day_or_none(has(CERTRULES_STATE_CERTIFICATE), s.certificate_first_day),
        day_or_none(has(CERTRULES_STATE_CERTIFICATE_LAST_DAY), s.certificate_last_day),
        word_or_none(has(CERTRULES_STATE_CYCLE), statuses, s.cycle),
        day_or_none(has(CERTRULES_STATE_CYCLE), s.cycle_since),
        day_or_none(has(CERTRULES_STATE_CYCLE_STARTED_ON), s.cycle_started_on),
        word_or_none(has(CERTRULES_STATE_CYCLE_AWARD), statuses, s.cycle_award),
        word_or_none(has(CERTRULES_STATE_BAR), statuses, s.bar),
        day_or_none(has(CERTRULES_STATE_BAR), s.bar_first_day),
        day_or_none(has(CERTRULES_STATE_BAR_LAST_DAY), s.bar_last_day),
        word_or_none(has(CERTRULES_STATE_AFTER), statuses, s.after), s.visited,
        word_or_none(has(CERTRULES_STATE_LAST_CERTIFICATE), statuses, s.last_certificate),
        s.consecutive);
}

/// A list of `count` items, each from `item(i)`.
template <class Item>
PyObject* list_of(std::size_t count, Item&& item) {
    ref list(PyList_New(static_cast<Py_ssize_t>(count)));
    for (std::size_t i = 0; list && i < count; ++i) {
        PyObject* made = item(i);
        if (made == nullptr || PyList_SetItem(list.get(), static_cast<Py_ssize_t>(i), made) != 0)
            return nullptr;
    }
    return list.release();
}

/// All that was asked as plain Python objects: _case.py makes a dict of it.
PyObject* parts(PyObject* self, PyObject*) {
    const auto& q = *reinterpret_cast<question*>(self);
    const auto& e = *q.rules;
    ref state(state_of(q));
    ref findings(list_of(q.event.finding_count, [&](std::size_t i) {
        const auto& f = q.findings[i];
        return Py_BuildValue("(OOOiKNI)", q.finding_ids[i], e.sections.object(f.section),
                             e.severities.object(f.severity), f.transparent,
                             static_cast<unsigned long long>(f.tags),
                             day_or_none(f.given != 0, f.closed_on), f.sites);
    }));
    ref sections(list_of(q.event.section_count, [&](std::size_t i) {
        const auto& s = q.sections[i];
        const auto number = [&](std::uint32_t bit, std::uint32_t value) {
            return (s.given & bit) != 0 ? PyLong_FromUnsignedLong(value) : Py_NewRef(Py_None);
        };
        return Py_BuildValue(
            "(ONNNNI)", e.sections.object(s.section),
            number(CERTRULES_SECTION_APPLICABLE, s.applicable),
            number(CERTRULES_SECTION_CONFORMING, s.conforming),
            word_or_none((s.given & CERTRULES_SECTION_RATING) != 0, e.ratings, s.rating),
            word_or_none((s.given & CERTRULES_SECTION_GRADED) != 0, e.severities,
                         s.graded_severity),
            s.graded);
    }));
    ref facts(list_of(q.event.fact_count, [&](std::size_t i) {
        const auto& f = q.facts[i];
        const auto& known = e.fact_values[static_cast<std::size_t>(f.fact)];
        return known.type == CERTRULES_FACT_NUMBER
                   ? Py_BuildValue("(OL)", e.facts.object(f.fact), static_cast<long long>(f.value))
                   : Py_BuildValue("(Os)", e.facts.object(f.fact),
                                   known.values.name(static_cast<std::size_t>(f.value)).c_str());
    }));
    if (!state || !findings || !sections || !facts)
        return nullptr;
    const auto& ev = q.event;
    const ref fee((ev.given & CERTRULES_GIVEN_FEE) != 0
                      ? PyUnicode_FromString(e.fees.name(static_cast<std::size_t>(ev.fee)).c_str())
                      : Py_NewRef(Py_None));
    if (!fee)
        return nullptr;
    return Py_BuildValue(
        "(iNNONiIOOOO)", ev.kind, date_of(ev.on),
        word_or_none((ev.given & CERTRULES_GIVEN_AUDIT) != 0, e.audits, ev.audit), fee.get(),
        word_or_none((ev.given & CERTRULES_GIVEN_DECISION) != 0, e.statuses, ev.decision),
        ev.months, ev.sites, state.get(), findings.get(), sections.get(), facts.get());
}

/// What the policy makes of the question as a document.
PyObject* answer(PyObject* self, PyObject* full) {
    return PyObject_CallMethod(reinterpret_cast<question*>(self)->asked_of, "_answer", "OO", self,
                               full);
}

PyObject* edition_number(PyObject* self, void*) {
    return PyLong_FromSize_t(reinterpret_cast<question*>(self)->edition_number);
}

}  // namespace

bool add_question_type(PyObject* module) {
    static PyMethodDef methods[] = {{"parts", parts, METH_NOARGS, nullptr},
                                    {"answer", answer, METH_O, nullptr},
                                    {nullptr, nullptr, 0, nullptr}};
    static PyGetSetDef properties[] = {{"edition", edition_number, nullptr, nullptr, nullptr},
                                       {nullptr, nullptr, nullptr, nullptr, nullptr}};
    static PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                                  {Py_tp_methods, methods},
                                  {Py_tp_getset, properties},
                                  {0, nullptr}};
    static PyType_Spec spec = {"certrules._native.Question", sizeof(question), 1,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};
    question_type =
        reinterpret_cast<PyTypeObject*>(PyType_FromModuleAndSpec(module, &spec, nullptr));
    return question_type != nullptr &&
           PyModule_AddObjectRef(module, "Question", reinterpret_cast<PyObject*>(question_type)) ==
               0;
}

question* new_question(PyObject* asked_of, std::size_t edition_number, std::size_t findings,
                       std::size_t sections, std::size_t facts) noexcept {
    const auto bytes = findings * sizeof(certrules_finding) + facts * sizeof(certrules_fact) +
                       findings * sizeof(PyObject*) + sections * sizeof(certrules_section);
    // What follows the struct is aligned as it is, and the widest of it comes first.
    static_assert(sizeof(question) % alignof(certrules_finding) == 0);
    static_assert(sizeof(certrules_finding) % alignof(certrules_fact) == 0);
    static_assert(sizeof(certrules_fact) % alignof(PyObject*) == 0);
    static_assert(sizeof(PyObject*) % alignof(certrules_section) == 0);
    auto* q = reinterpret_cast<question*>(
        PyType_GenericAlloc(question_type, static_cast<Py_ssize_t>(bytes)));
    if (q == nullptr)
        return nullptr;
    q->asked_of = Py_NewRef(asked_of);
    q->edition_number = edition_number;
    q->rules = reinterpret_cast<book_object*>(asked_of)->content->editions[edition_number].get();
    q->findings = reinterpret_cast<certrules_finding*>(q + 1);
    q->facts = reinterpret_cast<certrules_fact*>(q->findings + findings);
    q->finding_ids = reinterpret_cast<PyObject**>(q->facts + facts);
    q->sections = reinterpret_cast<certrules_section*>(q->finding_ids + findings);
    q->state.struct_size = sizeof q->state;
    auto& ev = q->event;
    ev.struct_size = sizeof ev;
    ev.finding_size = sizeof(certrules_finding);
    ev.section_size = sizeof(certrules_section);
    ev.fact_size = sizeof(certrules_fact);
    ev.findings = q->findings;
    ev.finding_count = findings;
    ev.sections = q->sections;
    ev.section_count = sections;
    ev.facts = q->facts;
    ev.fact_count = facts;
    return q;
}

}  // namespace certrules_python
