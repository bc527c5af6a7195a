"""The structs of `certrules_decide_columns`, for ctypes."""
import ctypes
from ctypes import POINTER, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p


class Column(ctypes.Structure):
    _fields_ = [("column", c_uint32), ("type", c_int32), ("data", c_void_p), ("stride", c_int64),
                ("validity", c_void_p), ("validity_offset", c_uint64)]


class Columns(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("event", c_int32), ("level", c_int32), ("column_size", c_uint32),
                ("block_size", c_uint32), ("reserved", c_uint32), ("columns", POINTER(Column)),
                ("column_count", c_size_t), ("blocks", c_void_p), ("block_count", c_size_t)]


class Decisions(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_uint32), ("status", c_void_p), ("first_day", c_void_p),
                ("last_day", c_void_p), ("region", c_void_p), ("error", c_void_p)]
