#pragma once

/// A standing for people in a terminal.

#include "certrules/disclosure.hpp"
#include "certrules/standing.hpp"

#include <string>
#include <string_view>

namespace certrules::cli {

std::string standing_report(const std::string& name, const standing& s, const history& h);
std::string fee_report(const std::string& name, const standing& s);
std::string disclosure_report(const std::string& name, const standing& s);

}  // namespace certrules::cli
