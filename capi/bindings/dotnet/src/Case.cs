using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Certrules.Documents;

namespace Certrules;

/// <summary>One question: this event, on this day, in this state.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Case
{
    /// <summary>The factory's name, for lists of many cases; no rule reads it.</summary>
    public string? Factory { get; init; }

    /// <summary>What happened.</summary>
    public required EventKind Event { get; init; }

    /// <summary>The day it happened.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The kind of audit: needed where one was held.</summary>
    public Audit? Audit { get; init; }

    /// <summary>First day of the audit cycle; by default the day since when the cycle has its status, else <see cref="On"/>.</summary>
    public DateOnly? CycleStartedOn { get; init; }

    /// <summary>What the factory had before the event. May be left out for a new factory's application, and for a review of a factory never certified.</summary>
    public State? State { get; init; }

    /// <summary>What is known; a fact left out is unknown.</summary>
    public IReadOnlyDictionary<Fact, Value>? Facts { get; init => field = FrozenMap<Fact, Value>.OrNull(value); }

    /// <summary>What the audit's checklist had, where it differs from the edition.</summary>
    public IReadOnlyDictionary<Section, SectionCounts>? Sections { get; init => field = FrozenMap<Section, SectionCounts>.OrNull(value); }

    /// <summary>How many sites the audit covered.</summary>
    public int? Sites { get; init; }

    /// <summary>What was found. Needed where the event looks at findings; an empty list says that nothing was.</summary>
    public IReadOnlyList<Finding>? Findings { get; init => field = FrozenList<Finding>.OrNull(value); }

    /// <summary>The fee that was paid or invoiced.</summary>
    public Fee? Fee { get; init; }

    /// <summary>The finding that was closed.</summary>
    public string? Finding { get; init; }

    /// <summary>The status that the programme decided on.</summary>
    public Status? Status { get; init; }

    /// <summary>Its validity, where the programme decided that too.</summary>
    public int? Months { get; init; }

    /// <summary>Why it decided so.</summary>
    public string? Reason { get; init; }

    /// <summary>Time that an audit or visit took, with up to two decimals.</summary>
    public decimal? ManDays { get; init; }

    /// <summary>Reads a case from its JSON document.</summary>
    /// <param name="json">In the form of docs/forms.md.</param>
    /// <exception cref="CertrulesInputException">It is not JSON, or not the form.</exception>
    public static Case FromJson(string json) => Document.Read(json, DocumentContext.Default.Case);

    /// <summary>The case as a JSON document.</summary>
    public string ToJson() => Document.Write(this, DocumentContext.Default.Case);
}

/// <summary>A non-compliance.</summary>
public sealed record Finding
{
    /// <summary>A name of its own within the case or history.</summary>
    public required string Id { get; init; }

    /// <summary>Where it belongs.</summary>
    public required Section Section { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The checkpoint of the checklist; no rule reads it.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What else is said of it.</summary>
    public IReadOnlyList<Tag> Tags { get; init => field = FrozenList<Tag>.Of(value); } = FrozenList<Tag>.Empty;

    /// <summary>Did the factory show it openly?</summary>
    public Answer Transparent { get; init; }

    /// <summary>The day it was closed; null while it is open.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>By when it is to be corrected: only in a standing, where the edition gives its severity a time.</summary>
    public DateOnly? CorrectBy { get; init; }

    /// <summary>On how many sites it was seen.</summary>
    public int? Sites { get; init; }
}

/// <summary>What an audit's checklist had for a section.</summary>
public sealed record SectionCounts
{
    /// <summary>Checkpoints that applied.</summary>
    public int? Applicable { get; init; }

    /// <summary>Of these, how many conform.</summary>
    public int? Conforming { get; init; }

    /// <summary>The section's rating.</summary>
    public Rating? Rating { get; init; }

    /// <summary>How many checkpoints bear a severity when failed.</summary>
    public IReadOnlyDictionary<Severity, int>? Graded { get; init => field = FrozenMap<Severity, int>.OrNull(value); }
}
