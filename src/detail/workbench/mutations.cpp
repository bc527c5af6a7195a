#include "detail/workbench/mutations.hpp"

#include "detail/workbench/changed_tests.hpp"
#include "detail/workbench/toml_edits.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <map>

namespace certrules::detail {

namespace {

using words = std::vector<std::string>;

class maker {
public:
    explicit maker(const toml::table& root) : root_(root) {}

    std::vector<mutation> make() {
        calendar();
        length("cycle", "limit_months");
        length("check", "window_months");
        each("status", [&](const toml::table& t, const path& p, const std::string& name) {
            number(t, p, "months", name);
            number(t, p, "next_audit_months", name);
            drop(t, p, "months_from", name);
            drop(t, p, "fee", name);
        });
        each("fact", [&](const toml::table& t, const path& p, const std::string& name) {
            number(t, p, "at_least", name);
            number(t, p, "at_most", name);
            items(t, p, "allowed", name);
        });
        each("measure", [&](const toml::table& t, const path& p, const std::string& name) {
            measure(t, p, name);
        });
        rules();
        each("fee", [&](const toml::table& t, const path& p, const std::string& name) {
            amount(t, p, "amount", name);
            amount(t, p, "cap", name);
            for (const auto* key : {"cap", "per", "due_on", "man_days_of"})
                drop(t, p, key, name);
        });
        each("deadline", [&](const toml::table& t, const path& p, const std::string& name) {
            period(t, p, "first", name);
            period(t, p, "last", name);
            drop(t, p, "check", name);
            for (const auto* key : {"fee", "audit"})
                items(t, p, key, name);
        });
        return std::move(all_);
    }

private:
    void add(std::string what, const toml::node& node, std::function<void(toml::table&)> apply) {
        all_.push_back({std::move(what), node.source(), std::move(apply)});
    }

    template <class Value>
    void become(const toml::node& node, const path& p, const std::string& where, Value value,
                const std::string& text) {
        add(fmt::format("{} {} becomes {}", where, shown(node), text), node, put(p, value));
    }
    void become(const toml::node& node, const path& p, const std::string& where,
                const std::string& text) {
        become(node, p, where, text, fmt::format("\"{}\"", text));
    }

    template <class Use>
    void each(const std::string& list, Use&& use) {
        const auto* array = root_.get_as<toml::array>(list);
        if (array == nullptr)
            return;
        for (std::size_t i = 0; i < array->size(); ++i)
            if (const auto* table = array->get(i)->as_table())
                use(*table, path{list, i},
                    fmt::format("{} \"{}\":", list,
                                (*table)["id"].value<std::string_view>().value_or("")));
    }

    words ids(const std::string& list) const {
        words all;
        if (const auto* array = root_.get_as<toml::array>(list))
            for (const auto& item : *array)
                if (const auto* table = item.as_table())
                    all.emplace_back((*table)["id"].value<std::string_view>().value_or(""));
        return all;
    }

    // ------------------------------------------------------------------- plain fields

    void number(const toml::table& t, const path& p, const std::string& key,
                const std::string& name) {
        const auto* node = t.get(key);
        if (node == nullptr || !node->is_integer())
            return;
        for (const auto by : {-1, 1}) {
            const auto value = node->as_integer()->get() + by;
            become(*node, p + step(key), fmt::format("{} {}", name, key), value,
                   fmt::format("{}", value));
        }
    }
    void drop(const toml::table& t, const path& p, const std::string& key,
              const std::string& name) {
        if (const auto* node = t.get(key))
            add(fmt::format("{} {} {} is dropped", name, key, shown(*node)), *node,
                take_out(p + step(key)));
    }
    /// Each item of a list, if there are more.
    void items(const toml::table& t, const path& p, const std::string& key,
               const std::string& name) {
        const auto* array = t.get_as<toml::array>(key);
        if (array == nullptr || array->size() < 2)
            return;
        for (std::size_t i = 0; i < array->size(); ++i)
            add(fmt::format("{} {} loses {}", name, key, shown(*array->get(i))), *array->get(i),
                take_out(p + step(key) + step(i)));
    }
    void length(const std::string& table, const std::string& key) {
        if (const auto* t = root_.get_as<toml::table>(table))
            number(*t, path{table}, key, fmt::format("[{}]", table));
    }
    void amount(const toml::table& t, const path& p, const std::string& key,
                const std::string& name) {
        const auto* text = t.get_as<std::string>(key);
        if (text == nullptr)
            return;
        const auto point = text->get().find('.');
        const auto whole = text->get().substr(0, point);
        const auto where = fmt::format("{} {}", name, key);
        if (whole.find_first_not_of("0123456789") != std::string::npos || whole.size() > 15)
            return become(*text, p + step(key), where, std::string("1.00"));
        for (const auto by : {-1, 1}) {
            const auto value = std::stoll(whole) + by;
            become(*text, p + step(key), where,
                   fmt::format("{}{}", value,
                               point == std::string::npos ? "" : text->get().substr(point)));
        }
    }
    /// `4 weeks`, `15 working-days`.
    void period(const toml::table& t, const path& p, const std::string& key,
                const std::string& name) {
        const auto* text = t.get_as<std::string>(key);
        const auto space = text == nullptr ? std::string::npos : text->get().find(' ');
        if (space == std::string::npos || space > 6 ||
            text->get().find_first_not_of("0123456789") != space)
            return;
        for (const auto by : {-1, 1})
            become(*text, p + step(key), fmt::format("{} {}", name, key),
                   fmt::format("{}{}", std::stoi(text->get()) + by, text->get().substr(space)));
    }
    void calendar() {
        const auto* t = root_.get_as<toml::table>("calendar");
        if (t == nullptr)
            return;
        const auto choose = [&](const std::string& key, const words& others) {
            if (const auto* text = t->get_as<std::string>(key))
                for (const auto& other : others)
                    if (other != text->get())
                        become(*text, path{std::string("calendar"), key},
                               fmt::format("[calendar] {}", key), other);
        };
        choose("month_end", {"clamp", "round-up", "snap", "overflow", "reject"});
        choose("last_day", {"day-before-anniversary", "anniversary"});
        items(*t, path{std::string("calendar")}, "weekend", "[calendar]");
    }

    // ----------------------------------------------------------------- sets of words

    /// Words that a field accepts: one less, or one more.
    void set(const toml::node& node, const path& p, const std::string& where, const words& known) {
        words own;
        if (const auto* one = node.as_string())
            own.push_back(one->get());
        const auto* array = node.as_array();
        for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
            own.emplace_back(array->get(i)->value<std::string_view>().value_or(""));
            if (array->size() > 1)
                add(fmt::format("{} loses {}", where, shown(*array->get(i))), *array->get(i),
                    take_out(p + step(i)));
        }
        if (own.empty())
            return;
        std::size_t given = 0;
        for (std::size_t i = 0; i < known.size(); ++i) {
            const auto& word = known[i];
            if (std::find(own.begin(), own.end(), word) != own.end())
                continue;
            // Of many words the first two stand for the others.
            if (known.size() > 8 && ++given > 2)
                break;
            toml::array more;
            for (const auto& w : own)
                more.push_back(w);
            more.push_back(word);
            become(node, p, where, std::move(more), fmt::format("also \"{}\"", word));
        }
    }

    void filter(const toml::table& t, const path& p, const std::string& name) {
        const auto one = [&](const std::string& key, const words& known) {
            const auto* node = t.get(key);
            if (node == nullptr)
                return;
            set(*node, p + step(key), fmt::format("{} {}", name, key), known);
            add(fmt::format("{} {} {} is dropped", name, key, shown(*node)), *node,
                take_out(p + step(key)));
        };
        one("severity", ids("severity"));
        one("section", ids("section"));
        one("tags", ids("tag"));
        one("without_tags", ids("tag"));
        one("transparent", {"no", "yes", "unknown"});
        one("open", {"no", "yes"});
    }

    void counted(const toml::node& node, const path& p, const std::string& name) {
        if (const auto* table = node.as_table())
            filter(*table, p, name);
        const auto* array = node.as_array();
        for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
            if (const auto* table = array->get(i)->as_table())
                filter(*table, p + step(i),
                       array->size() > 1 ? fmt::format("{} count {}:", name, i + 1) : name);
            if (array->size() > 1)
                add(fmt::format("{} loses {}", name, shown(*array->get(i))), *array->get(i),
                    take_out(p + step(i)));
        }
    }

    void measure(const toml::table& t, const path& p, const std::string& name) {
        if (const auto* node = t.get("count"))
            counted(*node, p + step(std::string("count")), name);
        if (const auto* node = t.get("held"))
            set(*node, p + step(std::string("held")), fmt::format("{} held", name),
                on_track("certificate"));
        for (const std::string kind : {"sections_where", "share"}) {
            const auto* inner = t.get_as<toml::table>(kind);
            if (inner == nullptr)
                continue;
            const auto own = p + step(kind);
            if (const auto* node = inner->get("count"))
                counted(*node, own + step(std::string("count")), name);
            limit(*inner, own, name);
        }
        if (const auto* inner = t.get_as<toml::table>("sections_rated"))
            if (const auto* node = inner->get("rating"))
                set(*node, p + step(std::string("sections_rated")) + step(std::string("rating")),
                    fmt::format("{} rating", name), ids("rating"));
        if (const auto* inner = t.get_as<toml::table>("score"))
            for (const auto* key : {"start", "floor"})
                number(*inner, p + step(std::string("score")), key, name);
    }

    void limit(const toml::table& t, const path& p, const std::string& name) {
        constexpr std::array<std::string_view, 4> keys{"over", "at_least", "below", "at_most"};
        for (const auto key : keys) {
            const auto* text = t.get_as<std::string>(key);
            if (text == nullptr)
                continue;
            const auto here = p + step(std::string(key));
            const auto where = fmt::format("{} {}", name, key);
            for (const auto& other : changed_tests(text->get(), 0))
                become(*text, here, where, other);
            for (const auto other : keys)
                if (other != key)
                    add(fmt::format("{} {} becomes {}", name, key, other), *text,
                        [p, key = std::string(key), other = std::string(other),
                         value = text->get()](toml::table& root) {
                            auto& table = *at(root, p)->as_table();
                            table.erase(key);
                            table.insert_or_assign(other, value);
                        });
        }
    }

    words on_track(std::string_view track) const {
        words all;
        if (const auto* array = root_.get_as<toml::array>("status"))
            for (const auto& item : *array)
                if (const auto* t = item.as_table();
                    t != nullptr && (*t)["track"].value<std::string_view>() == track)
                    all.emplace_back((*t)["id"].value<std::string_view>().value_or(""));
        return all;
    }

    // -------------------------------------------------------------------------- rules

    /// The words that a quantity can be; none: it is a number.
    words words_of(const std::string& quantity) const {
        const auto with = [](words w, const std::string& more) {
            w.insert(w.begin(), more);
            return w;
        };
        if (quantity == "certificate" || quantity == "last-certificate")
            return with(on_track("certificate"), "none");
        if (quantity == "cycle")
            return with(on_track("cycle"), "none");
        if (quantity == "bar")
            return with(on_track("bar"), "none");
        if (quantity == "after" || quantity == "decision")
            return with(ids("status"), "none");
        if (quantity == "audit")
            return with(ids("audit"), "none");
        if (quantity == "fee")
            return ids("fee");
        if (quantity == "visit" || quantity == "announced")
            return {"no", "yes", "unknown"};
        if (const auto* facts = root_.get_as<toml::array>("fact"))
            for (const auto& item : *facts) {
                const auto& t = *item.as_table();
                if (t["id"].value<std::string>() != quantity)
                    continue;
                if (t["type"].value<std::string_view>() == "yes-no")
                    return {"no", "yes", "unknown"};
                words all;
                if (const auto* values = t.get_as<toml::array>("values"))
                    for (const auto& v : *values)
                        all.emplace_back(v.value<std::string_view>().value_or(""));
                if (!all.empty())
                    all.emplace_back("unknown");
                return all;
            }
        return {};
    }
    unsigned decimals_of_fact(const std::string& quantity) const {
        if (const auto* facts = root_.get_as<toml::array>("fact"))
            for (const auto& item : *facts) {
                const auto& t = *item.as_table();
                if (t["id"].value<std::string>() == quantity)
                    return static_cast<unsigned>(t["decimals"].value<std::int64_t>().value_or(0));
            }
        return 0;
    }

    void condition(const std::string& quantity, const toml::node& node, const path& p,
                   const std::string& where) {
        const auto known = words_of(quantity);
        if (const auto* inner = node.as_table(); inner != nullptr && inner->contains("not")) {
            const auto& negated = *inner->get("not");
            const auto own = p + step(std::string("not"));
            if (!known.empty())
                set(negated, own, where + " not", known);
            add(fmt::format("{} {} is turned round", where, shown(node)), node,
                [p](toml::table& root) {
                    auto owner = p;
                    owner.pop_back();
                    auto& table = *at(root, owner)->as_table();
                    const auto& key = std::get<std::string>(p.back());
                    const toml::table copy(*table.get(key)->as_table());
                    table.insert_or_assign(key, *copy.get("not"));
                });
            return;
        }
        if (!known.empty())
            set(node, p, where, known);
        const auto tests = [&](const toml::node& one, const path& own) {
            const auto* text = one.as_string();
            const auto* number = one.as_integer();
            const auto written =
                text != nullptr
                    ? text->get()
                    : (number != nullptr ? fmt::format("{}", number->get()) : std::string());
            for (const auto& other : changed_tests(written, decimals_of_fact(quantity)))
                become(one, own, where, other);
        };
        if (const auto* many = node.as_array(); many != nullptr && known.empty()) {
            for (std::size_t i = 0; i < many->size(); ++i)
                tests(*many->get(i), p + step(i));
        } else if (known.empty()) {
            tests(node, p);
        }
    }

    void rule(const toml::table& t, const path& p, const std::string& name) {
        items(t, p, "on", name);
        if (const auto* when = t.get_as<toml::table>("when"))
            for (const auto& [key, node] : *when) {
                const std::string quantity(key.str());
                const auto own = p + step(std::string("when")) + step(quantity);
                const auto where = fmt::format("{} when {}", name, quantity);
                condition(quantity, node, own, where);
                add(fmt::format("{} {} is dropped", where, shown(node)), node, take_out(own));
            }
        if (const auto* then = t.get_as<std::string>("then")) {
            const auto all = ids("status");
            const auto it = std::find(all.begin(), all.end(), then->get());
            const auto other = it == all.end() || it + 1 == all.end() ? all.front() : *(it + 1);
            become(*then, p + step(std::string("then")), fmt::format("{} then", name), other);
            if (then->get() != "unchanged")
                become(*then, p + step(std::string("then")), fmt::format("{} then", name),
                       std::string("unchanged"));
        }
        if (const auto* refusal = t.get_as<std::string>("refuse"))
            add(fmt::format("{} refuses no more", name), *refusal, [p](toml::table& root) {
                auto& own = *at(root, p)->as_table();
                own.erase("refuse");
                own.insert_or_assign("then", "unchanged");
            });
        for (const auto* key : {"ends_certificate", "starts_cycle", "keeps_days", "award"})
            drop(t, p, key, name);
        number(t, p, "months", name);
        number(t, p, "next_audit_months", name);
        if (const auto* fees = t.get_as<toml::array>("fees"))
            for (std::size_t i = 0; i < fees->size(); ++i)
                add(fmt::format("{} fees lose {}", name, shown(*fees->get(i))), *fees->get(i),
                    take_out(p + step(std::string("fees")) + step(i)));
        add(fmt::format("{} is taken out", name), t, take_out(p));
    }

    static std::vector<std::string> events(const toml::table& rule) {
        std::vector<std::string> all;
        const auto* on = rule.get("on");
        if (on != nullptr && on->is_string())
            all.push_back(on->as_string()->get());
        if (on != nullptr && on->is_array())
            for (const auto& item : *on->as_array())
                all.emplace_back(item.value<std::string_view>().value_or(""));
        return all;
    }

    void rules() {
        each("rule", [&](const toml::table& t, const path& p, const std::string& name) {
            rule(t, p, name);
        });
        // A rule and the next that hears one of its events.
        const auto* list = root_.get_as<toml::array>("rule");
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            const auto own = events(*list->get(i)->as_table());
            for (std::size_t j = i + 1; j < list->size(); ++j) {
                const auto theirs = events(*list->get(j)->as_table());
                if (std::none_of(own.begin(), own.end(), [&](const std::string& e) {
                        return std::find(theirs.begin(), theirs.end(), e) != theirs.end();
                    }))
                    continue;
                const auto id = [&](std::size_t k) {
                    return (*list->get(k)->as_table())["id"].value<std::string_view>().value_or("");
                };
                add(fmt::format("rule \"{}\" stands after \"{}\"", id(i), id(j)), *list->get(i),
                    [i, j](toml::table& root) {
                        auto& array = *root.get_as<toml::array>("rule");
                        toml::table moved(*array.get(i)->as_table());
                        array.insert(array.begin() + static_cast<std::ptrdiff_t>(j) + 1,
                                     std::move(moved));
                        array.erase(array.begin() + static_cast<std::ptrdiff_t>(i));
                    });
                break;
            }
        }
    }

    const toml::table& root_;
    std::vector<mutation> all_;
};

}  // namespace

std::vector<mutation> mutations_of(const toml::table& edition) {
    return maker(edition).make();
}

}  // namespace certrules::detail
