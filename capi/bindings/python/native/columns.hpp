#pragma once

/// Deciding over columns: arrays that Python objects lend, without copies.

#include "book.hpp"

namespace certrules_python {

/// Book._columns(edition, event): all that certrules.h says of each column, as tuples.
PyObject* describe_columns(PyObject* self, PyObject* arguments);

/// Book._column_of(edition, event, section, severity, transparent, closed, tags, sites, of):
/// the number of the column that counts such a finding, or -1. Words are str, tags a list of str.
PyObject* column_of(PyObject* self, PyObject* arguments);

/// Book._decide_columns(edition, event, columns, blocks, rows, first, count, outputs, level): how
/// many rows have an error.
///   columns  list of (number, array, validity or None, validity offset, constant)
///   blocks   list of (array of one or two dimensions, numbers as int32 or None, none or None)
///   outputs  (status, first_day, last_day, region, error): writable buffers or None
PyObject* decide_columns(PyObject* self, PyObject* arguments);

/// column_level(): CERTRULES_LEVEL_... of this processor.
PyObject* column_level(PyObject* module, PyObject*);

/// room(bytes): a bytearray whose content is whatever was there.
PyObject* room(PyObject* module, PyObject* size);

/// arrow_arrays(producer): [(schema capsule, array capsule)], by the Arrow PyCapsule interface; and
/// arrow_columns(schema, array): [(name, format, length, offset, nulls, buffers, dictionary)] of a
/// struct array's children, or of the array itself.
PyObject* arrow_arrays(PyObject* module, PyObject* producer);
PyObject* arrow_columns(PyObject* module, PyObject* arguments);

}  // namespace certrules_python
