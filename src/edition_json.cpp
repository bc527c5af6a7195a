#include "certrules/book.hpp"
#include "certrules/disclosure.hpp"
#include "certrules/json.hpp"
#include "detail/edition_data.hpp"
#include "detail/json_verdict.hpp"

namespace certrules {

using namespace detail;

namespace {

constexpr std::array<std::string_view, 4> tracks{"certificate", "cycle", "bar", "after"};
constexpr std::array<std::string_view, 3> fact_types{"yes-no", "one-of", "number"};

class edition_writer {
public:
    explicit edition_writer(const edition& e) : e_(e), data_(e.data()) {}

    std::string write() {
        out_.open('{').key("policy");
        write_policy(out_, e_);
        out_.key("name").string(e_.name()).key("title").string(e_.title());
        texts("aliases", e_.aliases());
        out_.key("note").name(e_.note()).key("reconstructed").boolean(e_.reconstructed());
        out_.key("from").day(e_.effective_from()).key("to").day(e_.effective_to());
        out_.key("currency").string({data_.currency.data(), 3});
        out_.key("regions").number(e_.regions());
        list("sources", data_.sources, [](const source_info&, std::size_t) {});
        list("severities", e_.severities(), [](const word_info&, std::size_t) {});
        list("sections", e_.sections(), [&](const section_info& s, std::size_t) {
            out_.key("applicable").number(s.applicable);
            out_.key("placeholder").boolean(s.placeholder);
        });
        list("tags", e_.tags(), [](const word_info&, std::size_t) {});
        list("ratings", e_.ratings(), [](const word_info&, std::size_t) {});
        statuses();
        list("audits", e_.audits(), [&](const audit_info& a, std::size_t) {
            out_.key("announced").boolean(a.announced);
            out_.key("starts_cycle").boolean(a.starts_cycle).key("check").boolean(a.check);
        });
        facts();
        list("measures", e_.measures(), [](const word_info&, std::size_t) {});
        rules();
        fees();
        list("deadlines", data_.deadlines, [&](const deadline_terms& d, std::size_t) {
            out_.key("consequence").name(d.consequence);
            texts("cites", d.cites);
        });
        list("viewers", viewers(e_), [](const word_info&, std::size_t) {});
        out_.close('}');
        return out_.take();
    }

private:
    /// A list of words: each has an id and a title, and what `more(word, place)` adds.
    template <class List, class More>
    void list(std::string_view key, const List& words, More&& more) {
        out_.key(key).open('[');
        for (std::size_t i = 0; i < words.size(); ++i) {
            out_.open('{').key("id").string(words[i].id).key("title").string(words[i].title);
            more(words[i], i);
            out_.close('}');
        }
        out_.close(']');
    }
    template <class Texts>
    void texts(std::string_view key, const Texts& all) {
        out_.key(key).open('[');
        for (const auto& text : all)
            out_.string(text);
        out_.close(']');
    }
    void optional_number(std::string_view key, std::optional<std::int64_t> value) {
        out_.key(key);
        if (value)
            out_.number(*value);
        else
            out_.null();
    }

    void statuses() {
        list("statuses", e_.statuses(), [&](const status_info& s, std::size_t i) {
            out_.key("track").string(tracks[static_cast<std::size_t>(s.track)]);
            out_.key("rank").number(s.rank).key("open").boolean(s.open);
            optional_number("months", data_.terms_of[i].months);
            texts("cites", data_.terms_of[i].cites);
        });
    }

    void facts() {
        list("facts", e_.facts(), [&](const fact_info& f, std::size_t) {
            out_.key("type").string(fact_types[static_cast<std::size_t>(f.type)]);
            if (f.type == fact_type::number) {
                out_.key("decimals").number(f.decimals);
                out_.key("lowest").number(f.lowest).key("highest").number(f.highest);
                out_.key("allowed").open('[');
                for (const auto value : f.allowed)
                    out_.number(value);
                out_.close(']');
            } else {
                texts("values", f.values);
            }
            out_.key("factory_changes").boolean(f.factory_changes);
        });
    }

    void rules() {
        list("rules", e_.rules(), [&](const rule_info& r, std::size_t i) {
            const auto& rule = data_.rules[i];
            out_.key("line").number(r.line);
            out_.key("on").open('[');
            for (std::size_t kind = 1; kind < event_kinds; ++kind)
                if (((rule.events >> kind) & 1U) != 0)
                    out_.string(name_of(static_cast<event_kind>(kind)));
            out_.close(']').key("when").open('[');
            for (const auto& c : rule.when) {
                out_.open('{').key("measure").string(data_.variables[c.variable].name);
                out_.key("test").string(c.text).close('}');
            }
            out_.close(']').key("refuses").boolean(r.refuses);
            texts("cites", r.cites);
            texts("obligations", rule.obligations);
            texts("options", rule.options);
            texts("notices", rule.notices);
            texts("notices_by_default", rule.notices_by_default);
        });
    }

    void fees() {
        list("fees", e_.fees(), [&](const word_info&, std::size_t i) {
            const auto& terms = data_.fees[i];
            out_.key("payee").string(terms.payee);
            optional_number("minor_units", terms.amount);
            out_.key("per_man_day").boolean(terms.per_man_day);
            optional_number("cap", terms.cap);
            texts("cites", terms.cites);
        });
    }

    const edition& e_;
    const edition_data& data_;
    json_writer out_;
};

}  // namespace

std::string edition_json(const edition& e) {
    return edition_writer(e).write();
}

result<std::string, diagnostics> policies_json() {
    json_writer out;
    out.open('[');
    for (const auto name : builtin_editions()) {
        const auto e = edition::builtin(name);
        if (!e)
            return unexpected(e.error());
        out.open('{').key("name").string(name).key("scheme").string(e->scheme());
        out.key("edition").string(e->id()).key("title").string(e->title());
        out.key("from").day(e->effective_from()).key("to").day(e->effective_to());
        out.key("reconstructed").boolean(e->reconstructed());
        out.key("hash").string(e->hash()).close('}');
    }
    out.close(']');
    return out.take();
}

}  // namespace certrules
