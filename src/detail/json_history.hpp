#pragma once

/// A history as JSON has it, and a standing as JSON.

#include "certrules/history.hpp"
#include "certrules/standing.hpp"
#include "detail/json_reader.hpp"
#include "detail/json_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace certrules::detail {

/// A history that was read; views this object and the document, and is not to be copied.
class json_history {
public:
    json_history() = default;
    json_history(const json_history&) = delete;
    json_history& operator=(const json_history&) = delete;

    /// False after an error. What was read before is gone.
    bool read(const json_value& root);
    const history& get() const noexcept { return history_; }

private:
    struct extent {
        std::size_t first = 0, count = 0;
    };
    struct parts {
        extent findings, sections, facts;
    };
    void read_event(const json_value& value);
    void read_own_fields(json_object& object, history_event& ev, parts& own);
    extent read_findings(const json_value& list);
    extent read_sections(const json_value& fields);
    extent read_facts(const json_value& fields);
    static void read_number(const json_value& value, history_fact& f);
    void connect();

    history history_;
    std::vector<date> holidays_;
    std::vector<history_event> events_;
    std::vector<parts> parts_;
    std::vector<history_finding> findings_;
    std::vector<extent> tags_of_;
    std::vector<std::string_view> tags_;
    std::vector<history_section> sections_;
    std::vector<history_fact> facts_;
};

void write_standing(json_writer& out, const standing& s, const history& h);

/// Documents of one part of a standing, each on one line without a line end.
std::string fee_statement(const standing& s);
std::string deadline_list(const standing& s);
std::string disclosure_list(const standing& s);

}  // namespace certrules::detail
