using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Certrules;

/// <summary>What a fact or a measure has: a name (<c>yes</c>, <c>probation</c>) or a number. <c>default</c> is the name <c>unknown</c>.</summary>
[JsonConverter(typeof(Documents.ValueConverter))]
[SuppressMessage("Usage", "CA2225", Justification = "The constructors are those methods.")]
public readonly record struct Value
{
    private readonly string? _name;

    /// <summary>A name: <c>yes</c>, <c>no</c>, <c>unknown</c>, or one of the fact's own.</summary>
    /// <param name="name">As documents have it.</param>
    public Value(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>A number.</summary>
    /// <param name="number">Exact.</param>
    public Value(decimal number) => Number = number;

    /// <summary>The name; null for a number.</summary>
    public string? Name => Number is null ? _name ?? "unknown" : null;

    /// <summary>The number; null for a name.</summary>
    public decimal? Number { get; }

    /// <summary>A name as a value.</summary>
    /// <param name="name">As documents have it.</param>
    public static implicit operator Value(string name) => new(name);

    /// <summary>Yes or no as a value.</summary>
    /// <param name="yes">Yes?</param>
    public static implicit operator Value(bool yes) => new(yes ? "yes" : "no");

    /// <summary>Yes, no or unknown as a value.</summary>
    /// <param name="answer">Which.</param>
    public static implicit operator Value(Answer answer) => new(answer.Name);

    /// <summary>A number as a value.</summary>
    /// <param name="number">Which.</param>
    public static implicit operator Value(int number) => new(number);

    /// <summary>A number as a value.</summary>
    /// <param name="number">Which.</param>
    public static implicit operator Value(decimal number) => new(number);

    /// <inheritdoc/>
    public bool Equals(Value other) => Number == other.Number && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Name);

    /// <summary>The name or the number.</summary>
    public override string ToString() => Name ?? Number!.Value.ToString(CultureInfo.InvariantCulture);
}
