using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Certrules;

// The structs of certrules.h that a host fills in itself: words are numbers of one edition, days
// are days since 1970-01-01 (see Days), sets have bit i for word i. Field by field in the header's
// order; the tests compare each offset with capi/abi/layout.json.

/// <summary>Where a factory stands, in numbers. <c>default</c> is a factory that the programme never saw.</summary>
/// <remarks>A field counts only with its bit in <see cref="Given"/>; without it, it must be 0, -1 or <see cref="Days.None"/>.</remarks>
[StructLayout(LayoutKind.Sequential)]
public record struct RawState
{
    internal uint StructSize;

    /// <summary>Which fields count.</summary>
    public StateFields Given;

    /// <summary>Set of the statuses ever held; what runs now counts by itself.</summary>
    public ulong Held;

    /// <summary>A status of the certificate track.</summary>
    public int Certificate;

    /// <summary>Its first day.</summary>
    public int CertificateFirstDay;

    /// <summary>Its last day.</summary>
    public int CertificateLastDay;

    /// <summary>A status of the cycle track.</summary>
    public int Cycle;

    /// <summary>First day of that status.</summary>
    public int CycleSince;

    /// <summary>First day of the audit cycle.</summary>
    public int CycleStartedOn;

    /// <summary>The certificate that the fee will issue.</summary>
    public int CycleAward;

    /// <summary>A status of the bar track.</summary>
    public int Bar;

    /// <summary>Its first day.</summary>
    public int BarFirstDay;

    /// <summary>Its last day.</summary>
    public int BarLastDay;

    /// <summary>The status shown when nothing of the above is.</summary>
    public int After;

    /// <summary>Was a visit held under the certificate?</summary>
    public AnswerNumber Visited;

    /// <summary>The latest certificate's status.</summary>
    public int LastCertificate;

    /// <summary>Certificates in a row at it, the latest inside: 0 to 65535.</summary>
    public uint Consecutive;
}

/// <summary>A non-compliance, in numbers.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct RawFinding
{
    /// <summary>Number of the section.</summary>
    public int Section;

    /// <summary>Number of the severity.</summary>
    public int Severity;

    /// <summary>Was the factory open about it?</summary>
    public AnswerNumber Transparent;

    /// <summary>Whether <see cref="ClosedOn"/> counts.</summary>
    public FindingFields Given;

    /// <summary>Set of its tags.</summary>
    public ulong Tags;

    /// <summary>Closed on this day and after.</summary>
    public int ClosedOn;

    /// <summary>On how many sites it was seen; 0 means 1.</summary>
    public uint Sites;
}

/// <summary>What an audit's checklist had for a section, in numbers. A section may have several; the later one holds.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct RawSection
{
    /// <summary>Number of the section.</summary>
    public int Section;

    /// <summary>Which fields count.</summary>
    public SectionFields Given;

    /// <summary>Checkpoints that applied, up to 1,000,000.</summary>
    public uint Applicable;

    /// <summary>Of these, how many conform.</summary>
    public uint Conforming;

    /// <summary>Number of its rating.</summary>
    public int Rating;

    /// <summary>A severity.</summary>
    public int GradedSeverity;

    /// <summary>Checkpoints that are of that severity when failed.</summary>
    public uint Graded;

    internal uint Reserved;
}

/// <summary>A fact that is known, in numbers. Of one given twice the later holds.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct RawFact
{
    /// <summary>Number of the fact.</summary>
    public int Fact;

    internal uint Reserved;

    /// <summary>Of yes or no: 0 no, 1 yes; of names: the place in the fact's values; else the number itself.</summary>
    public long Value;
}

/// <summary>One event, in numbers.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Plain data, like the structs that it stands beside.")]
public ref struct RawEvent
{
    /// <summary>Which fields count.</summary>
    public EventFields Given;

    /// <summary>What happened.</summary>
    public EventNumber Kind;

    /// <summary>The day.</summary>
    public int On;

    /// <summary>Number of the audit.</summary>
    public int Audit;

    /// <summary>Number of the fee.</summary>
    public int Fee;

    /// <summary>Number of the status that the programme decided on.</summary>
    public int Decision;

    /// <summary>The decision's validity, 1 to 1200; 0 as the edition says.</summary>
    public int Months;

    /// <summary>How many sites the audit covered; 0 for not known.</summary>
    public uint Sites;

    /// <summary>Up to 100,000.</summary>
    public ReadOnlySpan<RawFinding> Findings;

    /// <summary>Up to 512.</summary>
    public ReadOnlySpan<RawSection> Sections;

    /// <summary>Up to 64.</summary>
    public ReadOnlySpan<RawFact> Facts;
}

/// <summary>What the rules answer, in numbers. The edition's hash and <see cref="Region"/> are all that explaining it later takes.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct RawVerdict
{
    internal uint StructSize;

    /// <summary>What else to know.</summary>
    public VerdictFlags Flags;

    /// <summary>What the event gives; -1 for nothing to show.</summary>
    public int Status;

    /// <summary>What the factory shows on that day; -1 for nothing.</summary>
    public int PublicStatus;

    /// <summary>The rule.</summary>
    public int Rule;

    /// <summary>Its region.</summary>
    public uint Region;

    /// <summary>First day of the status; <see cref="Days.None"/> where it has no end.</summary>
    public int FirstDay;

    /// <summary>Its last day, inside.</summary>
    public int LastDay;

    /// <summary>Set of the facts that it leaned on while they were unknown.</summary>
    public ulong Unknown;

    /// <summary>Set of the fees that fall due.</summary>
    public ulong Fees;
}

/// <summary>One change that earns a better status: close a finding, or give a fact another value. All changes of one status stand together.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct RawChange
{
    /// <summary>What all changes of this status together earn.</summary>
    public int Status;

    /// <summary>The fact to change; -1 to close a finding.</summary>
    public int Fact;

    /// <summary>The finding's place in the event's findings; -1 to change a fact.</summary>
    public long Finding;

    /// <summary>The fact's new value.</summary>
    public long Value;
}
