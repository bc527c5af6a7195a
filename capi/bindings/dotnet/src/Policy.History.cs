using System;
using System.Collections.Generic;
using System.Text;
using Certrules.Documents;
using Certrules.Interop;

namespace Certrules;

/// <content>Questions about a factory's history.</content>
public sealed unsafe partial class Policy
{
    private delegate int HistoryFunction(
        BookHandle book, byte* text, nuint size, int on, int known, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    /// <summary>Where a factory stands on a day.</summary>
    /// <param name="history">Its events.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesInputException">The history is wrong; the place names the event.</exception>
    /// <exception cref="CertrulesRuleException">An event was impossible when it was recorded.</exception>
    public Standing Replay(History history, DateOnly on, DateOnly? known = null) =>
        Ask(Bytes(history), on, known, NativeMethods.certrules_replay_json, static utf8 => Document.Read(utf8, DocumentContext.Default.Standing));

    /// <summary>The same, document to document: the bytes are those that the program <c>certrules replay --json</c> prints.</summary>
    /// <param name="json">The history, in the form of docs/forms.md.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public string ReplayJson(string json, DateOnly on, DateOnly? known = null) =>
        Ask(Native.Utf8(json, nameof(json)), on, known, NativeMethods.certrules_replay_json, Encoding.UTF8.GetString);

    /// <summary>The statement of fees.</summary>
    /// <param name="history">The factory's events.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public IReadOnlyList<FeeEntry> Fees(History history, DateOnly on, DateOnly? known = null) =>
        Ask(Bytes(history), on, known, NativeMethods.certrules_fees_json, static utf8 => Document.Read(utf8, DocumentContext.Default.FeesPart)).Fees;

    /// <summary>The statement of fees, document to document.</summary>
    /// <param name="json">The history, in the form of docs/forms.md.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public string FeesJson(string json, DateOnly on, DateOnly? known = null) =>
        Ask(Native.Utf8(json, nameof(json)), on, known, NativeMethods.certrules_fees_json, Encoding.UTF8.GetString);

    /// <summary>The deadlines: open, met and missed.</summary>
    /// <param name="history">The factory's events.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public IReadOnlyList<Deadline> Deadlines(History history, DateOnly on, DateOnly? known = null) =>
        Ask(Bytes(history), on, known, NativeMethods.certrules_deadlines_json, static utf8 => Document.Read(utf8, DocumentContext.Default.DeadlinesPart))
            .Deadlines;

    /// <summary>The deadlines, document to document.</summary>
    /// <param name="json">The history, in the form of docs/forms.md.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public string DeadlinesJson(string json, DateOnly on, DateOnly? known = null) =>
        Ask(Native.Utf8(json, nameof(json)), on, known, NativeMethods.certrules_deadlines_json, Encoding.UTF8.GetString);

    /// <summary>What every viewer that the edition knows may see, and has to be told of the last event.</summary>
    /// <param name="history">The factory's events.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public IReadOnlyList<Disclosure> Disclosures(History history, DateOnly on, DateOnly? known = null) =>
        Ask(Bytes(history), on, known, NativeMethods.certrules_disclosures_json, static utf8 => Document.Read(utf8, DocumentContext.Default.DisclosuresPart))
            .Disclosures;

    /// <summary>The disclosures, document to document.</summary>
    /// <param name="json">The history, in the form of docs/forms.md.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public string DisclosuresJson(string json, DateOnly on, DateOnly? known = null) =>
        Ask(Native.Utf8(json, nameof(json)), on, known, NativeMethods.certrules_disclosures_json, Encoding.UTF8.GetString);

    /// <summary>The deadlines as iCalendar (RFC 5545, lines ended by CR LF), stamped with the day asked about.</summary>
    /// <param name="history">The factory's events.</param>
    /// <param name="on">The day asked about.</param>
    /// <param name="known">With what had been recorded by this day; by default with everything.</param>
    /// <param name="alarmDays">An open one rings so many days before its last, 0 to 365.</param>
    /// <exception cref="CertrulesException">As for <see cref="Replay"/>.</exception>
    public string Calendar(History history, DateOnly on, DateOnly? known = null, int alarmDays = 14) =>
        Ask(
            Bytes(history),
            on,
            known,
            (book, text, size, day, knownOn, buffer, capacity, needed, error) =>
                NativeMethods.certrules_calendar(book, text, size, day, knownOn, alarmDays, buffer, capacity, needed, error),
            Encoding.UTF8.GetString);

    private static byte[] Bytes(History history) => Document.Bytes(history, DocumentContext.Default.History);

    private TResult Ask<TResult>(ReadOnlySpan<byte> json, DateOnly on, DateOnly? known, HistoryFunction function, TextReader<TResult> reader)
    {
        fixed (byte* bytes = json)
        {
            return Native.Read(
                (_handle, Text: (nint)bytes, Size: (nuint)json.Length, On: Days.ToNumber(on), Known: Days.ToNumber(known), Function: function),
                static (s, buffer, capacity, needed, error) =>
                    s.Function(s._handle, (byte*)s.Text, s.Size, s.On, s.Known, buffer, capacity, needed, error),
                reader,
                Native.DocumentSize);
        }
    }
}
