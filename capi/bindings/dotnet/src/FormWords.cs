using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Certrules;

// The words of the forms themselves: the same in every edition. A later release may have more.

/// <summary>The name of an event: what happened. The same in every edition.</summary>
[JsonConverter(typeof(Documents.WordConverter<EventKind>))]
public readonly record struct EventKind : IWord<EventKind>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public EventKind(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>The factory applied.</summary>
    public static EventKind Applied { get; } = new("applied");

    /// <summary>A fee was paid.</summary>
    public static EventKind FeePaid { get; } = new("fee-paid");

    /// <summary>An audit was held.</summary>
    public static EventKind AuditHeld { get; } = new("audit-held");

    /// <summary>The programme reviewed the audit.</summary>
    public static EventKind AuditReviewed { get; } = new("audit-reviewed");

    /// <summary>A finding was closed.</summary>
    public static EventKind FindingClosed { get; } = new("finding-closed");

    /// <summary>The corrective action plan came in.</summary>
    public static EventKind CapSubmitted { get; } = new("cap-submitted");

    /// <summary>The factory was asked for a visit.</summary>
    public static EventKind VisitContacted { get; } = new("visit-contacted");

    /// <summary>The factory declined the visit.</summary>
    public static EventKind VisitDeclined { get; } = new("visit-declined");

    /// <summary>The factory declined the audit in its place.</summary>
    public static EventKind AuditDeclined { get; } = new("audit-declined");

    /// <summary>The visit was held.</summary>
    public static EventKind VisitHeld { get; } = new("visit-held");

    /// <summary>An invoice was received.</summary>
    public static EventKind InvoiceReceived { get; } = new("invoice-received");

    /// <summary>The programme decided by itself.</summary>
    public static EventKind DecisionRecorded { get; } = new("decision-recorded");

    /// <summary>An earlier event is taken back.</summary>
    public static EventKind Withdrawn { get; } = new("withdrawn");

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static EventKind Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator EventKind(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(EventKind other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of yes, no, or not known: never a silent no.</summary>
[JsonConverter(typeof(Documents.WordConverter<Answer>))]
public readonly record struct Answer : IWord<Answer>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public Answer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>Not known.</summary>
    public static Answer Unknown { get; } = new("unknown");

    /// <summary>No.</summary>
    public static Answer No { get; } = new("no");

    /// <summary>Yes.</summary>
    public static Answer Yes { get; } = new("yes");

    /// <inheritdoc/>
    public string Name => _name ?? "unknown";

    /// <inheritdoc/>
    public static Answer Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator Answer(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Answer other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of how a deadline stands.</summary>
[JsonConverter(typeof(Documents.WordConverter<DeadlineState>))]
public readonly record struct DeadlineState : IWord<DeadlineState>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public DeadlineState(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>Still to be met.</summary>
    public static DeadlineState Open { get; } = new("open");

    /// <summary>Met in time.</summary>
    public static DeadlineState Met { get; } = new("met");

    /// <summary>Not met in time.</summary>
    public static DeadlineState Missed { get; } = new("missed");

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static DeadlineState Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator DeadlineState(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(DeadlineState other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The name of how a fee stands.</summary>
[JsonConverter(typeof(Documents.WordConverter<FeeState>))]
public readonly record struct FeeState : IWord<FeeState>
{
    private readonly string? _name;

    /// <summary>The word of a name.</summary>
    /// <param name="name">As documents have it.</param>
    public FeeState(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>Still to be paid.</summary>
    public static FeeState Due { get; } = new("due");

    /// <summary>Paid.</summary>
    public static FeeState Paid { get; } = new("paid");

    /// <summary>Its amount is not published.</summary>
    public static FeeState NotPublished { get; } = new("not-published");

    /// <inheritdoc/>
    public string Name => _name ?? string.Empty;

    /// <inheritdoc/>
    public static FeeState Of(string name) => new(name);

    /// <summary>The word of a name, so that a name may stand where a word is wanted.</summary>
    /// <param name="name">As documents have it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Of is that method.")]
    public static implicit operator FeeState(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(FeeState other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
