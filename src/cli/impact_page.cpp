#include "cli/impact_page.hpp"

#include "cli/escaped.hpp"
#include "cli/progress.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <vector>

namespace certrules::cli {

namespace {

constexpr std::size_t most_rows = 5000;  // more than anybody reads, and a page still opens

constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { --ink: #1d2430; --soft: #5c6675; --line: #d9dee5; --worse: #b3362b; --better: #1f7a4d;
  --other: #6a5aa8; --same: #c3cad4; }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: var(--ink);
  margin: 0 auto; max-width: 1120px; padding: 28px 24px 60px; background: #fff; }
h1 { font-size: 24px; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 34px 0 10px; }
p { margin: 6px 0; }
.soft { color: var(--soft); }
code { font: 13px ui-monospace, "DejaVu Sans Mono", monospace; }
.figures { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0 0; padding: 0; list-style: none; }
.figures li { border: 1px solid var(--line); border-radius: 6px; padding: 10px 16px; min-width: 120px; }
.figures b { display: block; font-size: 22px; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; display: block; }
svg text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink); }
svg .count { fill: var(--soft); font-size: 12px; }
.key { display: flex; flex-wrap: wrap; gap: 18px; color: var(--soft); font-size: 13px; }
.key i { display: inline-block; width: 22px; height: 10px; margin-right: 6px; border-radius: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); }
th { border-bottom: 2px solid var(--ink); white-space: nowrap; }
th button { font: inherit; font-weight: 600; border: 0; background: none; padding: 0; cursor: pointer;
  color: inherit; }
th[aria-sort=ascending] button::after { content: " \25B2"; font-size: 10px; }
th[aria-sort=descending] button::after { content: " \25BC"; font-size: 10px; }
td.number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 18px; }
td .title { display: block; color: var(--soft); }
.worse { color: var(--worse); } .better { color: var(--better); } .unknown { color: var(--other); }
.controls { display: flex; gap: 16px; flex-wrap: wrap; align-items: center; margin: 0 0 8px; }
.controls input[type=search] { font: inherit; padding: 4px 8px; border: 1px solid var(--line);
  border-radius: 4px; min-width: 230px; }
tr[hidden] { display: none; }
@media print {
  body { max-width: none; padding: 0; font-size: 11px; }
  .controls, .screen { display: none; }
  table { font-size: 9px; } td, th { padding: 3px 6px 3px 0; }
  thead { display: table-header-group; } tr, svg { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
</style>
)";

constexpr std::string_view script = R"(<script>
(function () {
  var table = document.getElementById("rows"), body = table.tBodies[0];
  var all = Array.prototype.slice.call(body.rows);
  function value(row, column) {
    var cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    head.querySelector("button").addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") !== "descending" &&
                 (head.hasAttribute("aria-sort") || head.classList.contains("number"));
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) {
        other.removeAttribute("aria-sort");
      });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      all.sort(function (a, b) {
        var x = value(a, column), y = value(b, column);
        var order = typeof x === "number" ? x - y : x.localeCompare(y);
        return down ? -order : order;
      });
      all.forEach(function (row) { body.appendChild(row); });
    });
  });
  var search = document.getElementById("search"), same = document.getElementById("same");
  function filter() {
    var words = search.value.toLowerCase().split(/\s+/);
    var shown = 0;
    all.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = (!same.checked && row.dataset.same === "1") ||
                   !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) shown += 1;
    });
    document.getElementById("shown").textContent = shown + " of " + all.length + " rows";
  }
  search.addEventListener("input", filter);
  same.addEventListener("change", filter);
  filter();
})();
</script>
)";

// ---- the drawing

struct node {
    std::string label;
    std::uint64_t cases = 0;
    int order = 0;  // the best first
    double top = 0, height = 0;
    double used = 0;  // by bands so far
};

/// The rank of a status in the newest edition that has it; nothing and refusals come last.
int order_of(const impact& i, const impact_outcome& o) {
    if (o.refused != error_code::ok)
        return 200'000 + static_cast<int>(o.refused);
    for (const auto* b : {&i.new_policy(), &i.old_policy()})
        for (auto e = b->editions().rbegin(); e != b->editions().rend(); ++e)
            if (const auto s = e->find_status(o.status); s != status_id::none)
                return -e->statuses()[index(s)].rank;
    return 100'000;
}

class drawing {
public:
    explicit drawing(const impact& i, const std::vector<impact_flow>& flows) {
        for (const auto& f : flows) {
            add(left_, i, f.from, f.cases);
            add(right_, i, f.to, f.cases);
            total_ += f.cases;
        }
        for (auto* one : {&left_, &right_})
            place(*one);
        height_ += 34;
        bands(i, flows);
        nodes(left_, true);
        nodes(right_, false);
    }

    std::string svg(const impact_names& names) const {
        return fmt::format(
            "<svg viewBox=\"0 0 {} {:.0f}\" role=\"img\" aria-label=\"Flow of cases from the old "
            "statuses to the new\">\n"
            "<text x=\"{}\" y=\"14\" text-anchor=\"end\" class=\"count\">{}</text>\n"
            "<text x=\"{}\" y=\"14\" class=\"count\">{}</text>\n{}</svg>\n",
            width, height_, left_edge + bar, escaped(names.old_policy), right_edge - bar,
            escaped(names.new_policy), body_);
    }

private:
    static constexpr double width = 1060, left_edge = 210, right_edge = 850, bar = 14;
    static constexpr double room = 420, gap = 16, least = 2, first_top = 28;

    using side = std::map<std::pair<int, std::string>, node>;

    static void add(side& s, const impact& i, const impact_outcome& o, std::uint64_t cases) {
        const auto order = order_of(i, o);
        auto& n = s[{order, outcome_text(o)}];
        n.label = outcome_text(o);
        n.order = order;
        n.cases += cases;
    }

    double thick(std::uint64_t cases) const {
        return std::max(least, room * static_cast<double>(cases) / static_cast<double>(total_));
    }

    void place(side& s) {
        double top = first_top;
        for (auto& [key, n] : s) {
            n.top = top;
            n.height = std::max(thick(n.cases), 2.0);
            top += std::max(n.height, 14.0) + gap;
        }
        height_ = std::max(height_, top - gap);
    }

    void bands(const impact& i, const std::vector<impact_flow>& flows) {
        // From the top down on both sides, so that bands cross as little as they can.
        std::vector<const impact_flow*> order;
        for (const auto& f : flows)
            order.push_back(&f);
        std::sort(order.begin(), order.end(), [&](const impact_flow* a, const impact_flow* b) {
            return std::tuple(order_of(i, a->from), order_of(i, a->to)) <
                   std::tuple(order_of(i, b->from), order_of(i, b->to));
        });
        std::string changed;
        for (const auto* f : order) {
            auto& from = left_.at({order_of(i, f->from), outcome_text(f->from)});
            auto& to = right_.at({order_of(i, f->to), outcome_text(f->to)});
            const auto t = room * static_cast<double>(f->cases) / static_cast<double>(total_);
            const auto a = from.top + from.used, b = to.top + to.used;
            from.used += t;
            to.used += t;
            const bool same = f->from == f->to;
            const auto colour =
                same ? "var(--same)"
                     : (f->direction == impact_direction::worse
                            ? "var(--worse)"
                            : (f->direction == impact_direction::better ? "var(--better)"
                                                                        : "var(--other)"));
            const auto x1 = left_edge + bar, x2 = right_edge - bar, middle = (x1 + x2) / 2;
            const auto shown = std::max(t, 1.5);
            auto& to_text = same ? body_ : changed;  // changes are drawn over the rest
            to_text += fmt::format(
                "<path d=\"M{0:.1f},{1:.1f} C{2:.1f},{1:.1f} {2:.1f},{3:.1f} {4:.1f},{3:.1f} "
                "L{4:.1f},{5:.1f} C{2:.1f},{5:.1f} {2:.1f},{6:.1f} {0:.1f},{6:.1f} Z\" "
                "fill=\"{7}\" fill-opacity=\"{8}\"><title>{9} to {10}: {11} cases</title></path>\n",
                x1, a, middle, b, x2, b + shown, a + shown, colour, same ? "0.55" : "0.75",
                escaped(outcome_text(f->from)), escaped(outcome_text(f->to)), grouped(f->cases));
        }
        body_ += changed;
    }

    void nodes(const side& s, bool left) {
        for (const auto& [key, n] : s) {
            const auto x = left ? left_edge : right_edge - bar;
            const auto text = left ? left_edge - 8 : right_edge + 8;
            body_ += fmt::format(
                "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.0f}\" height=\"{:.1f}\" "
                "fill=\"#3d4756\"/>\n<text x=\"{:.1f}\" y=\"{:.1f}\"{}>{} <tspan "
                "class=\"count\">{}</tspan></text>\n",
                x, n.top, bar, n.height, text, n.top + n.height / 2 + 4.5,
                left ? " text-anchor=\"end\"" : "", escaped(n.label), grouped(n.cases));
        }
    }

    side left_, right_;
    std::uint64_t total_ = 0;
    double height_ = 0;
    std::string body_;
};

// ---- the table

std::string rule_cell(const impact_answer& a) {
    const auto edition = a.edition == nullptr ? "no edition" : std::string(a.edition->name());
    if (a.refused != error_code::ok)
        return fmt::format("<td>{}<span class=\"title\">{}, {}</span></td>",
                           escaped(reason_name(a.refused)), escaped(a.message), escaped(edition));
    const auto& rule = a.edition->rules()[index(a.rule)];
    return fmt::format("<td><code>{}</code><span class=\"title\">{} ({} region {})</span></td>",
                       escaped(rule.id), escaped(rule.title), escaped(edition), a.region);
}

std::string days_text(const std::optional<validity>& days) {
    return days ? fmt::format("{} to {}", to_string(days->first_day), to_string(days->last_day))
                : "no end";
}

std::string examples_cell(const impact_row& r) {
    std::string text;
    for (const auto& x : r.examples)
        text += x.factory.empty() ? fmt::format("{}line {}", text.empty() ? "" : ", ", x.number)
                                  : fmt::format("{}{} (line {})", text.empty() ? "" : ", ",
                                                escaped(x.factory), x.number);
    if (r.change == impact_change::days && !r.examples.empty())
        text +=
            fmt::format("<span class=\"title\">first: {} becomes {}</span>",
                        days_text(r.examples.front().before), days_text(r.examples.front().after));
    return text;
}

/// The public status too, where it is what changed.
std::string status_cell(const impact_row& r, const impact_answer& a) {
    auto text = escaped(outcome_text(outcome_of(a)));
    if (r.change == impact_change::public_status)
        text += fmt::format("<span class=\"title\">shows {}</span>",
                            escaped(outcome_text({a.edition->name_of(a.public_status)})));
    return text;
}

std::string table(const impact_report& r) {
    std::string text =
        "<table id=\"rows\"><thead><tr><th class=\"number\" aria-sort=\"descending\"><button>Cases"
        "</button></th>";
    for (const auto* title : {"Change", "From", "To", "Rule before", "Rule after", "For example"})
        text += fmt::format("<th><button>{}</button></th>", title);
    text += "</tr></thead>\n<tbody>\n";
    std::map<std::pair<std::string, std::string>, impact_direction> directions;
    for (const auto& f : r.flows)
        directions[{outcome_text(f.from), outcome_text(f.to)}] = f.direction;
    std::vector<const impact_row*> order;
    for (const auto& row : r.rows)
        order.push_back(&row);
    order.resize(std::min(order.size(), most_rows));  // the greatest changes
    std::stable_sort(order.begin(), order.end(),
                     [](const impact_row* a, const impact_row* b) { return a->cases > b->cases; });
    for (const auto* row : order) {
        const auto direction = directions[{outcome_text(outcome_of(row->before)),
                                           outcome_text(outcome_of(row->after))}];
        const bool arrow = row->change == impact_change::status;
        text += fmt::format(
            "<tr data-same=\"{}\"><td class=\"number\" data-value=\"{}\">{}</td><td class=\"{}\">"
            "{}</td><td>{}</td><td>{}</td>",
            row->change == impact_change::none ? 1 : 0, row->cases, grouped(row->cases),
            arrow ? name_of(direction) : "",
            arrow ? (direction == impact_direction::worse
                         ? "\u25bc worse"
                         : (direction == impact_direction::better ? "\u25b2 better" : "status"))
                  : escaped(name_of(row->change)),
            status_cell(*row, row->before), status_cell(*row, row->after));
        text += rule_cell(row->before) + rule_cell(row->after);
        text += fmt::format("<td>{}</td></tr>\n", examples_cell(*row));
    }
    return text + "</tbody></table>\n";
}

std::string policy_line(const std::string& name, const book& b) {
    std::string text = fmt::format("<b>{}</b>", escaped(name));
    for (const auto& e : b.editions())
        text += fmt::format(" <span class=\"soft\">{} <code title=\"{}\">{}\u2026</code></span>",
                            e.name() == name ? "" : escaped(e.name()), e.hash(),
                            e.hash().substr(0, 12));
    return text;
}

std::string figure(std::uint64_t cases, std::string_view label, std::string_view style = "") {
    return fmt::format("<li><b class=\"{}\">{}</b>{}</li>\n", style, grouped(cases), label);
}

}  // namespace

std::string outcome_text(const impact_outcome& o) {
    if (o.refused != error_code::ok)
        return fmt::format("refused ({})", reason_name(o.refused));
    return o.status.empty() ? "nothing" : std::string(o.status);
}

impact_outcome outcome_of(const impact_answer& a) {
    if (a.refused != error_code::ok)
        return {{}, a.refused};
    return {a.edition->name_of(a.status), error_code::ok};
}

std::string impact_page(const impact_names& names, const impact& i) {
    const auto r = i.report();
    std::uint64_t worse = 0, better = 0, other = 0;
    for (const auto& f : r.flows)
        (f.direction == impact_direction::worse
             ? worse
             : (f.direction == impact_direction::better ? better : other)) +=
            f.from == f.to ? 0 : f.cases;
    const auto changed = [&](impact_change c) { return r.by_change[static_cast<std::size_t>(c)]; };

    std::string page(head);
    page += fmt::format("<title>Impact: {} to {}</title>\n</head>\n<body>\n",
                        escaped(names.old_policy), escaped(names.new_policy));
    page += fmt::format(
        "<h1>What the change does to {} cases</h1>\n<p>From {}<br>to {}</p>\n<p class=\"soft\">"
        "Cases: {}. A recommendation of rules as read; the programme's own review decides.</p>\n",
        grouped(r.cases), policy_line(names.old_policy, i.old_policy()),
        policy_line(names.new_policy, i.new_policy()), escaped(names.cases));
    page += "<ul class=\"figures\">\n" + figure(changed(impact_change::none), "stay the same");
    page += figure(worse, "get a worse status", "worse");
    page += figure(better, "get a better status", "better");
    if (other != 0)
        page += figure(other, "change in a way without rank", "unknown");
    page += figure(changed(impact_change::public_status), "show something else");
    page += figure(changed(impact_change::days), "have other days");
    page += figure(changed(impact_change::rule), "by another rule only");
    page += "</ul>\n";
    if (r.cases != 0) {
        page += "<h2>From which status to which</h2>\n" + drawing(i, r.flows).svg(names);
        page +=
            "<p class=\"key\"><span><i style=\"background: var(--same)\"></i>same status</span>"
            "<span><i style=\"background: var(--worse)\"></i>worse</span><span><i "
            "style=\"background: var(--better)\"></i>better</span><span><i style=\"background: "
            "var(--other)\"></i>neither</span></p>\n";
    }
    page +=
        "<h2>By rule and region</h2>\n<div class=\"controls\"><input type=\"search\" id=\"search\" "
        "placeholder=\"Filter: words of a row\" aria-label=\"Filter\"><label><input "
        "type=\"checkbox\" id=\"same\"> also what stays the same</label><span class=\"soft\" "
        "id=\"shown\"></span></div>\n";
    page += table(r);
    if (r.rows.size() > most_rows || r.beyond_the_rows != 0)
        page += fmt::format(
            "<p class=\"soft\">{} rows of least change are left out of this table; {} cases have "
            "no row at all. The figures above count every case.</p>\n",
            grouped(r.rows.size() - std::min(r.rows.size(), most_rows)),
            grouped(r.beyond_the_rows));
    page += script;
    page += "</body>\n</html>\n";
    return page;
}

}  // namespace certrules::cli
