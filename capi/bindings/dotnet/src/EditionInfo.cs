using System.Collections.Generic;

namespace Certrules;

/// <summary>Which slot of the state a status fills.</summary>
public enum Track
{
    /// <summary>The certificate's.</summary>
    Certificate = 0,

    /// <summary>The cycle's.</summary>
    Cycle = 1,

    /// <summary>The bar's.</summary>
    Bar = 2,

    /// <summary>Shown when nothing else is.</summary>
    After = 3,
}

/// <summary>What values a fact can have.</summary>
public enum FactType
{
    /// <summary>Yes or no.</summary>
    YesNo = 0,

    /// <summary>One of some names.</summary>
    OneOf = 1,

    /// <summary>A number.</summary>
    Number = 2,
}

/// <summary>What an edition says of a status.</summary>
/// <param name="Track">The slot that it fills.</param>
/// <param name="Rank">Worse to better.</param>
/// <param name="IsOpen">Of a cycle whose audit was held, so that findings can be reviewed.</param>
public readonly record struct StatusInfo(Track Track, int Rank, bool IsOpen);

/// <summary>What an edition says of a section.</summary>
/// <param name="Applicable">Checkpoints that apply where an audit says nothing.</param>
/// <param name="IsPlaceholder">That number is not published.</param>
public readonly record struct SectionInfo(int Applicable, bool IsPlaceholder);

/// <summary>What an edition says of an audit.</summary>
/// <param name="IsAnnounced">The factory knows the day.</param>
/// <param name="StartsCycle">It always starts a new audit cycle.</param>
/// <param name="IsCheck">A check after certification, whose findings stay apart.</param>
public readonly record struct AuditInfo(bool IsAnnounced, bool StartsCycle, bool IsCheck);

/// <summary>What an edition says of a fact.</summary>
/// <param name="Type">What values it can have.</param>
/// <param name="Values">The values' names, or the allowed numbers; empty where any number from lowest to highest is allowed.</param>
/// <param name="Lowest">The lowest value.</param>
/// <param name="Highest">The highest value.</param>
/// <param name="FactoryChanges">The factory can change it, so an improvement may.</param>
public sealed record FactInfo(FactType Type, IReadOnlyList<string> Values, long Lowest, long Highest, bool FactoryChanges);

/// <summary>What an edition says of a rule.</summary>
/// <param name="Line">Its line in the edition's text, from 1.</param>
/// <param name="Refuses">It says that the event cannot happen.</param>
/// <param name="Cites">The headings on which it rests.</param>
/// <param name="Obligations">What the factory owes next.</param>
/// <param name="Options">What the programme or the factory may choose.</param>
/// <param name="Notices">What else to know.</param>
/// <param name="NoticesByDefault">The same, where a length was not given (<see cref="VerdictFlags.ByDefault"/>).</param>
public sealed record RuleInfo(
    int Line,
    bool Refuses,
    IReadOnlyList<string> Cites,
    IReadOnlyList<string> Obligations,
    IReadOnlyList<string> Options,
    IReadOnlyList<string> Notices,
    IReadOnlyList<string> NoticesByDefault);
