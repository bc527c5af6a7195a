using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Certrules.Documents;

namespace Certrules;

/// <summary>The answer to a case.</summary>
public sealed record Verdict
{
    /// <summary>The edition that answered.</summary>
    public required PolicyId Policy { get; init; }

    /// <summary>What the event gives the cycle, the certificate or the bar; null where there is nothing to show.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Status? Status { get; init; }

    /// <summary>What the factory shows on that day; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Status? PublicStatus { get; init; }

    /// <summary>The rule that fired.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Rule? Rule { get; init; }

    /// <summary>Number of its region. Store it with <see cref="PolicyId.Hash"/>, and <see cref="Edition.Explain"/> tells rule, tests and sources again.</summary>
    public required int Region { get; init; }

    /// <summary>Days of <see cref="Status"/>; null where it has no end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Period? Valid { get; init; }

    /// <summary>The state after the event: the next case's.</summary>
    public required State State { get; init; }

    /// <summary>The tests of the rule, and what each read.</summary>
    public IReadOnlyList<Reason> Because { get; init => field = FrozenList<Reason>.Of(value); } = FrozenList<Reason>.Empty;

    /// <summary>The headings on which the rule rests.</summary>
    public IReadOnlyList<string> Cites { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>Unknown facts that the verdict leaned on.</summary>
    public IReadOnlyList<Fact> Unknown { get; init => field = FrozenList<Fact>.Of(value); } = FrozenList<Fact>.Empty;

    /// <summary>Every status that filling in the unknown facts could give; null with <see cref="Detail.Brief"/>.</summary>
    public IReadOnlyList<Status>? Possible { get; init => field = FrozenList<Status>.OrNull(value); }

    /// <summary>What the factory owes next.</summary>
    public IReadOnlyList<string> Obligations { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>What the programme or the factory may choose.</summary>
    public IReadOnlyList<string> Options { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>What else to know.</summary>
    public IReadOnlyList<string> Notices { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>By when the next audit is due, where the edition says how often.</summary>
    public DateOnly? NextAuditOn { get; init; }

    /// <summary>By when each open finding is to be corrected, where the edition gives its severity a time.</summary>
    public IReadOnlyList<Correction> CorrectBy { get; init => field = FrozenList<Correction>.Of(value); } = FrozenList<Correction>.Empty;

    /// <summary>For each better status that could be earned, the fewest changes that do; null with <see cref="Detail.Brief"/>.</summary>
    public IReadOnlyList<Improvement>? WhatIf { get; init => field = FrozenList<Improvement>.OrNull(value); }

    /// <summary>Reads a verdict from its JSON document. Fields of a later release are passed over.</summary>
    /// <param name="json">In the form of docs/forms.md.</param>
    /// <exception cref="CertrulesInputException">It is not JSON, or not the form.</exception>
    public static Verdict FromJson(string json) => Document.Read(json, DocumentContext.Default.Verdict);
}

/// <summary>By when a finding is to be corrected.</summary>
/// <param name="Finding">The finding's id.</param>
/// <param name="Day">The last day for it.</param>
public sealed record Correction(string Finding, DateOnly Day);

/// <summary>One test of a rule.</summary>
public sealed record Reason
{
    /// <summary>What was read: a measure, a fact, or a part of the state.</summary>
    public required string Measure { get; init; }

    /// <summary>What it was; null where there was none, and in an explanation.</summary>
    public Value? Value { get; init; }

    /// <summary>The test, as the edition writes it.</summary>
    public required string Test { get; init; }

    /// <summary>More, where it helps: the sections over a limit.</summary>
    public IReadOnlyList<string> Detail { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}

/// <summary>What would earn a better status.</summary>
public sealed record Improvement
{
    /// <summary>The status.</summary>
    public required Status Status { get; init; }

    /// <summary>What to change, all of it: <c>close F1</c>.</summary>
    public IReadOnlyList<string> Change { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}

/// <summary>What is behind a region: rule, tests and sources, without the values that a case had.</summary>
public sealed record Explanation
{
    /// <summary>The edition.</summary>
    public required PolicyId Policy { get; init; }

    /// <summary>The rule; null where none answers.</summary>
    public Rule? Rule { get; init; }

    /// <summary>The rule's title.</summary>
    public string? Title { get; init; }

    /// <summary>Its tests.</summary>
    public IReadOnlyList<Reason> Because { get; init => field = FrozenList<Reason>.Of(value); } = FrozenList<Reason>.Empty;

    /// <summary>The headings on which it rests.</summary>
    public IReadOnlyList<string> Cites { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>Which values lie in the region.</summary>
    public IReadOnlyList<string> Bounds { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}

/// <summary>How much a verdict is to tell.</summary>
public enum Detail
{
    /// <summary>All of it.</summary>
    Full = 0,

    /// <summary>Without <see cref="Verdict.Possible"/> and <see cref="Verdict.WhatIf"/>, which take longest.</summary>
    Brief = 1,
}
