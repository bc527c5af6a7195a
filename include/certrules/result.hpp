#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>

namespace certrules {

/// Thrown by `result::value()` where there is no value: a mistake of the caller, who did not ask.
class bad_result_access : public std::logic_error {
public:
    bad_result_access() : std::logic_error("certrules: value() of a result that holds an error") {}
};

/// Wraps an error so that it becomes the error of a result: `return unexpected{my_error};`.
template <class E>
class unexpected {
public:
    constexpr explicit unexpected(E error) noexcept(std::is_nothrow_move_constructible_v<E>)
        : error_(std::move(error)) {}

    constexpr const E& error() const& noexcept { return error_; }
    constexpr E& error() & noexcept { return error_; }
    constexpr E&& error() && noexcept { return std::move(error_); }

private:
    E error_;
};

/// A value or the error that took its place, with the names of `std::expected` (C++23).
///
/// It is never an alias of it: the type must not change with a consumer's language mode.
/// `*r` and `r->` need a value and `error()` an error, so ask first: otherwise the program ends.
/// `value()` throws `bad_result_access` instead.
///
///     if (auto read = edition::parse(text)) { use(*read); } else { show(read.error()); }
template <class T, class E>
class [[nodiscard]] result {
    static_assert(std::is_object_v<T> && std::is_object_v<E>);

public:
    using value_type = T;
    using error_type = E;
    using unexpected_type = unexpected<E>;

    /// A default value.
    constexpr result() noexcept(
        std::is_nothrow_default_constructible_v<T>) requires std::is_default_constructible_v<T>
        : held_(std::in_place_index<0>) {}

    /// Holds a value.
    template <class U = T>
    requires(
        std::is_convertible_v<U&&, T> &&
        !std::is_same_v<
            std::remove_cvref_t<U>,
            result>) constexpr result(U&& value) noexcept(std::is_nothrow_constructible_v<T, U>)
        : held_(std::in_place_index<0>, std::forward<U>(value)) {}

    /// Holds an error.
    template <class G>
    requires std::is_constructible_v<E, G>
    constexpr result(unexpected<G> error) noexcept(std::is_nothrow_constructible_v<E, G>)
        : held_(std::in_place_index<1>, std::move(error).error()) {}

    constexpr bool has_value() const noexcept { return held_.index() == 0; }
    constexpr explicit operator bool() const noexcept { return has_value(); }

    constexpr T& operator*() & noexcept { return std::get<0>(held_); }
    constexpr const T& operator*() const& noexcept { return std::get<0>(held_); }
    constexpr T&& operator*() && noexcept { return std::move(**this); }
    constexpr T* operator->() noexcept { return std::addressof(**this); }
    constexpr const T* operator->() const noexcept { return std::addressof(**this); }

    constexpr T& value() & { return need(), **this; }
    constexpr const T& value() const& { return need(), **this; }
    constexpr T&& value() && { return need(), std::move(**this); }

    constexpr E& error() & noexcept { return std::get<1>(held_); }
    constexpr const E& error() const& noexcept { return std::get<1>(held_); }
    constexpr E&& error() && noexcept { return std::move(error()); }

    /// The value, or `fallback` where there is none.
    template <class U>
    constexpr T value_or(U&& fallback) const& {
        return has_value() ? **this : static_cast<T>(std::forward<U>(fallback));
    }
    template <class U>
    constexpr T value_or(U&& fallback) && {
        return has_value() ? std::move(**this) : static_cast<T>(std::forward<U>(fallback));
    }

    /// `next(value)`, which gives another result with the same errors; or the error.
    template <class F>
    constexpr auto and_then(F&& next) const& {
        using next_result = std::remove_cvref_t<std::invoke_result_t<F, const T&>>;
        if (has_value()) {
            return std::invoke(std::forward<F>(next), **this);
        }
        return next_result(unexpected<E>(error()));
    }
    template <class F>
    constexpr auto and_then(F&& next) && {
        using next_result = std::remove_cvref_t<std::invoke_result_t<F, T&&>>;
        if (has_value()) {
            return std::invoke(std::forward<F>(next), std::move(**this));
        }
        return next_result(unexpected<E>(std::move(error())));
    }

    /// A result that holds `f(value)`; or the error.
    template <class F>
    constexpr auto transform(F&& f) const& {
        using next_result = result<std::remove_cvref_t<std::invoke_result_t<F, const T&>>, E>;
        if (has_value()) {
            return next_result(std::invoke(std::forward<F>(f), **this));
        }
        return next_result(unexpected<E>(error()));
    }
    template <class F>
    constexpr auto transform(F&& f) && {
        using next_result = result<std::remove_cvref_t<std::invoke_result_t<F, T&&>>, E>;
        if (has_value()) {
            return next_result(std::invoke(std::forward<F>(f), std::move(**this)));
        }
        return next_result(unexpected<E>(std::move(error())));
    }

private:
    constexpr void need() const {
        if (!has_value()) {
            throw bad_result_access();
        }
    }

    std::variant<T, E> held_;
};

}  // namespace certrules
