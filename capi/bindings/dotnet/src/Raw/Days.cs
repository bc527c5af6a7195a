using System;

namespace Certrules;

/// <summary>Days as numbers, days since 1970-01-01, and back.</summary>
public static class Days
{
    /// <summary>Stands for no day in what comes out.</summary>
    public const int None = int.MinValue;

    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The number of a day.</summary>
    /// <param name="day">Any day; the library takes the years 1900 to 2999.</param>
    public static int ToNumber(DateOnly day) => day.DayNumber - Epoch;

    /// <summary>The number of a day; <see cref="None"/> for none.</summary>
    /// <param name="day">Any day, or none.</param>
    public static int ToNumber(DateOnly? day) => day is { } some ? ToNumber(some) : None;

    /// <summary>The day of a number; null for <see cref="None"/>.</summary>
    /// <param name="number">Days since 1970-01-01.</param>
    /// <exception cref="ArgumentOutOfRangeException">The day lies outside the years 1 to 9999.</exception>
    public static DateOnly? ToDay(int number) => number == None ? null : DateOnly.FromDayNumber(checked(number + Epoch));
}
