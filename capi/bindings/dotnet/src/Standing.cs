using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Certrules.Documents;

namespace Certrules;

/// <summary>What a factory's events amount to on a day, as known on another.</summary>
public sealed record Standing
{
    /// <summary>The factory's name, as its history has it.</summary>
    public string? Factory { get; init; }

    /// <summary>The day asked about.</summary>
    public required DateOnly On { get; init; }

    /// <summary>With what had been recorded by this day.</summary>
    public required DateOnly Known { get; init; }

    /// <summary>The edition that answers on that day.</summary>
    public required PolicyId Policy { get; init; }

    /// <summary>What the factory shows; null for nothing.</summary>
    public Status? PublicStatus { get; init; }

    /// <summary>The certificate that it has.</summary>
    public Term? Certificate { get; init; }

    /// <summary>The audit cycle that is open.</summary>
    public Cycle? Cycle { get; init; }

    /// <summary>What bars it.</summary>
    public Term? Bar { get; init; }

    /// <summary>Statuses ever held on a certificate or a bar.</summary>
    public IReadOnlyList<Status> Held { get; init => field = FrozenList<Status>.Of(value); } = FrozenList<Status>.Empty;

    /// <summary>Findings not closed.</summary>
    public IReadOnlyList<Finding> OpenFindings { get; init => field = FrozenList<Finding>.Of(value); } = FrozenList<Finding>.Empty;

    /// <summary>The public status of every day from the first event on; the last interval has no end.</summary>
    public IReadOnlyList<Interval> Timeline { get; init => field = FrozenList<Interval>.Of(value); } = FrozenList<Interval>.Empty;

    /// <summary>Deadlines, met and missed ones too.</summary>
    public IReadOnlyList<Deadline> Deadlines { get; init => field = FrozenList<Deadline>.Of(value); } = FrozenList<Deadline>.Empty;

    /// <summary>Fees, paid ones too.</summary>
    public IReadOnlyList<FeeEntry> Fees { get; init => field = FrozenList<FeeEntry>.Of(value); } = FrozenList<FeeEntry>.Empty;

    /// <summary>The programme's own decisions, beside what was recommended.</summary>
    public IReadOnlyList<Decision> Decisions { get; init => field = FrozenList<Decision>.Of(value); } = FrozenList<Decision>.Empty;

    /// <summary>Events left aside in the light of something recorded later.</summary>
    public IReadOnlyList<VoidEvent> Void { get; init => field = FrozenList<VoidEvent>.Of(value); } = FrozenList<VoidEvent>.Empty;

    /// <summary>Reads a standing from its JSON document. Fields of a later release are passed over.</summary>
    /// <param name="json">In the form of docs/forms.md.</param>
    /// <exception cref="CertrulesInputException">It is not JSON, or not the form.</exception>
    public static Standing FromJson(string json) => Document.Read(json, DocumentContext.Default.Standing);
}

/// <summary>Days of one public status.</summary>
public sealed record Interval
{
    /// <summary>Its first day.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Its last day; null for no end.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>The status; null for nothing to show.</summary>
    public Status? PublicStatus { get; init; }

    /// <summary>The rule that began it.</summary>
    public Rule? Rule { get; init; }

    /// <summary>The headings on which that rests.</summary>
    public IReadOnlyList<string> Cites { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}

/// <summary>Something to be done by a day.</summary>
public sealed record Deadline
{
    /// <summary>The edition's name for it: <c>progress-visit-held</c>.</summary>
    public required string Id { get; init; }

    /// <summary>From this day on.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Until this day, inside; null for no end.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>How it stands.</summary>
    public required DeadlineState State { get; init; }

    /// <summary>The day it was met.</summary>
    public DateOnly? MetOn { get; init; }

    /// <summary>What missing it means, where that is published.</summary>
    public string? Consequence { get; init; }

    /// <summary>The headings on which it rests.</summary>
    public IReadOnlyList<string> Cites { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}

/// <summary>A fee that fell due.</summary>
public sealed record FeeEntry
{
    /// <summary>Which fee.</summary>
    public required Fee Id { get; init; }

    /// <summary>To whom it goes.</summary>
    public required string Payee { get; init; }

    /// <summary>How much; null where that is not published, or not known yet.</summary>
    public Money? Amount { get; init; }

    /// <summary>How it stands.</summary>
    public required FeeState State { get; init; }

    /// <summary>The day it fell due.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The day it was paid.</summary>
    public DateOnly? PaidOn { get; init; }
}

/// <summary>A decision of the programme's own.</summary>
public sealed record Decision
{
    /// <summary>The day.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The status decided on.</summary>
    public required Status Status { get; init; }

    /// <summary>Its validity, where that was decided too.</summary>
    public int? Months { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The last recommendation in that cycle.</summary>
    public Status? Recommendation { get; init; }

    /// <summary>The rule that recommended it.</summary>
    public Rule? Rule { get; init; }

    /// <summary>Do the two differ?</summary>
    public bool Differs { get; init; }
}

/// <summary>An event left aside: it could happen as far as was known when it was recorded, but not in the light of something recorded later.</summary>
public sealed record VoidEvent
{
    /// <summary>What it was.</summary>
    public required EventKind Event { get; init; }

    /// <summary>The day it happened.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The day it became known.</summary>
    public DateOnly? RecordedOn { get; init; }

    /// <summary>Its id, if it has one.</summary>
    public string? Id { get; init; }

    /// <summary>Why it cannot be.</summary>
    public required string Reason { get; init; }
}

/// <summary>What somebody may see of a factory, and has to be told.</summary>
public sealed record Disclosure
{
    /// <summary>Who: the edition's name for them.</summary>
    public required string Viewer { get; init; }

    /// <summary>The same for people.</summary>
    public required string Title { get; init; }

    /// <summary>What they see.</summary>
    public IReadOnlyList<DisclosureItem> Sees { get; init => field = FrozenList<DisclosureItem>.Of(value); } = FrozenList<DisclosureItem>.Empty;

    /// <summary>What the last event obliges somebody to tell them.</summary>
    public IReadOnlyList<DisclosureItem> Told { get; init => field = FrozenList<DisclosureItem>.Of(value); } = FrozenList<DisclosureItem>.Empty;
}

/// <summary>Something that is shown or told.</summary>
public sealed record DisclosureItem
{
    /// <summary>The edition's name for it.</summary>
    public required string Id { get; init; }

    /// <summary>The same for people.</summary>
    public required string Title { get; init; }

    /// <summary>The parts of the standing that it shows; none for a document that the host keeps.</summary>
    public IReadOnlyList<string> Shows { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>The headings on which it rests.</summary>
    public IReadOnlyList<string> Cites { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}
