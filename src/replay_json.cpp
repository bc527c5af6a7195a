#include "certrules/json.hpp"
#include "certrules/replay.hpp"
#include "detail/json_history.hpp"

namespace certrules {

using namespace detail;

result<std::string, error> replay_json(const book& b, std::string_view history_json, date on,
                                       std::optional<date> known) {
    json_document document;
    if (auto wrong = document.parse(history_json))
        return unexpected(std::move(*wrong));
    json_errors errors;
    const json_value root(document, errors);
    json_history h;
    if (!h.read(root))
        return unexpected(std::move(*errors.first));
    const auto s = replay(b, h.get(), on, known);
    if (!s)
        return unexpected(s.error());
    json_writer out;
    write_standing(out, *s, h.get());
    return out.take();
}

}  // namespace certrules
