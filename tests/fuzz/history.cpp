// Histories as JSON: any text has a standing or a clear error; the timeline has no hole and no two
// neighbours alike; all documents and the calendar of a standing agree.

#include "certrules/book.hpp"
#include "certrules/deadline_calendar.hpp"
#include "certrules/disclosure.hpp"
#include "certrules/json.hpp"
#include "certrules/replay.hpp"
#include "detail/json_history.hpp"
#include "support/input.hpp"

#include <array>

using namespace certrules;

namespace {

const book& book_of(std::size_t which) {
    static const std::array<book, 3> books{book::builtin("escp").value(),
                                           book::builtin("ietp@2018-10-09").value(),
                                           book::builtin("ietp@2016-04-01").value()};
    return books[which % books.size()];
}

date day_of(fuzz::input& in) {
    // Mostly days near the histories, now and then any.
    const auto n = in.take<std::uint16_t>();
    return n == 0xFFFFU ? date{in.take<std::int32_t>()}
                        : parse_date("1995-01-01")->plus_days(n / 4);
}

void promise_standing(const standing& s, const history& h) {
    PROMISE(s.edition != nullptr);
    for (std::size_t i = 0; i < s.timeline.size(); ++i) {
        const auto& now = s.timeline[i];
        const bool last = i + 1 == s.timeline.size();
        PROMISE(now.last_day.has_value() == !last);
        if (last)
            continue;
        PROMISE(now.first_day <= *now.last_day);
        PROMISE(s.timeline[i + 1].first_day == now.last_day->plus_days(1));
        PROMISE(s.timeline[i + 1].public_status != now.public_status);
    }
    for (const auto& i : s.timeline)
        if (i.first_day <= s.on && (!i.last_day || s.on <= *i.last_day))
            PROMISE(i.public_status == s.public_status);
    for (const auto& d : s.deadlines) {
        PROMISE(!d.last_day || d.first_day <= *d.last_day);
        PROMISE((d.now == deadline::state::met) <= d.met_on.has_value());
        PROMISE(d.event < h.events.size());
    }
    for (const auto& f : s.fees) {
        PROMISE((f.now == fee_line::state::not_published) <= !f.amount);
        PROMISE(!f.amount || f.amount->minor_units >= 0);
        PROMISE(f.event < h.events.size());
    }
    for (const auto& v : s.voided)
        PROMISE(v.event < h.events.size() && !v.reason.empty());
    for (const auto& ev : h.events)
        PROMISE(ev.known_from() >= ev.on);
    PROMISE(s.known >= s.on || s.known <= s.on);
    for (const auto& viewer : viewers(*s.edition))
        PROMISE(disclosures(*s.edition, s, viewer.id).has_value());
    PROMISE(!disclosures(*s.edition, s, "nobody"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 32 * 1024)
        return 0;
    fuzz::input in(data, size);
    const auto& b = book_of(in.take<std::uint8_t>());
    const auto on = day_of(in);
    const auto known = in.flag() ? std::optional(day_of(in)) : std::nullopt;
    const auto alarm = static_cast<int>(in.take<std::int16_t>());
    const auto text = in.rest();

    const auto whole = replay_json(b, text, on, known);
    const auto fees = fees_json(b, text, on, known);
    const auto deadlines = deadlines_json(b, text, on, known);
    const auto disclosed = disclosures_json(b, text, on, known);
    const auto calendar = history_calendar(b, text, on, known, alarm);
    PROMISE(fees.has_value() == whole.has_value());
    PROMISE(deadlines.has_value() == whole.has_value());
    PROMISE(disclosed.has_value() == whole.has_value());
    PROMISE(calendar.has_value() == (whole.has_value() && alarm >= 0 && alarm <= 365));
    if (!whole) {
        fuzz::promise_error(whole.error());
        PROMISE(to_string(whole.error()) == to_string(fees.error()));
        return 0;
    }
    detail::json_document document;
    for (const auto* made : {&*whole, &*fees, &*deadlines, &*disclosed})
        PROMISE(!document.parse(*made));

    // Once more by the plain function, for what the documents do not show.
    PROMISE(!document.parse(text));
    detail::json_errors errors;
    detail::json_history h;
    PROMISE(h.read(detail::json_value(document, errors)));
    const auto s = replay(b, h.get(), on, known);
    PROMISE(s.has_value());
    promise_standing(*s, h.get());
    if (calendar) {
        calendar_writer c(alarm);
        c.add(*s);
        PROMISE(std::move(c).finish() == *calendar);
    }
    return 0;
}
