#pragma once

/// Cases as CSV: a heading line of columns, one case a row. A column is the dotted path of a
/// case's field (docs/forms.md), so a row is read as the JSON case that it stands for.

#include "certrules/book.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace certrules::cli {

class line_reader;

/// One record of a CSV file: cells between commas, quoted where they hold commas, quotes or line
/// ends.
class csv_reader {
public:
    explicit csv_reader(line_reader& lines) : lines_(lines) {}
    /// The next record that is not blank; false at the end. Throws bad_input for a quote astray.
    bool next(std::vector<std::string>& cells);
    std::uint64_t line() const noexcept { return first_line_; }  ///< where the record began

private:
    line_reader& lines_;
    std::string text_, more_;
    std::uint64_t first_line_ = 0;
    std::uint64_t lines_read_ = 0;
};

class csv_cases {
public:
    /// Takes the heading. Words are those of any edition of the two policies.
    /// Throws bad_input for an unknown or repeated column.
    csv_cases(const std::vector<std::string>& heading, const book& one, const book& other);

    /// The JSON case of a row. Throws bad_input.
    std::string_view json(const std::vector<std::string>& cells);

private:
    enum class kind { text, number, list, findings };
    struct column {
        std::vector<std::string> path;  // of a finding: section, severity
        kind holds = kind::text;
        std::size_t place = 0;  // in the row
        std::string tags, transparent;
    };
    column read_column(const std::string& name, std::size_t place, const book& one,
                       const book& other);
    void write_cell(const column& c, const std::string& cell);
    void write_findings(const std::vector<std::string>& cells);
    void quote(std::string_view text);

    std::vector<std::string> heading_;
    std::vector<column> fields_, findings_;
    bool has_state_ = false;
    std::string json_;
};

}  // namespace certrules::cli
