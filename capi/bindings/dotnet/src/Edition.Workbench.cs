using System;
using System.Collections.Generic;
using System.Text;
using Certrules.Documents;
using Certrules.Interop;

namespace Certrules;

/// <content>What is proved of an edition, and of two.</content>
public sealed unsafe partial class Edition
{
    /// <summary>What is wrong with the edition, over every case that it can be asked: gaps, rules that cannot fire, a worse audit that earns more, statuses without a way in or out (docs/analysis.md). Takes tenths of a second.</summary>
    public CheckReport Check() => Document.Read(CheckJson(), DocumentContext.Default.CheckReport);

    /// <summary>The same as JSON: the bytes that <c>certrules check --json</c> prints.</summary>
    public string CheckJson() =>
        Native.Text(
            _handle,
            static (handle, buffer, capacity, needed, error) =>
                NativeMethods.certrules_check_json(handle, 0, buffer, capacity, needed, error),
            Native.LargeSize);

    /// <summary>What changes from this edition to another, over every case, with the smallest case that shows each difference; or the proof that nothing does. Takes tenths of a second.</summary>
    /// <param name="next">The new edition.</param>
    /// <param name="renamed">Words that go by another name in the new edition.</param>
    /// <exception cref="CertrulesInputException">A renamed word that its edition does not have; the message has the nearest.</exception>
    public DiffReport Diff(Edition next, IReadOnlyDictionary<string, string>? renamed = null) =>
        Document.Read(DiffJson(next, renamed), DocumentContext.Default.DiffReport);

    /// <summary>The same as JSON: the bytes that <c>certrules diff --json</c> prints.</summary>
    /// <param name="next">The new edition.</param>
    /// <param name="renamed">Words that go by another name in the new edition.</param>
    /// <exception cref="CertrulesInputException">A renamed word that its edition does not have; the message has the nearest.</exception>
    public string DiffJson(Edition next, IReadOnlyDictionary<string, string>? renamed = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        var lines = Native.Utf8(Lines(renamed), nameof(renamed));
        fixed (byte* text = lines)
        {
            return Native.Text(
                (_handle, Next: next._handle, Text: (nint)text, Size: (nuint)lines.Length),
                static (s, buffer, capacity, needed, error) => NativeMethods.certrules_diff_json(
                    s._handle, s.Next, (byte*)s.Text, s.Size, 0, buffer, capacity, needed, error),
                Native.LargeSize);
        }
    }

    private static string Lines(IReadOnlyDictionary<string, string>? renamed)
    {
        var lines = new StringBuilder();
        foreach (var (before, after) in renamed ?? new Dictionary<string, string>())
        {
            foreach (var word in (string[])[before, after])
            {
                if (string.IsNullOrEmpty(word) || word.AsSpan().IndexOfAny('=', '\n') >= 0)
                {
                    throw CertrulesException.Create(ErrorCode.Text, nameof(renamed), $"\"{word}\" is no word");
                }
            }

            lines.Append(before).Append('=').Append(after).Append('\n');
        }

        return lines.ToString();
    }
}
