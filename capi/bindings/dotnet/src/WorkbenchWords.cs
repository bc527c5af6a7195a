using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Certrules.Documents;

namespace Certrules;

// The words of a check and of an impact. A later release may have more.

/// <summary>What can be wrong with an edition: docs/analysis.md.</summary>
[JsonConverter(typeof(WordConverter<ProblemKind>))]
public readonly record struct ProblemKind : IWord<ProblemKind>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public ProblemKind(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>An event whose rules leave a case without an answer.</summary>
    public static ProblemKind Gap { get; } = new("gap");

    /// <summary>No case meets the rule's conditions.</summary>
    public static ProblemKind NeverFires { get; } = new("never-fires");

    /// <summary>Earlier rules answer every case that meets the rule's conditions.</summary>
    public static ProblemKind Hidden { get; } = new("hidden");

    /// <summary>The worse of two cases earns more.</summary>
    public static ProblemKind Monotone { get; } = new("monotone");

    /// <summary>No rule that fires gives the status.</summary>
    public static ProblemKind Unreachable { get; } = new("unreachable");

    /// <summary>Nothing ends the status.</summary>
    public static ProblemKind NoWayOut { get; } = new("no-way-out");

    /// <summary>A certificate without an end, or longer than its status lasts.</summary>
    public static ProblemKind NoEnd { get; } = new("no-end");

    /// <summary>Values between the bands of a table belong to none.</summary>
    public static ProblemKind Bands { get; } = new("bands");

    /// <summary>The edition declares an exception that nothing needs.</summary>
    public static ProblemKind NeedlessException { get; } = new("needless-exception");

    /// <summary>Beyond the limits.</summary>
    public static ProblemKind Undecided { get; } = new("undecided");

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static ProblemKind Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator ProblemKind(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(ProblemKind other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>What differs between two answers to a case.</summary>
[JsonConverter(typeof(WordConverter<ImpactChange>))]
public readonly record struct ImpactChange : IWord<ImpactChange>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public ImpactChange(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>Nothing.</summary>
    public static ImpactChange None { get; } = new("none");

    /// <summary>Another rule, or another reason to refuse.</summary>
    public static ImpactChange Rule { get; } = new("rule");

    /// <summary>The same statuses on other days.</summary>
    public static ImpactChange Days { get; } = new("days");

    /// <summary>The factory shows something else.</summary>
    public static ImpactChange PublicStatus { get; } = new("public-status");

    /// <summary>The event gives something else.</summary>
    public static ImpactChange Status { get; } = new("status");

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static ImpactChange Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator ImpactChange(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(ImpactChange other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Whether a new status ranks above the old one.</summary>
[JsonConverter(typeof(WordConverter<ImpactDirection>))]
public readonly record struct ImpactDirection : IWord<ImpactDirection>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public ImpactDirection(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>No edition has both.</summary>
    public static ImpactDirection Unknown { get; } = new("unknown");

    /// <summary>Below.</summary>
    public static ImpactDirection Worse { get; } = new("worse");

    /// <summary>Neither.</summary>
    public static ImpactDirection Same { get; } = new("same");

    /// <summary>Above.</summary>
    public static ImpactDirection Better { get; } = new("better");

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static ImpactDirection Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator ImpactDirection(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(ImpactDirection other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
