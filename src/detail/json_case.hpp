#pragma once

/// A case as JSON has it, in the numbers of the edition that answers.

#include "certrules/book.hpp"
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
};

/// Reads a case. False after an error.
bool read_case(const book& b, const json_value& root, json_case& out);

/// Parts that a history's events have too.
struct json_words {
    explicit json_words(const edition& e);
    std::vector<std::string_view> severities, sections, tags, ratings, statuses, audits, facts,
        fees;
};
void read_findings(const json_value& list, const edition& e, const json_words& words,
                   std::vector<finding>& out);
void read_sections(const json_value& fields, const edition& e, const json_words& words,
                   std::vector<section_count>& out);
void read_facts(const json_value& fields, const edition& e, const json_words& words,
                std::vector<fact_value>& out);

}  // namespace certrules::detail
