using System.Diagnostics.CodeAnalysis;

namespace Certrules;

/// <summary>What a column holds.</summary>
[SuppressMessage("Design", "CA1008", Justification = "The numbers are the C interface's, and it has no zero.")]
public enum ColumnKind
{
    /// <summary>Day of the event.</summary>
    Day = 1,

    /// <summary>Kind of audit, a word.</summary>
    Audit = 2,

    /// <summary>Fee, a word.</summary>
    Fee = 3,

    /// <summary>The status that the programme decided on, a word.</summary>
    Decision = 4,

    /// <summary>Validity of that decision, 1 to 1200; none as the edition says.</summary>
    Months = 5,

    /// <summary>How many findings there are of one sort.</summary>
    Findings = 10,

    /// <summary>Checkpoints of a section that applied; none is the edition's number.</summary>
    Applicable = 11,

    /// <summary>Of these, how many conform; none is not given.</summary>
    Conforming = 12,

    /// <summary>Rating of a section, a word; none is not rated.</summary>
    Rating = 13,

    /// <summary>Checkpoints of a section that are of a severity when failed.</summary>
    Graded = 14,

    /// <summary>A fact's value, as in <see cref="RawFact"/>; none is unknown.</summary>
    Fact = 20,

    /// <summary>Status of the certificate; none is no certificate.</summary>
    Certificate = 30,

    /// <summary>Its first day.</summary>
    CertificateFirstDay = 31,

    /// <summary>Its last day; none is without end.</summary>
    CertificateLastDay = 32,

    /// <summary>Status of the cycle; none is no cycle.</summary>
    Cycle = 33,

    /// <summary>First day of that status.</summary>
    CycleSince = 34,

    /// <summary>First day of the cycle; none is <see cref="CycleSince"/>.</summary>
    CycleStartedOn = 35,

    /// <summary>The certificate that the fee will issue; none is the edition's first.</summary>
    CycleAward = 36,

    /// <summary>Status of the bar; none is no bar.</summary>
    Bar = 37,

    /// <summary>Its first day.</summary>
    BarFirstDay = 38,

    /// <summary>Its last day; none is without end.</summary>
    BarLastDay = 39,

    /// <summary>Status shown when nothing else is.</summary>
    After = 40,

    /// <summary>Whether a visit was held under the certificate: an <see cref="AnswerNumber"/>.</summary>
    Visited = 41,

    /// <summary>Status of the latest certificate; none is that of <see cref="Certificate"/>.</summary>
    LastCertificate = 42,

    /// <summary>Certificates in a row at it.</summary>
    Consecutive = 43,

    /// <summary>Whether the factory ever held a status: 0 or 1.</summary>
    Held = 44,
}

/// <summary>How the values of a column are written. A validity bit of 0 stands for none, and so does:</summary>
[SuppressMessage("Design", "CA1008", Justification = "The numbers are the C interface's, and it has no zero.")]
public enum ColumnValues
{
    /// <summary>Numbers; no value stands for none.</summary>
    Number = 1,

    /// <summary>Words by number; none is -1, in a byte 255, in a ushort 65535.</summary>
    Word = 2,

    /// <summary>Days since 1970-01-01; none is <see cref="Days.None"/>.</summary>
    Day = 3,
}

/// <summary>How to decide columns: all give the same answers, and one that the processor lacks is lowered.</summary>
public enum ColumnLevel
{
    /// <summary>The fastest that the processor has.</summary>
    Best = 0,

    /// <summary>One row after the other, without vectors.</summary>
    Rows = 1,

    /// <summary>What every x86-64 processor has.</summary>
    Baseline = 2,

    /// <summary>AVX2.</summary>
    Avx2 = 3,

    /// <summary>AVX-512.</summary>
    Avx512 = 4,
}

/// <summary>A column that an event reads.</summary>
/// <param name="Number">Its number in this edition, for this event.</param>
/// <param name="Name"><c>findings.major.wages</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Values">How its values are written.</param>
/// <param name="IsRequired">It cannot be left out.</param>
/// <param name="Lowest">The smallest value that is no error.</param>
/// <param name="Highest">The largest.</param>
public sealed record ColumnInfo(int Number, string Name, ColumnKind Kind, ColumnValues Values, bool IsRequired, long Lowest, long Highest)
{
    /// <summary>Of findings, and of graded checkpoints: the severity.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The section; null for findings of any.</summary>
    public Section? Section { get; init; }

    /// <summary>The fact.</summary>
    public Fact? Fact { get; init; }

    /// <summary>Of held: the status.</summary>
    public Status? Status { get; init; }
}
