#include "cli/test_reports.hpp"

#include "cli/common.hpp"
#include "cli/escaped.hpp"
#include "detail/json_writer.hpp"
#include "detail/printable.hpp"

#include <fmt/format.h>

namespace certrules::cli {

namespace {

std::string line_of(const policy_test_difference& d) {
    return fmt::format("{}: expected {}, got {}", d.field, d.expected, d.got);
}

std::size_t failures(const std::vector<test_report>& reports) {
    std::size_t n = 0;
    for (const auto& r : reports)
        n += r.result.passed ? 0U : 1U;
    return n;
}

std::string xml(std::string_view text) {
    return escaped(detail::printable(text));
}

/// A text as a double-quoted YAML scalar, which is what JSON has too.
std::string quoted(std::string_view text) {
    detail::json_writer out;
    out.string(text);
    return out.take();
}

/// TAP parts a name from a directive by `#`.
std::string tap_name(std::string_view name) {
    std::string out;
    for (const char c : detail::printable(name)) {
        if (c == '#' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::string text_report(const policy_tests& tests, const std::vector<test_report>& reports) {
    std::string text;
    for (const auto& r : reports) {
        if (r.result.passed)
            continue;
        text += fmt::format("{} {}\n  {}\n", red(bold("failed")),
                            bold(detail::printable(tests.name(r.test))),
                            dim(fmt::format("{}:{}", tests.file(r.test), tests.line(r.test))));
        std::size_t width = 5;
        for (const auto& d : r.result.differences)
            width = std::max(width, d.field.size());
        for (const auto& d : r.result.differences)
            text += fmt::format("  {:{}}  {}\n  {:{}}  {}\n", d.field, width,
                                red("- expected " + detail::printable(d.expected)), "", width,
                                green("+ got      " + detail::printable(d.got)));
        for (const auto& line : r.result.fired)
            text += fmt::format("  {} {}\n", dim("|"), detail::printable(line));
        text += "\n";
    }
    const auto failed = failures(reports);
    const auto passed = fmt::format("{} passed", reports.size() - failed);
    text += fmt::format("{}, {}\n", green(passed),
                        failed == 0 ? "0 failed" : red(fmt::format("{} failed", failed)));
    return text;
}

std::string tap_report(const policy_tests& tests, const std::vector<test_report>& reports) {
    std::string text = fmt::format("TAP version 14\n1..{}\n", reports.size());
    std::size_t number = 0;
    for (const auto& r : reports) {
        text += fmt::format("{} {} - {}\n", r.result.passed ? "ok" : "not ok", ++number,
                            tap_name(tests.name(r.test)));
        if (r.result.passed)
            continue;
        text += fmt::format("  ---\n  at: {}\n  differences:\n",
                            quoted(fmt::format("{}:{}", tests.file(r.test), tests.line(r.test))));
        for (const auto& d : r.result.differences)
            text += fmt::format("    - field: {}\n      expected: {}\n      got: {}\n",
                                quoted(d.field), quoted(d.expected), quoted(d.got));
        text += "  fired:\n";
        for (const auto& line : r.result.fired)
            text += fmt::format("    - {}\n", quoted(line));
        text += "  ...\n";
    }
    return text;
}

std::string junit_report(const std::string& policy, const policy_tests& tests,
                         const std::vector<test_report>& reports) {
    std::string suites;
    for (std::size_t i = 0; i < reports.size();) {
        const auto file = tests.file(reports[i].test);
        std::string cases;
        std::size_t number = 0, failed = 0;
        for (; i < reports.size() && tests.file(reports[i].test) == file; ++i) {
            const auto& r = reports[i];
            ++number;
            cases +=
                fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                            xml(policy), xml(tests.name(r.test)), xml(file), tests.line(r.test));
            if (r.result.passed) {
                cases += "/>\n";
                continue;
            }
            ++failed;
            std::string first, all;
            for (const auto& d : r.result.differences) {
                if (first.empty())
                    first = line_of(d);
                all += xml(line_of(d)) + "\n";
            }
            for (const auto& line : r.result.fired)
                all += xml(line) + "\n";
            cases += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                                 xml(first), all);
        }
        suites += fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
            "skipped=\"0\">\n{}  </testsuite>\n",
            xml(file), number, failed, cases);
    }
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" "
        "failures=\"{}\">\n{}</testsuites>\n",
        reports.size(), failures(reports), suites);
}

std::string json_tests(const policy_tests& tests, const std::vector<test_report>& reports) {
    detail::json_writer out;
    out.open('[');
    for (const auto& r : reports) {
        out.open('{').key("name").string(tests.name(r.test)).key("file").string(tests.file(r.test));
        out.key("line").number(tests.line(r.test)).key("cites").open('[');
        for (const auto& cite : tests.cites(r.test))
            out.string(cite);
        out.close(']').key("passed").boolean(r.result.passed).key("differences").open('[');
        for (const auto& d : r.result.differences) {
            out.open('{').key("field").string(d.field).key("expected").string(d.expected);
            out.key("got").string(d.got).close('}');
        }
        out.close(']').key("fired").open('[');
        for (const auto& line : r.result.fired)
            out.string(line);
        out.close(']').close('}');
    }
    out.close(']');
    return out.take();
}

std::string json_report(const std::string& policy, const policy_tests& tests,
                        const std::vector<test_report>& reports, const std::string& coverage,
                        const std::string& mutants) {
    const auto failed = failures(reports);
    detail::json_writer out;
    out.open('{').key("policy").string(policy);
    out.key("passed").number(static_cast<std::int64_t>(reports.size() - failed));
    out.key("failed").number(static_cast<std::int64_t>(failed));
    out.key("tests").raw(json_tests(tests, reports));
    if (!coverage.empty())
        out.key("coverage").raw(coverage);
    if (!mutants.empty())
        out.key("mutation").raw(mutants);
    out.close('}');
    return out.take() + "\n";
}

std::string coverage_report(const std::vector<edition_coverage>& all) {
    std::string text;
    for (const auto& c : all) {
        text += fmt::format("\n{}\n", bold("coverage of " + c.edition));
        for (std::size_t i = 0; i < coverage_kinds; ++i) {
            const auto kind = static_cast<coverage_kind>(i);
            text += fmt::format("  {:12} {} of {}\n", name_of(kind), c.exercised(kind),
                                c.reachable(kind));
        }
    }
    return text;
}

std::string mutants_report(const std::vector<policy_mutant>& all) {
    if (all.empty())
        return {};
    std::size_t noticed = 0, counted = 0, same = 0;
    for (const auto& m : all) {
        same += m.state == mutant_state::equivalent ? 1U : 0U;
        noticed += m.state == mutant_state::noticed ? 1U : 0U;
        if (m.state == mutant_state::noticed || m.state == mutant_state::unnoticed ||
            m.state == mutant_state::undecided)
            ++counted;
    }
    return fmt::format("\n{}\n  {} of {} noticed; {} more change nothing\n", bold("changes"),
                       noticed, counted, same);
}

}  // namespace certrules::cli
