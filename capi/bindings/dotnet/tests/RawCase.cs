using System;
using System.Linq;

namespace Certrules.Tests;

/// <summary>A case in the numbers of an edition.</summary>
internal sealed class RawCase(Edition edition)
{
    private RawState _state;
    private RawFinding[] _findings = [];
    private RawSection[] _sections = [];
    private RawFact[] _facts = [];
    private EventFields _given;
    private EventNumber _kind;
    private int _on;
    private int _audit;
    private int _fee;
    private int _decision;
    private int _months;

    public static RawCase From(Edition edition, Case from)
    {
        var to = new RawCase(edition)
        {
            _kind = Enum.Parse<EventNumber>(from.Event.Name.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true),
            _on = Days.ToNumber(from.On),
        };

        // A review without a state is that of a factory never certified, with its cycle as an audit left it.
        var state = from.State
            ?? (from.Event == EventKind.AuditReviewed ? new State { Cycle = new Cycle("assessed", from.On) } : new State());
        to._state = ToRaw(edition, state, from.CycleStartedOn);
        to._findings =
        [
            .. (from.Findings ?? []).Select(one => new RawFinding
            {
                Section = edition.NumberOf(one.Section),
                Severity = edition.NumberOf(one.Severity),
                Transparent = one.Transparent == Answer.Yes ? AnswerNumber.Yes : one.Transparent == Answer.No ? AnswerNumber.No : AnswerNumber.Unknown,
                Given = one.ClosedOn is null ? FindingFields.None : FindingFields.Closed,
                Tags = edition.SetOf([.. one.Tags]),
                ClosedOn = one.ClosedOn is { } day ? Days.ToNumber(day) : 0,
                Sites = (uint)(one.Sites ?? 0),
            }),
        ];
        to._sections =
        [
            .. from.Sections is null ? [] : from.Sections.SelectMany(section =>
                (section.Value.Graded is { Count: > 0 } graded ? graded.Select(one => (Severity?)one.Key) : [null]).Select(severity => new RawSection
                {
                    Section = edition.NumberOf(section.Key),
                    Given = (section.Value.Applicable is null ? 0 : SectionFields.Applicable) | (severity is null ? 0 : SectionFields.Graded),
                    Applicable = (uint)(section.Value.Applicable ?? 0),
                    GradedSeverity = severity is { } some ? edition.NumberOf(some) : 0,
                    Graded = severity is { } word ? (uint)section.Value.Graded![word] : 0,
                })),
        ];
        to._facts =
        [
            .. from.Facts is null ? [] : from.Facts.Where(one => one.Value.Name != "unknown").Select(
                one => new RawFact { Fact = edition.NumberOf(one.Key), Value = edition.NumberOf(one.Key, one.Value) }),
        ];
        if (from.Audit is { } audit)
        {
            to._given |= EventFields.Audit;
            to._audit = edition.NumberOf(audit);
        }

        if (from.Fee is { } fee)
        {
            to._given |= EventFields.Fee;
            to._fee = edition.NumberOf(fee);
        }

        if (from.Status is { } status)
        {
            to._given |= EventFields.Decision;
            to._decision = edition.NumberOf(status);
            to._months = from.Months ?? 0;
        }

        return to;
    }

    public RawVerdict Decide(out RawState next) => edition.Decide(_state, Event(), out next);

    public RawVerdict Decide() => edition.Decide(_state, Event());

    public bool TryDecide(out ErrorCode code) => edition.TryDecide(_state, Event(), out _, out _, out code);

    public ulong Possible() => edition.Possible(_state, Event());

    public RawChange[] WhatIf() => edition.WhatIf(_state, Event(), out _);

    /// <summary>Calls with state and event as C has them, for the length of the call.</summary>
    public unsafe void Pinned(Action<nint, nint> call)
    {
        fixed (RawFinding* findings = _findings)
        fixed (RawSection* sections = _sections)
        fixed (RawFact* facts = _facts)
        {
            Interop.NativeEvent to;
            Edition.Fill(&to, Event(), findings, sections, facts);
            var state = _state;
            state.StructSize = (uint)sizeof(RawState);
            call((nint)(&state), (nint)(&to));
        }
    }

    private static RawState ToRaw(Edition edition, State from, DateOnly? startedOn)
    {
        var to = new RawState { Held = edition.SetOf([.. from.Held]) };
        if (from.Certificate is { } certificate)
        {
            to.Given |= StateFields.Certificate | (certificate.LastDay is null ? 0 : StateFields.CertificateLastDay);
            to.Certificate = edition.NumberOf(certificate.Status);
            to.CertificateFirstDay = Days.ToNumber(certificate.FirstDay);
            to.CertificateLastDay = Days.ToNumber(certificate.LastDay);
        }

        if (from.Cycle is { } cycle)
        {
            var started = cycle.StartedOn ?? startedOn;
            to.Given |= StateFields.Cycle
                | (started is null ? 0 : StateFields.CycleStartedOn) | (cycle.Award is null ? 0 : StateFields.CycleAward);
            to.Cycle = edition.NumberOf(cycle.Status);
            to.CycleSince = Days.ToNumber(cycle.Since);
            to.CycleStartedOn = Days.ToNumber(started);
            to.CycleAward = cycle.Award is { } award ? edition.NumberOf(award) : 0;
        }

        if (from.Bar is { } bar)
        {
            to.Given |= StateFields.Bar | (bar.LastDay is null ? 0 : StateFields.BarLastDay);
            to.Bar = edition.NumberOf(bar.Status);
            to.BarFirstDay = Days.ToNumber(bar.FirstDay);
            to.BarLastDay = Days.ToNumber(bar.LastDay);
        }

        if (from.After is { } after)
        {
            to.Given |= StateFields.After;
            to.After = edition.NumberOf(after);
        }

        return to;
    }

    private RawEvent Event() => new()
    {
        Given = _given,
        Kind = _kind,
        On = _on,
        Audit = _audit,
        Fee = _fee,
        Decision = _decision,
        Months = _months,
        Findings = _findings,
        Sections = _sections,
        Facts = _facts,
    };
}
