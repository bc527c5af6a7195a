using System;
using System.Buffers;
using Certrules.Interop;

namespace Certrules;

/// <content>Deciding in numbers: allocates nothing.</content>
public sealed unsafe partial class Edition
{
    /// <summary>
    /// Decides one event in numbers. Allocates nothing unless it fails, and gives the same answer as
    /// <see cref="Policy.Decide(Case, Detail)"/>.
    /// </summary>
    /// <param name="state">Where the factory stands.</param>
    /// <param name="what">What happened.</param>
    /// <exception cref="CertrulesException">As for documents; the place names the argument.</exception>
    public RawVerdict Decide(in RawState state, scoped in RawEvent what)
    {
        NativeError error;
        Native.Prepare(&error);
        Native.Check(Ask(state, what, out var verdict, null, &error), &error);
        return verdict;
    }

    /// <summary>The same, and the state after the event, which may be the same variable as <paramref name="state"/>.</summary>
    /// <param name="state">Where the factory stands.</param>
    /// <param name="what">What happened.</param>
    /// <param name="next">Where it stands after the event.</param>
    /// <exception cref="CertrulesException">As for documents; the place names the argument.</exception>
    public RawVerdict Decide(in RawState state, scoped in RawEvent what, out RawState next)
    {
        RawState after;
        after.StructSize = (uint)sizeof(RawState);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(Ask(state, what, out var verdict, &after, &error), &error);
        next = after;
        return verdict;
    }

    /// <summary>The same without an exception: for hosts that meet many events that cannot happen.</summary>
    /// <param name="state">Where the factory stands.</param>
    /// <param name="what">What happened.</param>
    /// <param name="verdict">What the rules answer; <c>default</c> where they do not.</param>
    /// <param name="next">Where it stands after the event; <paramref name="state"/> where they do not.</param>
    /// <param name="code">Why not; <see cref="ErrorCode.Ok"/> where they do.</param>
    /// <returns>Whether the rules answer.</returns>
    public bool TryDecide(in RawState state, scoped in RawEvent what, out RawVerdict verdict, out RawState next, out ErrorCode code)
    {
        RawState after;
        after.StructSize = (uint)sizeof(RawState);
        var before = state;
        code = (ErrorCode)Ask(before, what, out verdict, &after, null);
        next = code == ErrorCode.Ok ? after : before;
        verdict = code == ErrorCode.Ok ? verdict : default;
        return code == ErrorCode.Ok;
    }

    /// <summary>Set of the statuses that filling in the unknown facts could give.</summary>
    /// <param name="state">Where the factory stands.</param>
    /// <param name="what">An event that the rules answer.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(in RawState, in RawEvent)"/>.</exception>
    public ulong Possible(in RawState state, scoped in RawEvent what)
    {
        var from = Sized(state);
        NativeEvent asked;
        NativeError error;
        Native.Prepare(&error);
        ulong statuses;
        fixed (RawFinding* findings = what.Findings)
        fixed (RawSection* sections = what.Sections)
        fixed (RawFact* facts = what.Facts)
        {
            Fill(&asked, what, findings, sections, facts);
            Native.Check(NativeMethods.certrules_possible(_handle, &from, &asked, &statuses, &error), &error);
        }

        return statuses;
    }

    /// <summary>For each better status, the fewest changes that earn it; statuses go from worse to better.</summary>
    /// <param name="state">Where the factory stands.</param>
    /// <param name="what">An event that the rules answer.</param>
    /// <param name="complete">False where the search met its bound, so that more may exist.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(in RawState, in RawEvent)"/>.</exception>
    public RawChange[] WhatIf(in RawState state, scoped in RawEvent what, out bool complete)
    {
        var from = Sized(state);
        NativeEvent asked;
        var changes = Array.Empty<RawChange>();
        var capacity = 32;
        while (true)
        {
            changes = new RawChange[capacity];
            NativeError error;
            Native.Prepare(&error);
            nuint needed;
            int all;
            int code;
            fixed (RawFinding* findings = what.Findings)
            fixed (RawSection* sections = what.Sections)
            fixed (RawFact* facts = what.Facts)
            fixed (RawChange* to = changes)
            {
                Fill(&asked, what, findings, sections, facts);
                code = NativeMethods.certrules_what_if(
                    _handle, &from, &asked, to, (uint)sizeof(RawChange), (nuint)changes.Length, &needed, &all, &error);
            }

            if (code == (int)ErrorCode.Buffer)
            {
                capacity = checked((int)needed);
                continue;
            }

            Native.Check(code, &error);
            complete = all != 0;
            return changes[..checked((int)needed)];
        }
    }

    /// <summary>The state on a later day: what ran out before it is ended.</summary>
    /// <param name="state">Where the factory stands.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(in RawState, in RawEvent)"/>.</exception>
    public RawState Settle(in RawState state, int day)
    {
        var from = Sized(state);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(NativeMethods.certrules_settle(_handle, &from, day, &from, &error), &error);
        return from;
    }

    /// <summary>The status that the factory shows on a day; -1 for nothing.</summary>
    /// <param name="state">As settled on that day.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(in RawState, in RawEvent)"/>.</exception>
    public int PublicStatus(in RawState state, int day)
    {
        var from = Sized(state);
        NativeError error;
        Native.Prepare(&error);
        int status;
        Native.Check(NativeMethods.certrules_public_status(_handle, &from, day, &status, &error), &error);
        return status;
    }

    /// <summary>Last day of the cycle's status; <see cref="Days.None"/> without a cycle, or an end.</summary>
    /// <param name="state">Where the factory stands.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(in RawState, in RawEvent)"/>.</exception>
    public int CycleLastDay(in RawState state)
    {
        var from = Sized(state);
        NativeError error;
        Native.Prepare(&error);
        int day;
        Native.Check(NativeMethods.certrules_cycle_last_day(_handle, &from, &day, &error), &error);
        return day;
    }

    private static RawState Sized(in RawState state)
    {
        var copy = state;
        copy.StructSize = (uint)sizeof(RawState);
        return copy;
    }

    internal static void Fill(
        NativeEvent* to, scoped in RawEvent what, RawFinding* findings, RawSection* sections, RawFact* facts)
    {
        to->StructSize = (uint)sizeof(NativeEvent);
        to->Given = what.Given;
        to->Kind = what.Kind;
        to->On = what.On;
        to->Audit = what.Audit;
        to->Fee = what.Fee;
        to->Decision = what.Decision;
        to->Months = what.Months;
        to->Sites = what.Sites;
        to->FindingSize = (uint)sizeof(RawFinding);
        to->SectionSize = (uint)sizeof(RawSection);
        to->FactSize = (uint)sizeof(RawFact);
        to->Findings = findings;
        to->FindingCount = (nuint)what.Findings.Length;
        to->Sections = sections;
        to->SectionCount = (nuint)what.Sections.Length;
        to->Facts = facts;
        to->FactCount = (nuint)what.Facts.Length;
    }

    private int Ask(in RawState state, scoped in RawEvent what, out RawVerdict verdict, RawState* next, NativeError* error)
    {
        var from = Sized(state);
        NativeEvent asked;
        RawVerdict answer;
        answer.StructSize = (uint)sizeof(RawVerdict);
        int code;
        fixed (RawFinding* findings = what.Findings)
        fixed (RawSection* sections = what.Sections)
        fixed (RawFact* facts = what.Facts)
        {
            Fill(&asked, what, findings, sections, facts);
            code = NativeMethods.certrules_decide(_handle, &from, &asked, &answer, next, error);
        }

        verdict = answer;
        return code;
    }
}
