#include "certrules/edition.hpp"

#include "certrules/book.hpp"
#include "certrules/limits.hpp"
#include "detail/builtin_texts.hpp"
#include "detail/columns/plan.hpp"
#include "detail/event_names.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"
#include "detail/toml_depth.hpp"

#include <fmt/format.h>

namespace certrules {

namespace {

template <class Id, class List>
Id find(const List& list, std::string_view name) noexcept {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].id == name)
            return static_cast<Id>(i);
    return Id::none;
}

template <class Id, class List>
std::string_view name(const List& list, Id id) noexcept {
    return index(id) < list.size() ? list[index(id)].id : std::string_view{};
}

}  // namespace

std::string_view name_of(event_kind kind) noexcept {
    const auto i = static_cast<std::size_t>(kind);
    return i < detail::event_names.size() ? detail::event_names[i] : std::string_view{};
}

std::optional<event_kind> find_event(std::string_view name) noexcept {
    for (std::size_t i = 1; i < detail::event_names.size(); ++i)
        if (detail::event_names[i] == name)
            return static_cast<event_kind>(i);
    return std::nullopt;
}

edition::edition(std::shared_ptr<const detail::edition_data> data) noexcept
    : data_(std::move(data)) {}

result<edition, diagnostics> edition::parse(std::string_view toml) {
    return parse(toml, options{});
}

result<edition, diagnostics> edition::parse(std::string_view text, const options& o) {
    auto* memory = o.memory != nullptr ? o.memory : std::pmr::new_delete_resource();
    const auto data = std::allocate_shared<detail::planned_edition>(
        std::pmr::polymorphic_allocator<detail::planned_edition>(memory), memory);
    detail::load_context context(o.file, data->arena);
    const auto fail = [&] { return unexpected(context.take()); };

    if (text.size() > limits::edition_bytes) {
        context.error({}, fmt::format("the file has {} bytes, at most {} are allowed", text.size(),
                                      limits::edition_bytes));
        return fail();
    }
    if (const auto line = detail::overlong_key_line(text); line != 0) {
        toml::source_region at;
        at.begin = {line, 1};
        context.error(at, "a key of more than 64 dotted parts");
        return fail();
    }
    // Without the file's name, which the context has: toml++ copies it where it cannot fail.
    auto parsed = toml::parse(text);
    if (!parsed) {
        context.error(parsed.error().source(), std::string(parsed.error().description()));
        return fail();
    }
    if (detail::depth_of(parsed.table(), limits::edition_depth) > limits::edition_depth) {
        context.error(
            {}, fmt::format("tables and arrays nest more than {} deep", limits::edition_depth));
        return fail();
    }
    auto root = detail::resolve(context, std::move(parsed).table());
    if (!root)
        return fail();
    detail::loader(context, *data).load(*root);  // also where the base did not fit: all errors
    if (context.failed())
        return fail();
    detail::plan_columns(context, *data);
    data->hash = context.keep(detail::content_hash(*root));
    if (o.warnings != nullptr)
        *o.warnings = context.take();
    return edition(data);
}

result<edition, diagnostics> edition::builtin(std::string_view name,
                                              std::pmr::memory_resource* memory) {
    const auto text = builtin_text(name);
    if (text.empty()) {
        diagnostic d;
        d.message = fmt::format("unknown edition \"{}\"{}", name,
                                detail::suggestion(name, builtin_editions()));
        return unexpected(diagnostics{std::move(d)});
    }
    options o;
    o.file = name;
    o.memory = memory;
    return parse(text, o);
}

std::string_view edition::scheme() const noexcept {
    return data_->scheme;
}
std::string_view edition::id() const noexcept {
    return data_->id;
}
std::string_view edition::name() const noexcept {
    return data_->name;
}
std::string_view edition::title() const noexcept {
    return data_->title;
}
std::string_view edition::hash() const noexcept {
    return data_->hash;
}
std::span<const std::string_view> edition::aliases() const noexcept {
    return data_->aliases;
}
bool edition::reconstructed() const noexcept {
    return data_->reconstructed;
}
std::string_view edition::note() const noexcept {
    return data_->note;
}
date edition::effective_from() const noexcept {
    return data_->from;
}
std::optional<date> edition::effective_to() const noexcept {
    return data_->to;
}
const calendar_rules& edition::calendar() const noexcept {
    return data_->calendar;
}
std::span<const word_info> edition::severities() const noexcept {
    return data_->severities;
}
std::span<const section_info> edition::sections() const noexcept {
    return data_->sections;
}
std::span<const word_info> edition::tags() const noexcept {
    return data_->tags;
}
std::span<const word_info> edition::ratings() const noexcept {
    return data_->ratings;
}
std::span<const status_info> edition::statuses() const noexcept {
    return data_->statuses;
}
std::span<const audit_info> edition::audits() const noexcept {
    return data_->audits;
}
std::span<const fact_info> edition::facts() const noexcept {
    return data_->facts;
}
std::span<const word_info> edition::measures() const noexcept {
    return data_->measure_words;
}
std::span<const rule_info> edition::rules() const noexcept {
    return data_->rule_infos;
}
std::span<const word_info> edition::fees() const noexcept {
    return data_->fee_words;
}
std::uint32_t edition::regions() const noexcept {
    return static_cast<std::uint32_t>(data_->trees.rule_of_region.size());
}

severity_id edition::find_severity(std::string_view n) const noexcept {
    return find<severity_id>(data_->severities, n);
}
section_id edition::find_section(std::string_view n) const noexcept {
    return find<section_id>(data_->sections, n);
}
tag_id edition::find_tag(std::string_view n) const noexcept {
    return find<tag_id>(data_->tags, n);
}
status_id edition::find_status(std::string_view n) const noexcept {
    return find<status_id>(data_->statuses, n);
}
audit_id edition::find_audit(std::string_view n) const noexcept {
    return find<audit_id>(data_->audits, n);
}
fact_id edition::find_fact(std::string_view n) const noexcept {
    return find<fact_id>(data_->facts, n);
}
fee_id edition::find_fee(std::string_view n) const noexcept {
    return find<fee_id>(data_->fee_words, n);
}
rule_id edition::find_rule(std::string_view n) const noexcept {
    return find<rule_id>(data_->rule_infos, n);
}

std::string_view edition::name_of(severity_id i) const noexcept {
    return certrules::name(data_->severities, i);
}
std::string_view edition::name_of(section_id i) const noexcept {
    return certrules::name(data_->sections, i);
}
std::string_view edition::name_of(tag_id i) const noexcept {
    return certrules::name(data_->tags, i);
}
std::string_view edition::name_of(status_id i) const noexcept {
    return certrules::name(data_->statuses, i);
}
std::string_view edition::name_of(audit_id i) const noexcept {
    return certrules::name(data_->audits, i);
}
std::string_view edition::name_of(fact_id i) const noexcept {
    return certrules::name(data_->facts, i);
}
std::string_view edition::name_of(fee_id i) const noexcept {
    return certrules::name(data_->fee_words, i);
}
std::string_view edition::name_of(rule_id i) const noexcept {
    return certrules::name(data_->rule_infos, i);
}

}  // namespace certrules
