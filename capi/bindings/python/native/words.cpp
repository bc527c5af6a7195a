#include "words.hpp"

namespace certrules_python {

namespace {

/// Days since 1970-01-01 of a day of the proleptic Gregorian calendar, counted from 1 March.
constexpr std::int32_t days_from_civil(int year, int month, int day) noexcept {
    // Days of the year before each month, the year beginning in March.
    constexpr int before[] = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
    const auto y = static_cast<unsigned>(year - (month <= 2 ? 1 : 0));
    const auto century = y / 100;
    return static_cast<std::int32_t>(y * 365 + y / 4 - century + century / 4) + before[month - 1] +
           day - 1 - 719468;
}

constexpr int first_year = 1900;
constexpr int last_year = 2999;
constexpr std::int32_t first_day = days_from_civil(first_year, 1, 1);
constexpr std::int32_t last_day = days_from_civil(last_year, 12, 31);
constexpr std::int32_t ordinal_of_1970 = 719163;  // date(1970, 1, 1).toordinal()

constexpr bool is_leap(int year) noexcept {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_of_month(int year, int month) noexcept {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

bool parse_day(std::string_view text, std::int32_t& day) noexcept {
    if (text.size() != 10)
        return false;
    unsigned wrong = static_cast<unsigned>(text[4] ^ '-') | static_cast<unsigned>(text[7] ^ '-');
    const auto digit = [&](std::size_t i) {
        const auto d = static_cast<unsigned>(static_cast<unsigned char>(text[i])) - '0';
        wrong |= (d | (9 - d)) >> 31U;  // below or above the digits
        return d;
    };
    const auto two = [&](std::size_t i) { return 10 * digit(i) + digit(i + 1); };
    const auto year = static_cast<int>(100 * two(0) + two(2));
    const auto month = static_cast<int>(two(5));
    const auto of_month = static_cast<int>(two(8));
    if (wrong != 0 || year < first_year || year > last_year || month < 1 || month > 12 ||
        of_month < 1 || (of_month > 28 && of_month > days_of_month(year, month)))
        return false;
    day = days_from_civil(year, month, of_month);
    return true;
}

/// Dates made lately: days of cases repeat, and making a date costs a call.
struct made_date {
    std::int32_t day = CERTRULES_NO_DAY;
    PyObject* date = nullptr;
};
std::array<made_date, 4096> made_dates;

}  // namespace

int word_table::find_derived(PyObject* text) const noexcept {
    std::string_view name;
    if (!utf8_of(text, name))
        return none;
    const ref plain(PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size())));
    if (!plain) {
        PyErr_Clear();
        return none;
    }
    return find_hash(PyObject_Hash(plain.get()));
}

bool read_day(PyObject* value, std::int32_t& day) noexcept {
    if (is_str(value)) {
        std::string_view text;
        return utf8_of(value, text) && parse_day(text, day);
    }
    if (!Py_IS_TYPE(value, reinterpret_cast<PyTypeObject*>(bound.date_type)))
        return false;
    const ref ordinal(PyObject_CallMethodObjArgs(value, bound.to_ordinal, nullptr));
    std::int64_t found = 0;
    if (!ordinal) {
        PyErr_Clear();
        return false;
    }
    if (!read_integer(ordinal.get(), first_day + ordinal_of_1970, last_day + ordinal_of_1970,
                      found))
        return false;
    day = static_cast<std::int32_t>(found) - ordinal_of_1970;
    return true;
}

bool read_integer(PyObject* value, std::int64_t lowest, std::int64_t highest,
                  std::int64_t& out) noexcept {
    if (!Py_IS_TYPE(value, &PyLong_Type))
        return false;
    int overflow = 0;
    const long long found = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (overflow != 0 || found < lowest || found > highest)
        return false;
    out = found;
    return true;
}

PyObject* date_of(std::int32_t day) noexcept {
    if (day == CERTRULES_NO_DAY)
        return Py_NewRef(Py_None);
    auto& made = made_dates[static_cast<std::uint32_t>(day) % made_dates.size()];
    if (made.date != nullptr && made.day == day)
        return Py_NewRef(made.date);
    const ref ordinal(PyLong_FromLongLong(std::int64_t{day} + ordinal_of_1970));
    if (!ordinal)
        return nullptr;
    PyObject* date = PyObject_CallFunctionObjArgs(bound.date_from_ordinal, ordinal.get(), nullptr);
    if (date == nullptr)
        return nullptr;
    // The old one goes only once the entry holds: letting go may run anything.
    PyObject* old = std::exchange(made.date, Py_NewRef(date));
    made.day = day;
    Py_XDECREF(old);
    return date;
}

}  // namespace certrules_python
