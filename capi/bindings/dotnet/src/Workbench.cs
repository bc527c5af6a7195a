using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Certrules.Documents;

namespace Certrules;

// What people who own a policy ask before it changes: policy tests, check, diff, impact.

/// <summary>A field that came out otherwise than a policy test expects.</summary>
public sealed record PolicyTestDifference
{
    /// <summary>The field: <c>valid.last_day</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What the test expects.</summary>
    public required string Expected { get; init; }

    /// <summary>What came out.</summary>
    public required string Got { get; init; }
}

/// <summary>How one policy test came out.</summary>
public sealed record PolicyTestResult
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands in its text, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<string> Cites { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>Whether everything came out as expected.</summary>
    public required bool Passed { get; init; }

    /// <summary>What did not.</summary>
    public IReadOnlyList<PolicyTestDifference> Differences { get; init => field = FrozenList<PolicyTestDifference>.Of(value); } = FrozenList<PolicyTestDifference>.Empty;

    /// <summary>Of a failure: what answered, and why, line by line.</summary>
    public IReadOnlyList<string> Fired { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}

/// <summary>The results of policy tests.</summary>
public sealed record PolicyTestReport
{
    /// <summary>How many passed.</summary>
    public required int Passed { get; init; }

    /// <summary>How many failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Each of them, in the order of the text.</summary>
    public IReadOnlyList<PolicyTestResult> Tests { get; init => field = FrozenList<PolicyTestResult>.Of(value); } = FrozenList<PolicyTestResult>.Empty;
}

/// <summary>What an edition answers to a case, in words.</summary>
public sealed record Answered
{
    /// <summary>The rule; null where none answers.</summary>
    public Rule? Rule { get; init; }

    /// <summary>A status, or <c>refused</c>, <c>no rule</c>, <c>missing</c>; null where there is nothing to show.</summary>
    public string? Status { get; init; }

    /// <summary><c>2024-01-15 to 2025-01-14</c>, or null.</summary>
    public string? Valid { get; init; }
}

/// <summary>A case that shows something, and what it is answered.</summary>
public sealed record Witness
{
    /// <summary>The case: <see cref="Policy.Decide(Case, Detail)"/> answers it so.</summary>
    public required Case Case { get; init; }

    /// <summary>The rule; null where none answers.</summary>
    public Rule? Rule { get; init; }

    /// <summary>A status, or <c>refused</c>, <c>no rule</c>, <c>missing</c>; null where there is nothing to show.</summary>
    public string? Status { get; init; }

    /// <summary><c>2024-01-15 to 2025-01-14</c>, or null.</summary>
    public string? Valid { get; init; }
}

/// <summary>Something wrong with an edition.</summary>
public sealed record Problem
{
    /// <summary>What sort of thing.</summary>
    public required ProblemKind Kind { get; init; }

    /// <summary>For people, on one line.</summary>
    public required string Message { get; init; }

    /// <summary>The event that it is about, if any.</summary>
    public EventKind? Event { get; init; }

    /// <summary>The rule that it is about, if any.</summary>
    public Rule? Rule { get; init; }

    /// <summary>Monotone: the rule of the worse case.</summary>
    public Rule? Other { get; init; }

    /// <summary>The status that it is about, if any.</summary>
    public Status? Status { get; init; }

    /// <summary>The exception of the edition that declares it; null: undeclared.</summary>
    public string? Exception { get; init; }

    /// <summary>False where the search ended before it was certain that no smaller case shows it.</summary>
    public required bool Smallest { get; init; }

    /// <summary>The smallest case that shows it.</summary>
    public Witness? First { get; init; }

    /// <summary>Monotone: the worse case.</summary>
    public Witness? Second { get; init; }
}

/// <summary>An exception that an edition declares.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is what an edition calls it.")]
public sealed record DeclaredException
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it declares.</summary>
    public required ProblemKind Kind { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>How many problems it declares.</summary>
    public required int Covers { get; init; }

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<string> Cites { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;
}

/// <summary>What is wrong with an edition, over every case.</summary>
public sealed record CheckReport
{
    /// <summary>The edition.</summary>
    public required PolicyId Policy { get; init; }

    /// <summary>Nothing that it does not declare, and all was decided.</summary>
    public required bool Clean { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; init => field = FrozenList<Problem>.Of(value); } = FrozenList<Problem>.Empty;

    /// <summary>What it declares.</summary>
    public IReadOnlyList<DeclaredException> Exceptions { get; init => field = FrozenList<DeclaredException>.Of(value); } = FrozenList<DeclaredException>.Empty;
}

/// <summary>Cases of one kind that two editions answer differently.</summary>
public sealed record EditionDifference
{
    /// <summary>The event.</summary>
    public required EventKind Event { get; init; }

    /// <summary>The rule of the old edition; null for none.</summary>
    public Rule? OldRule { get; init; }

    /// <summary>The rule of the new edition; null for none.</summary>
    public Rule? NewRule { get; init; }

    /// <summary>The kind in words, a list for each region.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Regions { get; init => field = FrozenList<IReadOnlyList<string>>.Of(value); } = FrozenList<IReadOnlyList<string>>.Empty;

    /// <summary>What differs: <c>status: assessed, now progressing</c>.</summary>
    public IReadOnlyList<string> Effects { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>False where the search ended before it was certain.</summary>
    public required bool Smallest { get; init; }

    /// <summary>The smallest case, in the words of the old edition.</summary>
    public required Case OldCase { get; init; }

    /// <summary>The same in the words of the new edition.</summary>
    public required Case NewCase { get; init; }

    /// <summary>What the old edition answers.</summary>
    public required Answered OldAnswer { get; init; }

    /// <summary>What the new edition answers.</summary>
    public required Answered NewAnswer { get; init; }
}

/// <summary>What changes from one edition to another, over every case.</summary>
public sealed record DiffReport
{
    /// <summary>The old edition.</summary>
    public required PolicyId Old { get; init; }

    /// <summary>The new edition.</summary>
    public required PolicyId New { get; init; }

    /// <summary><c>same</c>, which is proved; <c>differ</c>; <c>not decided</c>.</summary>
    public required string Answer { get; init; }

    /// <summary>Smallest case first.</summary>
    public IReadOnlyList<EditionDifference> Differences { get; init => field = FrozenList<EditionDifference>.Of(value); } = FrozenList<EditionDifference>.Empty;

    /// <summary>What differs outside of the rules.</summary>
    public IReadOnlyList<string> Terms { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>Words that the old edition alone has.</summary>
    public IReadOnlyList<string> OnlyOld { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>Words that the new edition alone has.</summary>
    public IReadOnlyList<string> OnlyNew { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>What was beyond the limits, and why.</summary>
    public IReadOnlyList<string> Undecided { get; init => field = FrozenList<string>.Of(value); } = FrozenList<string>.Empty;

    /// <summary>Proved: every case has the same answer in both.</summary>
    [JsonIgnore]
    public bool Same => Answer == "same";
}

/// <summary>What a case came to.</summary>
public sealed record ImpactOutcome
{
    /// <summary>The status; null where there is nothing to show, or it was refused.</summary>
    public Status? Status { get; init; }

    /// <summary>Why it was refused; else null.</summary>
    public string? Refused { get; init; }
}

/// <summary>How many cases went from what to what.</summary>
public sealed record ImpactFlow
{
    /// <summary>Under the old policy.</summary>
    public required ImpactOutcome From { get; init; }

    /// <summary>Under the new policy.</summary>
    public required ImpactOutcome To { get; init; }

    /// <summary>Whether the new status ranks above the old one.</summary>
    public required ImpactDirection Direction { get; init; }

    /// <summary>How many.</summary>
    public required long Cases { get; init; }
}

/// <summary>What one policy answers to the cases of a row.</summary>
public sealed record ImpactAnswer
{
    /// <summary>The edition that answers; null where none could be picked.</summary>
    public string? Edition { get; init; }

    /// <summary>What the event gives.</summary>
    public Status? Status { get; init; }

    /// <summary>What the factory shows.</summary>
    public Status? PublicStatus { get; init; }

    /// <summary>The rule.</summary>
    public Rule? Rule { get; init; }

    /// <summary>The number of its region.</summary>
    public int? Region { get; init; }

    /// <summary>Why there is no verdict; else null.</summary>
    public string? Refused { get; init; }

    /// <summary>The same for people.</summary>
    public string? Message { get; init; }
}

/// <summary>One case of a row.</summary>
public sealed record ImpactExample
{
    /// <summary>Its number, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>Its factory, where it names one.</summary>
    public string? Factory { get; init; }

    /// <summary>Its days under the old policy.</summary>
    public Period? From { get; init; }

    /// <summary>Its days under the new policy.</summary>
    public Period? To { get; init; }
}

/// <summary>Cases that got the same two answers, but for their days.</summary>
public sealed record ImpactRow
{
    /// <summary>What differs.</summary>
    public required ImpactChange Change { get; init; }

    /// <summary>How many.</summary>
    public required long Cases { get; init; }

    /// <summary>Under the old policy.</summary>
    public required ImpactAnswer From { get; init; }

    /// <summary>Under the new policy.</summary>
    public required ImpactAnswer To { get; init; }

    /// <summary>The first ones.</summary>
    public IReadOnlyList<ImpactExample> Examples { get; init => field = FrozenList<ImpactExample>.Of(value); } = FrozenList<ImpactExample>.Empty;
}

/// <summary>What a change of policy does to many cases.</summary>
public sealed record ImpactReport
{
    /// <summary>The editions of the old policy.</summary>
    public IReadOnlyList<PolicyId> Old { get; init => field = FrozenList<PolicyId>.Of(value); } = FrozenList<PolicyId>.Empty;

    /// <summary>The editions of the new policy.</summary>
    public IReadOnlyList<PolicyId> New { get; init => field = FrozenList<PolicyId>.Of(value); } = FrozenList<PolicyId>.Empty;

    /// <summary>How many there were.</summary>
    public required long Cases { get; init; }

    /// <summary>How many by what differs.</summary>
    public IReadOnlyDictionary<ImpactChange, long> Changes { get; init => field = FrozenMap<ImpactChange, long>.OrNull(value)!; } = FrozenMap<ImpactChange, long>.OrNull(new Dictionary<ImpactChange, long>())!;

    /// <summary>From what to what, most cases first; complete.</summary>
    public IReadOnlyList<ImpactFlow> Flows { get; init => field = FrozenList<ImpactFlow>.Of(value); } = FrozenList<ImpactFlow>.Empty;

    /// <summary>By rule and region, the greatest change first.</summary>
    public IReadOnlyList<ImpactRow> Rows { get; init => field = FrozenList<ImpactRow>.Of(value); } = FrozenList<ImpactRow>.Empty;

    /// <summary>Cases that no row holds, where there are very many rows.</summary>
    public required long BeyondTheRows { get; init; }
}
