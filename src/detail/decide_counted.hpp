#pragma once

/// The middle of `decide`, for callers whose findings come in pieces.

#include "certrules/decide.hpp"
#include "detail/reading.hpp"

namespace certrules::detail {

/// Decides a case that was checked and whose findings were counted; those in `ev` are not read.
result<verdict, error> decide_counted(const edition& e, const state& given, const event& ev,
                                      const counts& counted);

}  // namespace certrules::detail
