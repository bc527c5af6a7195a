using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Certrules;

/// <summary>Where a factory stands. An empty one is a factory that the programme never saw.</summary>
public sealed record State
{
    /// <summary>Statuses ever held on a certificate or a bar; those of <see cref="Certificate"/> and <see cref="Bar"/> count by themselves.</summary>
    public IReadOnlyList<Status> Held { get; init => field = FrozenList<Status>.Of(value); } = FrozenList<Status>.Empty;

    /// <summary>The certificate that it has.</summary>
    public Term? Certificate { get; init; }

    /// <summary>The audit cycle that is open.</summary>
    public Cycle? Cycle { get; init; }

    /// <summary>What bars it.</summary>
    public Term? Bar { get; init; }

    /// <summary>What it shows once certificate or bar ran out and nothing followed.</summary>
    public Status? After { get; init; }

    /// <summary>Was a visit held under the certificate?</summary>
    public Answer? Visited { get; init; }

    /// <summary>The latest certificate's status.</summary>
    public Status? LastCertificate { get; init; }

    /// <summary>How many certificates in a row were at it.</summary>
    public int? Consecutive { get; init; }
}

/// <summary>A status with its days, both inside.</summary>
/// <param name="Status">The status.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="LastDay">Its last day; null where it has no end.</param>
public sealed record Term(
    Status Status,
    DateOnly FirstDay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? LastDay);

/// <summary>An open audit cycle.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Since">First day of that status.</param>
public sealed record Cycle(Status Status, DateOnly Since)
{
    /// <summary>First day of the cycle, where it differs from its default.</summary>
    public DateOnly? StartedOn { get; init; }

    /// <summary>The certificate that the fee will issue; by default the edition's first.</summary>
    public Status? Award { get; init; }
}

/// <summary>Days, both inside.</summary>
/// <param name="FirstDay">The first.</param>
/// <param name="LastDay">The last; null where there is no end.</param>
public readonly record struct Period(DateOnly FirstDay, DateOnly? LastDay);

/// <summary>The edition that answered.</summary>
/// <param name="Scheme"><c>escp</c>.</param>
/// <param name="Edition"><c>2020-09-01</c>.</param>
/// <param name="Hash">SHA-256 of the rules: with a region, all that explaining a verdict takes.</param>
public sealed record PolicyId(string Scheme, string Edition, string Hash);
