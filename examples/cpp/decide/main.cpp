// Decides an audit's review with one open major, and what would earn a better status.
#include <certrules/explain.hpp>
#include <certrules/what_if.hpp>
#include <iostream>

int main() {
    using namespace certrules;
    const auto loaded = edition::builtin("escp@2020-09-01");
    if (!loaded) {
        std::cerr << to_string(loaded.error().front()) << '\n';
        return 1;
    }
    const edition& e = *loaded;

    // A host looks its words up once; from then on their numbers stand for them.
    const date on = *parse_date("2024-05-20");
    state factory;
    factory.audit_cycle =
        cycle{e.find_status("assessed"), date(on.days() - 18), date(on.days() - 18)};
    finding open_major;
    open_major.id = "F1";
    open_major.section = e.find_section("wages");
    open_major.severity = e.find_severity("major");
    const fact_value plan{e.find_fact("cap-submitted"), 1};
    event review;
    review.on = on;
    review.findings = {&open_major, 1};
    review.facts = {&plan, 1};

    const auto answer = decide(e, factory, review);
    if (!answer) {
        std::cerr << to_string(answer.error()) << '\n';
        return 1;
    }
    std::cout << e.name_of(answer->status) << " until " << to_string(answer->valid->last_day)
              << '\n'
              << to_string(*explain(e, factory, review));
    const auto better = what_if(e, factory, review);
    for (const auto& change : better->changes)
        for (const auto& step : to_strings(e, review, change))
            std::cout << "to reach " << e.name_of(change.status) << ": " << step << '\n';
}
