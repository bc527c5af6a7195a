#include "native.hpp"

/// The structs as this extension was compiled to see them, for the test that holds them against
/// capi/abi/layout.json.

namespace certrules_python {

namespace {

struct field_layout {
    const char* name;
    std::size_t offset, size;
};

bool add(PyObject* to, const char* name, std::size_t size,
         std::initializer_list<field_layout> fields) {
    const ref all(PyDict_New());
    for (const auto& f : fields) {
        const ref one(Py_BuildValue("nn", static_cast<Py_ssize_t>(f.offset),
                                    static_cast<Py_ssize_t>(f.size)));
        if (!all || !one || PyDict_SetItemString(all.get(), f.name, one.get()) != 0)
            return false;
    }
    const ref entry(Py_BuildValue("nO", static_cast<Py_ssize_t>(size), all.get()));
    return entry && PyDict_SetItemString(to, name, entry.get()) == 0;
}

}  // namespace

#define FIELD(type, name)                               \
    field_layout {                                      \
#name, offsetof(type, name), sizeof(type::name) \
    }

PyObject* layout(PyObject*, PyObject*) {
    ref structs(PyDict_New());
    if (!structs)
        return nullptr;
    bool added =
        add(structs.get(), "certrules_error", sizeof(certrules_error),
            {FIELD(certrules_error, struct_size), FIELD(certrules_error, code),
             FIELD(certrules_error, line), FIELD(certrules_error, column),
             FIELD(certrules_error, more), FIELD(certrules_error, reserved),
             FIELD(certrules_error, place), FIELD(certrules_error, message)}) &&
        add(structs.get(), "certrules_load_options", sizeof(certrules_load_options),
            {FIELD(certrules_load_options, struct_size), FIELD(certrules_load_options, reserved),
             FIELD(certrules_load_options, file), FIELD(certrules_load_options, file_size),
             FIELD(certrules_load_options, allocate), FIELD(certrules_load_options, release),
             FIELD(certrules_load_options, context)}) &&
        add(structs.get(), "certrules_edition_info", sizeof(certrules_edition_info),
            {FIELD(certrules_edition_info, struct_size),
             FIELD(certrules_edition_info, effective_from),
             FIELD(certrules_edition_info, effective_to),
             FIELD(certrules_edition_info, regions)}) &&
        add(structs.get(), "certrules_status_info", sizeof(certrules_status_info),
            {FIELD(certrules_status_info, struct_size), FIELD(certrules_status_info, track),
             FIELD(certrules_status_info, rank), FIELD(certrules_status_info, open)}) &&
        add(structs.get(), "certrules_section_info", sizeof(certrules_section_info),
            {FIELD(certrules_section_info, struct_size), FIELD(certrules_section_info, applicable),
             FIELD(certrules_section_info, placeholder)}) &&
        add(structs.get(), "certrules_audit_info", sizeof(certrules_audit_info),
            {FIELD(certrules_audit_info, struct_size), FIELD(certrules_audit_info, announced),
             FIELD(certrules_audit_info, starts_cycle), FIELD(certrules_audit_info, check)}) &&
        add(structs.get(), "certrules_fact_info", sizeof(certrules_fact_info),
            {FIELD(certrules_fact_info, struct_size), FIELD(certrules_fact_info, type),
             FIELD(certrules_fact_info, value_count), FIELD(certrules_fact_info, factory_changes),
             FIELD(certrules_fact_info, lowest), FIELD(certrules_fact_info, highest)}) &&
        add(structs.get(), "certrules_rule_info", sizeof(certrules_rule_info),
            {FIELD(certrules_rule_info, struct_size), FIELD(certrules_rule_info, line),
             FIELD(certrules_rule_info, refuses), FIELD(certrules_rule_info, cites),
             FIELD(certrules_rule_info, obligations), FIELD(certrules_rule_info, options),
             FIELD(certrules_rule_info, notices),
             FIELD(certrules_rule_info, notices_by_default)}) &&
        add(structs.get(), "certrules_state", sizeof(certrules_state),
            {FIELD(certrules_state, struct_size), FIELD(certrules_state, given),
             FIELD(certrules_state, held), FIELD(certrules_state, certificate),
             FIELD(certrules_state, certificate_first_day),
             FIELD(certrules_state, certificate_last_day), FIELD(certrules_state, cycle),
             FIELD(certrules_state, cycle_since), FIELD(certrules_state, cycle_started_on),
             FIELD(certrules_state, cycle_award), FIELD(certrules_state, bar),
             FIELD(certrules_state, bar_first_day), FIELD(certrules_state, bar_last_day),
             FIELD(certrules_state, after), FIELD(certrules_state, visited),
             FIELD(certrules_state, last_certificate), FIELD(certrules_state, consecutive)}) &&
        add(structs.get(), "certrules_finding", sizeof(certrules_finding),
            {FIELD(certrules_finding, section), FIELD(certrules_finding, severity),
             FIELD(certrules_finding, transparent), FIELD(certrules_finding, given),
             FIELD(certrules_finding, tags), FIELD(certrules_finding, closed_on),
             FIELD(certrules_finding, sites)}) &&
        add(structs.get(), "certrules_section", sizeof(certrules_section),
            {FIELD(certrules_section, section), FIELD(certrules_section, given),
             FIELD(certrules_section, applicable), FIELD(certrules_section, conforming),
             FIELD(certrules_section, rating), FIELD(certrules_section, graded_severity),
             FIELD(certrules_section, graded), FIELD(certrules_section, reserved)}) &&
        add(structs.get(), "certrules_fact", sizeof(certrules_fact),
            {FIELD(certrules_fact, fact), FIELD(certrules_fact, reserved),
             FIELD(certrules_fact, value)}) &&
        add(structs.get(), "certrules_event", sizeof(certrules_event),
            {FIELD(certrules_event, struct_size), FIELD(certrules_event, given),
             FIELD(certrules_event, kind), FIELD(certrules_event, on),
             FIELD(certrules_event, audit), FIELD(certrules_event, fee),
             FIELD(certrules_event, decision), FIELD(certrules_event, months),
             FIELD(certrules_event, sites), FIELD(certrules_event, finding_size),
             FIELD(certrules_event, section_size), FIELD(certrules_event, fact_size),
             FIELD(certrules_event, findings), FIELD(certrules_event, finding_count),
             FIELD(certrules_event, sections), FIELD(certrules_event, section_count),
             FIELD(certrules_event, facts), FIELD(certrules_event, fact_count)}) &&
        add(structs.get(), "certrules_verdict", sizeof(certrules_verdict),
            {FIELD(certrules_verdict, struct_size), FIELD(certrules_verdict, flags),
             FIELD(certrules_verdict, status), FIELD(certrules_verdict, public_status),
             FIELD(certrules_verdict, rule), FIELD(certrules_verdict, region),
             FIELD(certrules_verdict, first_day), FIELD(certrules_verdict, last_day),
             FIELD(certrules_verdict, unknown), FIELD(certrules_verdict, fees)}) &&
        add(structs.get(), "certrules_change", sizeof(certrules_change),
            {FIELD(certrules_change, status), FIELD(certrules_change, fact),
             FIELD(certrules_change, finding), FIELD(certrules_change, value)});
    added =
        added &&
        add(structs.get(), "certrules_column_info", sizeof(certrules_column_info),
            {FIELD(certrules_column_info, struct_size), FIELD(certrules_column_info, kind),
             FIELD(certrules_column_info, values), FIELD(certrules_column_info, required),
             FIELD(certrules_column_info, lowest), FIELD(certrules_column_info, highest),
             FIELD(certrules_column_info, severity), FIELD(certrules_column_info, section),
             FIELD(certrules_column_info, fact), FIELD(certrules_column_info, status),
             FIELD(certrules_column_info, tags), FIELD(certrules_column_info, transparent),
             FIELD(certrules_column_info, closed), FIELD(certrules_column_info, seen_on),
             FIELD(certrules_column_info, sites)}) &&
        add(structs.get(), "certrules_column", sizeof(certrules_column),
            {FIELD(certrules_column, column), FIELD(certrules_column, type),
             FIELD(certrules_column, data), FIELD(certrules_column, stride),
             FIELD(certrules_column, validity), FIELD(certrules_column, validity_offset)}) &&
        add(structs.get(), "certrules_column_block", sizeof(certrules_column_block),
            {FIELD(certrules_column_block, type), FIELD(certrules_column_block, flags),
             FIELD(certrules_column_block, data), FIELD(certrules_column_block, row_stride),
             FIELD(certrules_column_block, column_stride), FIELD(certrules_column_block, columns),
             FIELD(certrules_column_block, count), FIELD(certrules_column_block, none)}) &&
        add(structs.get(), "certrules_columns", sizeof(certrules_columns),
            {FIELD(certrules_columns, struct_size), FIELD(certrules_columns, event),
             FIELD(certrules_columns, level), FIELD(certrules_columns, column_size),
             FIELD(certrules_columns, block_size), FIELD(certrules_columns, reserved),
             FIELD(certrules_columns, columns), FIELD(certrules_columns, column_count),
             FIELD(certrules_columns, blocks), FIELD(certrules_columns, block_count)}) &&
        add(structs.get(), "certrules_decisions", sizeof(certrules_decisions),
            {FIELD(certrules_decisions, struct_size), FIELD(certrules_decisions, reserved),
             FIELD(certrules_decisions, status), FIELD(certrules_decisions, first_day),
             FIELD(certrules_decisions, last_day), FIELD(certrules_decisions, region),
             FIELD(certrules_decisions, error)});
    return added ? structs.release() : nullptr;
}

}  // namespace certrules_python
