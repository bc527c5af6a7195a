using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Certrules;

/// <summary>Kinds of words that an edition has.</summary>
[SuppressMessage("Design", "CA1008", Justification = "The numbers are the C interface's, and it has no zero.")]
public enum WordKind
{
    /// <summary>How bad a finding is; worst last.</summary>
    Severity = 1,

    /// <summary>A section of the code of conduct.</summary>
    Section = 2,

    /// <summary>A tag of findings.</summary>
    Tag = 3,

    /// <summary>A rating of a section.</summary>
    Rating = 4,

    /// <summary>What a factory shows, or has.</summary>
    Status = 5,

    /// <summary>A kind of audit.</summary>
    Audit = 6,

    /// <summary>A fact that a rule may ask for.</summary>
    Fact = 7,

    /// <summary>A measure that a rule may test.</summary>
    Measure = 8,

    /// <summary>A rule.</summary>
    Rule = 9,

    /// <summary>A fee.</summary>
    Fee = 10,
}

/// <summary>
/// A word: a name that means something to an edition, or to every edition. Any name is a value of
/// its type, so that one from a later edition is kept as it is; the edition refuses those it lacks.
/// </summary>
/// <typeparam name="TSelf">The word's own type.</typeparam>
public interface IWord<TSelf>
    where TSelf : struct, IWord<TSelf>
{
    /// <summary>The name, as documents have it; empty for <c>default</c>.</summary>
    string Name { get; }

    /// <summary>The word of a name.</summary>
    /// <param name="name">The name, as documents have it.</param>
    [SuppressMessage("Design", "CA1000", Justification = "Called by generic code through the type.")]
    static abstract TSelf Of(string name);
}

/// <summary>A word that an edition defines.</summary>
/// <typeparam name="TSelf">The word's own type.</typeparam>
public interface IEditionWord<TSelf> : IWord<TSelf>
    where TSelf : struct, IEditionWord<TSelf>
{
    /// <summary>Which of the edition's lists has it.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "Called by generic code through the type.")]
    static abstract WordKind Kind { get; }
}

/// <summary>The name of a status: what a factory shows, or has: "certified".</summary>
[JsonConverter(typeof(Documents.WordConverter<Status>))]
public readonly record struct Status : IEditionWord<Status>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Status(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Status;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Status Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Status(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Status other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a severity of findings, worst last: "major".</summary>
[JsonConverter(typeof(Documents.WordConverter<Severity>))]
public readonly record struct Severity : IEditionWord<Severity>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Severity(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Severity;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Severity Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Severity(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Severity other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a section of the code of conduct: "wages".</summary>
[JsonConverter(typeof(Documents.WordConverter<Section>))]
public readonly record struct Section : IEditionWord<Section>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Section(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Section;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Section Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Section(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Section other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a tag of findings: "wage-deficiency".</summary>
[JsonConverter(typeof(Documents.WordConverter<Tag>))]
public readonly record struct Tag : IEditionWord<Tag>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Tag(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Tag;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Tag Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Tag(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Tag other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a rating of a section: "good".</summary>
[JsonConverter(typeof(Documents.WordConverter<Rating>))]
public readonly record struct Rating : IEditionWord<Rating>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Rating(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Rating;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Rating Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Rating(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Rating other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a kind of audit: "iaa".</summary>
[JsonConverter(typeof(Documents.WordConverter<Audit>))]
public readonly record struct Audit : IEditionWord<Audit>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Audit(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Audit;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Audit Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Audit(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Audit other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a fact that a rule may ask for: "cap-submitted".</summary>
[JsonConverter(typeof(Documents.WordConverter<Fact>))]
public readonly record struct Fact : IEditionWord<Fact>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Fact(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Fact;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Fact Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Fact(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Fact other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a measure that a rule may test: "open-critical".</summary>
[JsonConverter(typeof(Documents.WordConverter<Measure>))]
public readonly record struct Measure : IEditionWord<Measure>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Measure(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Measure;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Measure Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Measure(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Measure other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a rule: "open-critical".</summary>
[JsonConverter(typeof(Documents.WordConverter<Rule>))]
public readonly record struct Rule : IEditionWord<Rule>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Rule(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Rule;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Rule Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Rule(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Rule other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of a fee: "registration".</summary>
[JsonConverter(typeof(Documents.WordConverter<Fee>))]
public readonly record struct Fee : IEditionWord<Fee>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Fee(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <inheritdoc/>
    public static WordKind Kind => WordKind.Fee;

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static Fee Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Fee(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Fee other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
