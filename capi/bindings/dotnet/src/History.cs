using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Certrules.Documents;

namespace Certrules;

/// <summary>A factory's events, from which its standing on any day follows.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record History
{
    /// <summary>The factory's name, handed through.</summary>
    public string? Factory { get; init; }

    /// <summary>Days off beside the weekend, for deadlines in working days.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init => field = FrozenList<DateOnly>.Of(value); } = FrozenList<DateOnly>.Empty;

    /// <summary>What happened. Events of one day keep this order.</summary>
    public required IReadOnlyList<HistoryEvent> Events { get; init => field = FrozenList<HistoryEvent>.Of(value); }

    /// <summary>Reads a history from its JSON document.</summary>
    /// <param name="json">In the form of docs/forms.md.</param>
    /// <exception cref="CertrulesInputException">It is not JSON, or not the form.</exception>
    public static History FromJson(string json) => Document.Read(json, DocumentContext.Default.History);

    /// <summary>The history as a JSON document.</summary>
    public string ToJson() => Document.Write(this, DocumentContext.Default.History);
}

/// <summary>One event of a history.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record HistoryEvent
{
    /// <summary>What happened.</summary>
    public required EventKind Event { get; init; }

    /// <summary>The day it happened.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The day it became known; by default <see cref="On"/>.</summary>
    public DateOnly? RecordedOn { get; init; }

    /// <summary>A name by which a later event can correct it.</summary>
    public string? Id { get; init; }

    /// <summary>The id of an earlier event that this one replaces, or takes back.</summary>
    public string? Corrects { get; init; }

    /// <summary>The kind of audit that was held.</summary>
    public Audit? Audit { get; init; }

    /// <summary>What is known; a fact left out is unknown.</summary>
    public IReadOnlyDictionary<Fact, Value>? Facts { get; init => field = FrozenMap<Fact, Value>.OrNull(value); }

    /// <summary>What the audit's checklist had, where it differs from the edition.</summary>
    public IReadOnlyDictionary<Section, SectionCounts>? Sections { get; init => field = FrozenMap<Section, SectionCounts>.OrNull(value); }

    /// <summary>How many sites the audit covered.</summary>
    public int? Sites { get; init; }

    /// <summary>What was found; an empty list says that nothing was.</summary>
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
}
