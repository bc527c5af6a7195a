using System;
using System.Collections.Generic;
using System.IO;
using Certrules.Documents;
using Certrules.Interop;

namespace Certrules;

/// <content>Policy tests, and what a change of policy does to a portfolio.</content>
public sealed unsafe partial class Policy
{
    /// <summary>
    /// Runs policy tests written in TOML (docs/policy-tests.md) against this policy: one JSON document with how many passed and
    /// failed, and of each test its name, line, differences and what fired. A test that fails is no error.
    /// </summary>
    /// <param name="tests">The text of the tests.</param>
    /// <param name="filter">Runs only the tests whose names contain this text; empty: all.</param>
    /// <exception cref="CertrulesInputException">The text is no set of tests; the place has line and column.</exception>
    public string TestJson(string tests, string filter = "")
    {
        var toml = Native.Utf8(tests, nameof(tests));
        var part = Native.Utf8(filter, nameof(filter));
        fixed (byte* text = toml)
        fixed (byte* name = part)
        {
            return Native.Text(
                (_handle, Text: (nint)text, Size: (nuint)toml.Length, Name: (nint)name, NameSize: (nuint)part.Length),
                static (s, buffer, capacity, needed, error) => NativeMethods.certrules_test_json(
                    s._handle, (byte*)s.Text, s.Size, (byte*)s.Name, s.NameSize, 0, buffer, capacity, needed, error),
                Native.LargeSize);
        }
    }

    /// <summary>Runs policy tests written in TOML (docs/policy-tests.md) against this policy. A test that fails is no error.</summary>
    /// <param name="tests">The text of the tests.</param>
    /// <param name="filter">Runs only the tests whose names contain this text; empty: all.</param>
    /// <exception cref="CertrulesInputException">The text is no set of tests; the place has line and column.</exception>
    public PolicyTestReport RunTests(string tests, string filter = "") =>
        Document.Read(TestJson(tests, filter), DocumentContext.Default.PolicyTestReport);

    /// <summary>What a change from this policy to another does to many cases: how many go from which status to which, by rule and region. A case that one policy refuses is counted so.</summary>
    /// <param name="next">The new policy. The editions that answer are picked as by <see cref="Decide(Case, Detail)"/>.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="examples">How many cases each row names, 0 to 100.</param>
    /// <exception cref="CertrulesInputException">A case that neither policy can read; <see cref="CertrulesException.Line"/> is its number.</exception>
    /// <exception cref="CertrulesLimitException">More than 64 MiB of cases as JSON.</exception>
    public ImpactReport Impact(Policy next, IEnumerable<Case> cases, int examples = 5)
    {
        ArgumentNullException.ThrowIfNull(cases);
        using var lines = new MemoryStream();
        foreach (var one in cases)
        {
            lines.Write(Document.Bytes(one, DocumentContext.Default.Case));
            lines.WriteByte((byte)'\n');
        }

        return Impact(next, lines.GetBuffer().AsSpan(0, checked((int)lines.Length)), examples, static utf8 => Document.Read(utf8, DocumentContext.Default.ImpactReport));
    }

    /// <summary>The same, document to document.</summary>
    /// <param name="next">The new policy.</param>
    /// <param name="jsonLines">The cases in the form of docs/forms.md, one a line.</param>
    /// <param name="examples">How many cases each row names, 0 to 100.</param>
    /// <exception cref="CertrulesException">As for <see cref="Impact(Policy, IEnumerable{Case}, int)"/>.</exception>
    public string ImpactJson(Policy next, string jsonLines, int examples = 5) =>
        Impact(next, Native.Utf8(jsonLines, nameof(jsonLines)), examples, System.Text.Encoding.UTF8.GetString);

    private TResult Impact<TResult>(Policy next, ReadOnlySpan<byte> lines, int examples, TextReader<TResult> reader)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentOutOfRangeException.ThrowIfNegative(examples);
        fixed (byte* text = lines)
        {
            return Native.Read(
                (_handle, Next: next._handle, Text: (nint)text, Size: (nuint)lines.Length, Examples: (uint)examples),
                static (s, buffer, capacity, needed, error) => NativeMethods.certrules_impact_json(
                    s._handle, s.Next, (byte*)s.Text, s.Size, s.Examples, 0, buffer, capacity, needed, error),
                reader,
                Native.LargeSize);
        }
    }
}
