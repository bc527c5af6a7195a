using System;
using System.Diagnostics.CodeAnalysis;

namespace Certrules;

/// <summary>Events by number, as <see cref="RawEvent"/> has them. The last three happen by themselves, on the day after a last day.</summary>
[SuppressMessage("Design", "CA1008", Justification = "The numbers are the C interface's, and it has no zero.")]
public enum EventNumber
{
    /// <summary>The factory applied.</summary>
    Applied = 1,

    /// <summary>A fee was paid.</summary>
    FeePaid = 2,

    /// <summary>An audit was held.</summary>
    AuditHeld = 3,

    /// <summary>The programme reviewed the audit.</summary>
    AuditReviewed = 4,

    /// <summary>A finding was closed.</summary>
    FindingClosed = 5,

    /// <summary>The corrective action plan came in.</summary>
    CapSubmitted = 6,

    /// <summary>The factory was asked for a visit.</summary>
    VisitContacted = 7,

    /// <summary>The factory declined the visit.</summary>
    VisitDeclined = 8,

    /// <summary>The factory declined the audit in its place.</summary>
    AuditDeclined = 9,

    /// <summary>The visit was held.</summary>
    VisitHeld = 10,

    /// <summary>An invoice was received.</summary>
    InvoiceReceived = 11,

    /// <summary>The programme decided by itself.</summary>
    DecisionRecorded = 12,

    /// <summary>The certificate ran out.</summary>
    CertificateExpired = 13,

    /// <summary>The cycle ran out.</summary>
    CycleExpired = 14,

    /// <summary>The bar ended.</summary>
    BarEnded = 15,
}

/// <summary>Yes, no, or not known, as a number.</summary>
public enum AnswerNumber
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>No.</summary>
    No = 1,

    /// <summary>Yes.</summary>
    Yes = 2,
}

/// <summary>Which fields of a <see cref="RawState"/> count.</summary>
[Flags]
public enum StateFields : uint
{
    /// <summary>None: a factory that the programme never saw.</summary>
    None = 0,

    /// <summary>Certificate and CertificateFirstDay.</summary>
    Certificate = 1,

    /// <summary>CertificateLastDay; without it the certificate has no end.</summary>
    CertificateLastDay = 2,

    /// <summary>Cycle and CycleSince.</summary>
    Cycle = 4,

    /// <summary>CycleStartedOn; by default CycleSince.</summary>
    CycleStartedOn = 8,

    /// <summary>CycleAward; by default the edition's first certificate.</summary>
    CycleAward = 16,

    /// <summary>Bar and BarFirstDay.</summary>
    Bar = 32,

    /// <summary>BarLastDay; without it the bar has no end.</summary>
    BarLastDay = 64,

    /// <summary>After.</summary>
    After = 128,

    /// <summary>LastCertificate.</summary>
    LastCertificate = 256,
}

/// <summary>Which optional fields of a <see cref="RawFinding"/> count.</summary>
[Flags]
public enum FindingFields : uint
{
    /// <summary>None: it is open.</summary>
    None = 0,

    /// <summary>ClosedOn.</summary>
    Closed = 1,
}

/// <summary>Which fields of a <see cref="RawSection"/> count.</summary>
[Flags]
public enum SectionFields : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Applicable.</summary>
    Applicable = 1,

    /// <summary>Conforming.</summary>
    Conforming = 2,

    /// <summary>Rating.</summary>
    Rating = 4,

    /// <summary>GradedSeverity and Graded.</summary>
    Graded = 8,
}

/// <summary>Which fields of a <see cref="RawEvent"/> count.</summary>
[Flags]
public enum EventFields : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Audit: needed where one was held.</summary>
    Audit = 1,

    /// <summary>Fee: needed where one was paid or invoiced.</summary>
    Fee = 2,

    /// <summary>Decision: needed where one was recorded.</summary>
    Decision = 4,
}

/// <summary>What else a <see cref="RawVerdict"/> says.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "They are flags.")]
public enum VerdictFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A length was not given: the rule's notices by default hold, in place of its notices.</summary>
    ByDefault = 1,
}
