#include "certrules/limits.hpp"
#include "detail/loader.hpp"
#include "detail/nearest.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace certrules::detail {

namespace {

constexpr std::array<std::string_view, 5> month_ends{"clamp", "round-up", "snap", "overflow",
                                                     "reject"};
constexpr std::array<std::string_view, 2> last_days{"day-before-anniversary", "anniversary"};
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 4> tracks{"certificate", "cycle", "bar", "after"};

std::optional<date> to_date(toml_reader& reader, std::string_view key,
                            const std::optional<toml::date>& found) {
    if (!found)
        return std::nullopt;
    const auto day = parse_date(fmt::format("{:04}-{:02}-{:02}", found->year,
                                            unsigned{found->month}, unsigned{found->day}));
    if (!day)
        reader.error(
            key, fmt::format("\"{}\" is no day from {} to {}", key, to_string(first_supported_day),
                             to_string(last_supported_day)));
    return day;
}

}  // namespace

std::optional<std::size_t> name_list::find(std::string_view name) const noexcept {
    const auto it = std::find(names.begin(), names.end(), name);
    if (it == names.end())
        return std::nullopt;
    return static_cast<std::size_t>(it - names.begin());
}

std::optional<std::string_view> loader::new_name(toml_reader& reader, name_list& names,
                                                 std::string_view kind) {
    auto id = reader.id();
    std::string_view kept;
    if (id) {
        reader.rename(fmt::format("[[{}]] \"{}\"", kind, *id));
        if (const auto earlier = names.find(*id))
            reader.error(
                "id", fmt::format("repeats the id of line {}", names.places[*earlier].begin.line));
        kept = context_.keep(*id);
    }
    // A nameless table keeps its place, so that the numbers of the others stand.
    names.names.push_back(kept);
    names.used.push_back(false);
    names.places.push_back(reader.where("id"));
    if (!id)
        return std::nullopt;
    return kept;
}

std::optional<std::size_t> loader::known(const name_list& names, std::string_view kind,
                                         std::string_view word, const toml::source_region& at,
                                         const std::string& what) {
    if (const auto place = names.find(word))
        return place;
    context_.error(at, fmt::format("{}: unknown {} \"{}\"{}", what, kind, word,
                                   suggestion(word, names.names)));
    return std::nullopt;
}

std::uint64_t loader::bits(const name_list& names, std::string_view kind, toml_reader& reader,
                           std::string_view key) {
    std::uint64_t set = 0;
    for (const auto& [word, at] : reader.words(key))
        if (const auto place = known(names, kind, word, at, reader.what()))
            set |= std::uint64_t{1} << *place;
    return set;
}

std::span<const std::string_view> loader::cites(toml_reader& reader, bool required) {
    std::vector<std::string_view> kept;
    for (const auto& [cite, at] : reader.words("cite", required)) {
        const auto colon = cite.find(": ");
        if (colon == std::string_view::npos || colon + 2 >= cite.size() || cite.size() > 400) {
            context_.error(at,
                           fmt::format("{}: citation \"{}\" is not of the form \"SOURCE: heading\"",
                                       reader.what(), cite));
            continue;
        }
        if (const auto source = known(sources_, "source", cite.substr(0, colon), at, reader.what()))
            sources_.used[*source] = true;
        kept.push_back(context_.keep(cite));
    }
    return context_.keep(kept);
}

void loader::load_header(toml_reader& root) {
    root.integer("format", 1, 1, true);
    data_.scheme = context_.keep(root.text("scheme", true, limits::id_length).value_or("-"));
    data_.id = context_.keep(root.text("edition", true, limits::id_length).value_or("-"));
    data_.name = context_.keep(fmt::format("{}@{}", data_.scheme, data_.id));
    data_.title = context_.keep(root.text("title", true).value_or("-"));
    data_.note = context_.keep(root.text("note", false, 4000).value_or(""));
    data_.reconstructed = root.flag("reconstructed");
    std::vector<std::string_view> aliases;
    for (const auto& [word, at] : root.words("aliases"))
        aliases.push_back(context_.keep(word));
    data_.aliases = context_.keep(aliases);

    if (const auto* effective = root.table("effective", true)) {
        toml_reader reader(context_, *effective, "effective");
        data_.from = to_date(reader, "from", reader.date("from", true)).value_or(date{});
        data_.to = to_date(reader, "to", reader.date("to"));
        if (data_.to && *data_.to < data_.from)
            reader.error("to", "\"to\" lies before \"from\"");
        reader.finish();
    }
    if (const auto currency = root.text("currency", true, 3)) {
        if (currency->size() != 3 || !std::all_of(currency->begin(), currency->end(),
                                                  [](char c) { return c >= 'A' && c <= 'Z'; }))
            root.error("currency", fmt::format("\"currency\" is \"{}\", expected three capital "
                                               "letters such as USD (ISO 4217)",
                                               *currency));
        else
            std::copy(currency->begin(), currency->end(), data_.currency.begin());
    }
    if (const auto* table = root.table("cycle")) {
        toml_reader reader(context_, *table, "[cycle]");
        if (const auto months = reader.integer("limit_months", 1, limits::months, true))
            data_.cycle_limit_months = static_cast<std::int32_t>(*months);
        data_.cycle_cites = cites(reader, true);
        reader.finish();
    }
    if (const auto* table = root.table("check")) {
        toml_reader reader(context_, *table, "[check]");
        data_.check_window_months = static_cast<std::int32_t>(
            reader.integer("window_months", 0, limits::months, true).value_or(0));
        cites(reader, true);
        reader.finish();
    }
}

void loader::load_calendar(toml_reader& root) {
    const auto* table = root.table("calendar", true);
    if (table == nullptr)
        return;
    toml_reader reader(context_, *table, "[calendar]");
    if (const auto rule = reader.choice("month_end", month_ends, true))
        data_.calendar.at_month_end = static_cast<month_end>(*rule);
    if (const auto rule = reader.choice("last_day", last_days, true))
        data_.calendar.ends = static_cast<last_day>(*rule);
    data_.calendar.weekend = 0;
    for (const auto& [word, at] : reader.words("weekend", true)) {
        const auto it = std::find(weekdays.begin(), weekdays.end(), word);
        if (it == weekdays.end())
            context_.error(at, fmt::format("[calendar]: unknown day \"{}\"{}", word,
                                           suggestion(word, weekdays)));
        else
            data_.calendar.weekend =
                static_cast<std::uint8_t>(data_.calendar.weekend | (1U << (it - weekdays.begin())));
    }
    if (data_.calendar.weekend == 0x7F)
        reader.error("weekend", "every day of the week is a weekend, no working day is left");
    reader.finish();
}

void loader::load_sources(toml_reader& root) {
    std::vector<source_info> list;
    each_table(root, "source", limits::words, true, [&](toml_reader& reader) {
        // Source ids are the short names of documents, in any case.
        const auto id = reader.text("id", true, limits::id_length);
        if (id) {
            reader.rename(fmt::format("[[source]] \"{}\"", *id));
            if (const auto earlier = sources_.find(*id))
                reader.error("id", fmt::format("repeats the id of line {}",
                                               sources_.places[*earlier].begin.line));
        }
        sources_.names.push_back(context_.keep(id.value_or("")));
        sources_.used.push_back(false);
        sources_.places.push_back(reader.where("id"));
        list.push_back(
            {sources_.names.back(), context_.keep(reader.text("title", true).value_or(""))});
    });
    data_.sources = context_.keep(list);
}

void loader::load_severities_and_sections(toml_reader& root) {
    std::vector<std::int32_t> correction_days;
    const auto plain = [&](std::string_view key, name_list& names, std::size_t most) {
        std::vector<word_info> list;
        each_table(root, key, most, key == "severity", [&](toml_reader& reader) {
            const auto id = new_name(reader, names, key);
            list.push_back(
                {id.value_or(""), context_.keep(reader.text("title", true).value_or(""))});
            if (key == "severity")
                correction_days.push_back(static_cast<std::int32_t>(
                    reader.integer("corrected_within_days", 1, limits::days).value_or(0)));
        });
        return context_.keep(list);
    };
    data_.severities = plain("severity", severities_, limits::severities);
    data_.correction_days = context_.keep(correction_days);
    data_.tags = plain("tag", tags_, limits::words);
    data_.ratings = plain("rating", ratings_, limits::words - 1);
    if (const auto unknown = ratings_.find("unknown"))
        context_.error(
            ratings_.places[*unknown],
            "[[rating]]: \"unknown\" is a reserved word, for a section without a rating");

    std::vector<section_info> list;
    std::vector<section_terms> terms;
    each_table(root, "section", limits::words, true, [&](toml_reader& reader) {
        section_info info;
        section_terms term;
        info.id = new_name(reader, sections_, "section").value_or("");
        info.title = context_.keep(reader.text("title", true).value_or(""));
        info.applicable = static_cast<std::uint32_t>(
            reader.integer("applicable", 0, limits::checkpoints).value_or(0));
        info.placeholder = reader.flag("placeholder");
        if (const auto* graded = reader.table("graded")) {
            for (const auto& [key, value] : *graded) {
                const auto severity = known(severities_, "severity", key.str(), key.source(),
                                            reader.what() + ": graded");
                const auto* count = value.as_integer();
                if (count == nullptr || count->get() < 0 || count->get() > limits::checkpoints)
                    context_.error(value.source(),
                                   fmt::format("{}: graded \"{}\" must be an integer from 0 to {}",
                                               reader.what(), key.str(), limits::checkpoints));
                else if (severity)
                    term.graded[*severity] = static_cast<std::uint32_t>(count->get());
                if (count != nullptr && info.applicable > 0 && count->get() > info.applicable &&
                    count->get() <= limits::checkpoints)
                    context_.error(
                        value.source(),
                        fmt::format("{}: graded \"{}\" is {}, more than the {} that are "
                                    "applicable",
                                    reader.what(), key.str(), count->get(), info.applicable));
            }
        }
        list.push_back(info);
        terms.push_back(term);
    });
    data_.sections = context_.keep(list);
    data_.section_terms_of = context_.keep(terms);
}

void loader::load_statuses(toml_reader& root) {
    std::vector<status_info> list;
    std::vector<status_terms> terms;
    std::int16_t unranked = 1001;
    each_table(root, "status", limits::words, true, [&](toml_reader& reader) {
        status_info info;
        status_terms term;
        info.id = new_name(reader, statuses_, "status").value_or("");
        if (info.id == "none" || info.id == "unchanged" || info.id == "award" ||
            info.id == "decided" || info.id == "any")
            reader.error("id", fmt::format("\"{}\" is a reserved word", info.id));
        info.title = context_.keep(reader.text("title", true).value_or(""));
        info.track = static_cast<track>(reader.choice("track", tracks, true).value_or(1));
        if (const auto rank = reader.integer("rank", -1000, 1000, true)) {
            info.rank = static_cast<std::int16_t>(*rank);
            if (const auto same = std::find_if(list.begin(), list.end(),
                                               [&](const auto& s) { return s.rank == *rank; });
                same != list.end())
                reader.error("rank",
                             fmt::format("rank {} is that of \"{}\" already", *rank, same->id));
        } else {
            info.rank = unranked;  // like no other
            ++unranked;
        }
        info.open = reader.flag("open");
        if (info.open && info.track != track::cycle)
            reader.error("open", "only a status of the cycle can be open");
        term.former = reader.flag("former");
        term.awaits_award = reader.flag("awaits_award");
        if (term.awaits_award) {
            if (!info.open)
                reader.error("awaits_award", "only an open cycle can await an award");
            if (data_.awaiting != status_id::none)
                reader.error("awaits_award", "another status awaits the award already");
            data_.awaiting = static_cast<status_id>(list.size());
        }
        if (const auto months = reader.integer("months", 1, limits::months))
            term.months = static_cast<std::int32_t>(*months);
        if (const auto months = reader.integer("next_audit_months", 1, limits::months))
            term.next_audit_months = static_cast<std::int32_t>(*months);
        if (const auto from = reader.text("months_from"))
            if (const auto fact =
                    known(facts_, "fact", *from, reader.where("months_from"), reader.what())) {
                facts_.used[*fact] = true;
                term.from = static_cast<fact_id>(*fact);
                if (data_.facts[*fact].type != fact_type::number)
                    reader.error("months_from", fmt::format("fact \"{}\" is not a number", *from));
                else if (data_.facts[*fact].lowest < 1 ||
                         data_.facts[*fact].highest > limits::months)
                    reader.error("months_from",
                                 fmt::format("fact \"{}\" may lie outside 1 to {} months", *from,
                                             limits::months));
            }
        if (const auto fee = reader.text("fee"))
            if (const auto place = known(fees_, "fee", *fee, reader.where("fee"), reader.what())) {
                term.fee = static_cast<fee_id>(*place);
                term.award_fees = context_.keep(std::vector{term.fee});
            }
        std::vector<std::string_view> former;
        for (const auto& [word, at] : reader.words("formerly"))
            former.push_back(context_.keep(word));
        term.former_names = context_.keep(former);
        if (const auto notice = reader.text("default_notice")) {
            const auto text =
                known(texts_, "text", *notice, reader.where("default_notice"), reader.what());
            if (text)
                texts_.used[*text] = true;
            default_notice_.push_back(text ? text_of_[*text] : std::string_view{});
        } else {
            default_notice_.emplace_back();
        }
        term.shorter_is_better = reader.flag("shorter_is_better");
        term.cites = cites(reader, true);
        if (info.open && data_.reviewed_by_default == status_id::none)
            data_.reviewed_by_default = static_cast<status_id>(list.size());
        if (info.track == track::certificate && data_.first_certificate == status_id::none)
            data_.first_certificate = static_cast<status_id>(list.size());
        list.push_back(info);
        terms.push_back(term);
    });
    data_.statuses = context_.keep(list);
    data_.terms_of = context_.keep(terms);
}

void loader::load_audits(toml_reader& root) {
    std::vector<audit_info> list;
    each_table(root, "audit", limits::words, false, [&](toml_reader& reader) {
        audit_info info;
        info.id = new_name(reader, audits_, "audit").value_or("");
        info.title = context_.keep(reader.text("title", true).value_or(""));
        info.announced = reader.flag("announced");
        info.starts_cycle = reader.flag("starts_cycle");
        info.check = reader.flag("check");
        list.push_back(info);
    });
    data_.audits = context_.keep(list);
}

void loader::load_texts(toml_reader& root) {
    each_table(root, "text", limits::texts, false, [&](toml_reader& reader) {
        new_name(reader, texts_, "text");
        text_of_.push_back(context_.keep(reader.text("text", true, 1000).value_or("")));
        cites(reader, true);
    });
}

std::span<const std::string_view> loader::text_list(toml_reader& reader, std::string_view key) {
    std::vector<std::string_view> list;
    for (const auto& [word, at] : reader.words(key))
        if (const auto place = known(texts_, "text", word, at, reader.what())) {
            texts_.used[*place] = true;
            list.push_back(text_of_[*place]);
        }
    return context_.keep(list);
}

}  // namespace certrules::detail
