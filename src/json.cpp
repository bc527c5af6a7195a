#include "certrules/json.hpp"

#include "detail/json_verdict.hpp"

namespace certrules {

using namespace detail;

result<std::string, error> decide_json(const book& b, std::string_view case_json,
                                       const verdict_json_options& o) {
    json_document document;
    if (auto wrong = document.parse(case_json))
        return unexpected(std::move(*wrong));
    json_errors errors;
    const json_value root(document, errors);
    json_case c;
    if (!read_case(b, root, c))
        return unexpected(std::move(*errors.first));
    return write_verdict(c, o);
}

result<std::string, error> explain_json(const edition& e, std::uint32_t region) {
    const auto x = explain(e, region);
    if (!x)
        return unexpected(x.error());
    json_writer out;
    write_explanation(out, e, *x);
    return out.take();
}

}  // namespace certrules
