// A portfolio decided by several threads: the library starts none, so the host splits the rows.
//
//     columns [FACTORIES] [THREADS]

#include <certrules/columns.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

using namespace certrules;

int main(int argc, char** argv) {
    const std::size_t rows = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
    const std::size_t threads = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 2;
    const auto rules = edition::builtin("escp@2020-09-01");
    if (!rules || rows == 0 || threads == 0) {
        std::fprintf(stderr, "usage: columns [FACTORIES] [THREADS]\n");
        return 2;
    }

    // One array a column. This portfolio repeats itself: each factory has some open minors and
    // majors of one section, and its plan if its number is even.
    const auto event = event_kind::audit_reviewed;
    std::vector<std::uint8_t> minors(rows), wages(rows), plan(rows);
    std::vector<std::int32_t> day(rows), since(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        minors[i] = static_cast<std::uint8_t>(i % 4);
        wages[i] = static_cast<std::uint8_t>(i % 10);
        plan[i] = static_cast<std::uint8_t>(i % 2);
        day[i] = date::from_civil(2024, 5, 20).days();
        since[i] = day[i] - static_cast<std::int32_t>(i % 90);
    }
    const std::uint8_t none_found = 0;
    const auto assessed = static_cast<std::uint8_t>(rules->find_status("assessed"));

    std::vector<column> columns;
    const auto add = [&](std::size_t place, column_type type, const void* data,
                         std::ptrdiff_t stride) {
        column c;
        c.place = place;
        c.type = type;
        c.data = data;
        c.stride = stride;
        columns.push_back(c);
    };
    const auto at = [&](const char* name) { return find_column(*rules, event, name); };
    const auto all = columns_of(*rules, event);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].kind == column_kind::findings && i != at("findings.minor") &&
            i != at("findings.major.wages"))
            add(i, column_type::u8, &none_found, 0);  // the same in every row
    add(at("findings.minor"), column_type::u8, minors.data(), 1);
    add(at("findings.major.wages"), column_type::u8, wages.data(), 1);
    add(at("fact.cap-submitted"), column_type::u8, plan.data(), 1);
    add(at("day"), column_type::i32, day.data(), 4);
    add(at("cycle"), column_type::u8, &assessed, 0);
    add(at("cycle_since"), column_type::i32, since.data(), 4);
    column_table table;
    table.event = event;
    table.columns = columns;

    std::vector<std::int8_t> status(rows);
    std::vector<std::int32_t> last_day(rows);
    decisions out;
    out.status = status.data();
    out.last_day = last_day.data();

    // Each thread takes a range of rows of the same table, into the same arrays.
    std::vector<std::size_t> errors(threads);
    std::vector<std::thread> running;
    for (std::size_t t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            const auto first = rows / threads * t;
            const auto count = t + 1 == threads ? rows - first : rows / threads;
            const auto bad = decide_columns(*rules, table, first, count, out);
            errors[t] = bad ? *bad : count;
        });
    for (auto& thread : running)
        thread.join();

    std::size_t wrong = 0;
    for (const auto n : errors)
        wrong += n;
    for (const auto& s : rules->statuses()) {
        std::size_t count = 0;
        for (const auto one : status)
            count += one >= 0 && &s == &rules->statuses()[static_cast<std::size_t>(one)] ? 1U : 0U;
        if (count != 0)
            std::printf("%-12s %zu\n", std::string(s.id).c_str(), count);
    }
    std::printf("%-12s %zu\n", "errors", wrong);
    return 0;
}
