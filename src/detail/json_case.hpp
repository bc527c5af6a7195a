#pragma once

/// A case as JSON has it, in the numbers of the edition that answers.

#include "certrules/book.hpp"
#include "detail/edition_data.hpp"
#include "detail/json_reader.hpp"

#include <vector>

namespace certrules::detail {

/// What a case holds; its event views the vectors, and finding ids the document.
struct json_case {
    const certrules::edition* edition = nullptr;
    certrules::state state;
    certrules::event event;
    std::vector<finding> findings;
    std::vector<section_count> sections;
    std::vector<fact_value> facts;
    std::string_view factory;  // whose case it is, where it says so
};

/// Reads a case. False after an error.
bool read_case(const book& b, const json_value& root, json_case& out);

/// Parts that a history's events have too.
void read_findings(const json_value& list, const edition& e, const word_names& words,
                   std::vector<finding>& out);
void read_sections(const json_value& fields, const edition& e, const word_names& words,
                   std::vector<section_count>& out);
void read_facts(const json_value& fields, const edition& e, const word_names& words,
                std::vector<fact_value>& out);

}  // namespace certrules::detail
