// Cases as JSON: any text is decided or refused with a clear error, always in the same way, and the
// state after one event is a state before the next.

#include "certrules/book.hpp"
#include "certrules/json.hpp"
#include "detail/json_document.hpp"
#include "support/input.hpp"

#include <array>

using namespace certrules;

namespace {

const book& book_of(std::size_t which) {
    static const std::array<book, 4> books{
        book::builtin("escp").value(), book::builtin("ietp@2018-10-09").value(),
        book::builtin("ietp@2016-04-01").value(), book::builtin("escp@2020-09-01").value()};
    return books[which % books.size()];
}

/// The value of a field of a document that we wrote: everything up to the end of an object.
std::string state_of(std::string_view verdict) {
    const auto from = verdict.find("\"state\": {") + 9;
    std::size_t depth = 0;
    for (auto i = from; i < verdict.size(); ++i) {
        depth += verdict[i] == '{' ? 1U : 0U;
        depth -= verdict[i] == '}' ? 1U : 0U;
        if (depth == 0)
            return std::string(verdict.substr(from, i + 1 - from));
    }
    return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 32 * 1024)
        return 0;
    fuzz::input in(data, size);
    const auto& b = book_of(in.take<std::uint8_t>());
    const auto text = in.rest();
    const auto full = decide_json(b, text);
    const auto brief = decide_json(b, text, {false});
    PROMISE(full.has_value() == brief.has_value());
    if (!full) {
        fuzz::promise_error(full.error());
        PROMISE(to_string(full.error()) == to_string(brief.error()));
        return 0;
    }
    detail::json_document document;
    PROMISE(!document.parse(*full) && !document.parse(*brief));
    PROMISE(full->find("\"what_if\": [") != std::string::npos);
    PROMISE(brief->find("\"what_if\": [") == std::string::npos);
    PROMISE(decide_json(b, text).value() == *full);
    // The state, given back on a day as late as any, is understood: whatever else is wrong with
    // the question, it is not the state.
    const auto next = decide_json(
        b, R"({"event": "finding-closed", "on": "2999-12-31", "state": )" + state_of(*full) + "}");
    if (!next) {
        fuzz::promise_error(next.error());
        // But for a cycle of the host's that began after its event: its days mean nothing.
        PROMISE(next.error().place.find("state") == std::string::npos ||
                next.error().place.rfind("state.cycle", 0) == 0);
    }
    return 0;
}
