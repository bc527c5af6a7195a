using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Text;
using Certrules.Documents;
using Certrules.Interop;

namespace Certrules;

/// <summary>
/// The rules of a scheme: its editions, and which of them answers. It never changes, any number of
/// threads may use it at once, and it is to be disposed of when the last is done.
/// </summary>
/// <example>
/// <code>
/// using var policy = Policy.Builtin("escp");
/// var verdict = policy.Decide(new Case { Event = EventKind.Applied, On = new DateOnly(2024, 5, 20) });
/// Console.WriteLine(verdict.Status);
/// </code>
/// </example>
public sealed unsafe partial class Policy : IDisposable
{
    private const string DefaultFile = "edition.toml";

    private readonly BookHandle _handle;

    private Policy(BookHandle handle)
    {
        _handle = handle;
        var editions = new List<Edition>();
        try
        {
            NativeError error;
            Native.Prepare(&error);
            uint count;
            Native.Check(NativeMethods.certrules_book_count(handle, &count, &error), &error);
            for (var i = 0U; i < count; ++i)
            {
                Native.Check(NativeMethods.certrules_book_edition(handle, i, out var edition, &error), &error);
                editions.Add(Edition.Take(edition));
            }
        }
        catch
        {
            editions.ForEach(edition => edition.Handle.Dispose());
            handle.Dispose();
            throw;
        }

        Editions = FrozenList<Edition>.Of(editions);
    }

    /// <summary>The editions, oldest first.</summary>
    public IReadOnlyList<Edition> Editions { get; }

    /// <summary>The scheme: <c>escp</c>.</summary>
    public string Scheme => Editions[0].Scheme;

    internal BookHandle Handle => _handle;

    /// <summary>Release of the native library: <c>0.1.0</c>.</summary>
    public static string LibraryVersion =>
        System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)NativeMethods.certrules_version_string()) ?? string.Empty;

    /// <summary>A built-in scheme (<c>escp</c>), or one edition of it (<c>escp@2020-09-01</c>).</summary>
    /// <param name="name">The scheme's or edition's name.</param>
    /// <exception cref="CertrulesInputException">There is none of that name; the message has the nearest.</exception>
    public static Policy Builtin(string name) => Builtin(name, null);

    /// <summary>The names of the built-in editions.</summary>
    public static IReadOnlyList<string> BuiltinNames() =>
        FrozenList<string>.Of(Enumerable.Range(0, checked((int)NativeMethods.certrules_builtin_count())).Select(static i => Native.Text(
            (uint)i,
            static (index, buffer, capacity, needed, error) =>
                NativeMethods.certrules_builtin_name(index, buffer, capacity, needed, error))));

    /// <summary>The built-in editions as a JSON array, with title, days and hash of each. Loads each of them, so keep the answer.</summary>
    public static string BuiltinsJson() =>
        Native.Text(
            0,
            static (_, buffer, capacity, needed, error) => NativeMethods.certrules_policies_json(buffer, capacity, needed, error),
            Native.DocumentSize);

    /// <summary>The text of a built-in edition, to read or to start a policy of one's own.</summary>
    /// <param name="name">The edition's name.</param>
    /// <exception cref="CertrulesInputException">There is none of that name; the message has the nearest.</exception>
    public static string BuiltinText(string name)
    {
        var utf8 = Native.Utf8(name, nameof(name));
        fixed (byte* bytes = utf8)
        {
            return Native.Text(
                (Name: (nint)bytes, Size: (nuint)utf8.Length),
                static (s, buffer, capacity, needed, error) =>
                    NativeMethods.certrules_builtin_text((byte*)s.Name, s.Size, buffer, capacity, needed, error),
                128 * 1024);
        }
    }

    /// <summary>A policy of one edition, from its file.</summary>
    /// <param name="path">A TOML file, in the form of docs/edition-format.md.</param>
    /// <exception cref="CertrulesEditionException">It does not load: the first thing wrong, its place, and how many more there are.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Policy Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(File.ReadAllBytes(path), path, null);
    }

    /// <summary>The same without an exception where the edition does not load.</summary>
    /// <param name="path">A TOML file, in the form of docs/edition-format.md.</param>
    /// <param name="policy">The policy; null where it does not load.</param>
    /// <param name="diagnostics">All that is wrong, and all warnings.</param>
    /// <returns>Whether it loads.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool TryLoad(string path, [NotNullWhen(true)] out Policy? policy, out IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TryParse(File.ReadAllBytes(path), path, out policy, out diagnostics);
    }

    /// <summary>A policy of one edition, from its text.</summary>
    /// <param name="toml">The text, in the form of docs/edition-format.md.</param>
    /// <param name="file">Named in errors.</param>
    /// <exception cref="CertrulesEditionException">It does not load: the first thing wrong, its place, and how many more there are.</exception>
    public static Policy Parse(string toml, string file = DefaultFile) => Parse(Native.Utf8(toml, nameof(toml)), file, null);

    /// <summary>The same without an exception where the edition does not load.</summary>
    /// <param name="toml">The text, in the form of docs/edition-format.md.</param>
    /// <param name="policy">The policy; null where it does not load.</param>
    /// <param name="diagnostics">All that is wrong, and all warnings.</param>
    /// <returns>Whether it loads.</returns>
    public static bool TryParse(string toml, [NotNullWhen(true)] out Policy? policy, out IReadOnlyList<Diagnostic> diagnostics) =>
        TryParse(Native.Utf8(toml, nameof(toml)), DefaultFile, out policy, out diagnostics);

    /// <summary>All that is wrong with an edition's text, and all warnings.</summary>
    /// <param name="toml">The text, in the form of docs/edition-format.md.</param>
    /// <param name="file">Named in each.</param>
    public static IReadOnlyList<Diagnostic> Diagnose(string toml, string file = DefaultFile) =>
        Diagnose(Native.Utf8(toml, nameof(toml)), file);

    /// <summary>A policy of editions of one scheme, in any order; one alone answers for every day. They are shared with the policies that they come from, and either may be disposed of first.</summary>
    /// <param name="editions">At least one.</param>
    /// <exception cref="CertrulesInputException">None, two schemes, or two editions from one day.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The policy takes the handle over, also where its constructor throws.")]
    public static Policy Of(IEnumerable<Edition> editions)
    {
        ArgumentNullException.ThrowIfNull(editions);
        var all = editions.ToArray();
        var handles = new nint[all.Length];
        var held = 0;
        try
        {
            foreach (var edition in all)
            {
                var added = false;
                edition.Handle.DangerousAddRef(ref added);
                handles[held++] = edition.Handle.DangerousGetHandle();
            }

            NativeError error;
            Native.Prepare(&error);
            fixed (nint* pointers = handles)
            {
                Native.Check(
                    NativeMethods.certrules_book_from_editions(pointers, (nuint)handles.Length, null, out var book, &error), &error);
                return new Policy(book);
            }
        }
        finally
        {
            while (held > 0)
            {
                all[--held].Handle.DangerousRelease();
            }
        }
    }

    /// <summary>The edition in force on a day.</summary>
    /// <param name="day">The day.</param>
    /// <exception cref="CertrulesEditionException">None was.</exception>
    public Edition InForce(DateOnly day)
    {
        NativeError error;
        Native.Prepare(&error);
        uint index;
        Native.Check(NativeMethods.certrules_book_in_force(_handle, Days.ToNumber(day), &index, &error), &error);
        return Editions[(int)index];
    }

    /// <summary>The edition that answers an event: for a check after certification the one in force on the first day of the check's window, else the one in force when the audit cycle started.</summary>
    /// <param name="cycleStartedOn">First day of the audit cycle.</param>
    /// <param name="check">Is it a check after certification?</param>
    /// <param name="certificateFirstDay">Of the running certificate, if there is one.</param>
    /// <exception cref="CertrulesEditionException">None was in force.</exception>
    public Edition Answering(DateOnly cycleStartedOn, bool check = false, DateOnly? certificateFirstDay = null)
    {
        NativeError error;
        Native.Prepare(&error);
        uint index;
        Native.Check(
            NativeMethods.certrules_book_answering(
                _handle, check ? 1 : 0, Days.ToNumber(certificateFirstDay), Days.ToNumber(cycleStartedOn), &index, &error),
            &error);
        return Editions[(int)index];
    }

    /// <summary>Decides a case. The case picks the edition.</summary>
    /// <param name="question">The case.</param>
    /// <param name="detail">How much the verdict is to tell.</param>
    /// <exception cref="CertrulesInputException">The case is wrong; the place names the field.</exception>
    /// <exception cref="CertrulesEditionException">No edition was in force.</exception>
    /// <exception cref="CertrulesRuleException">The event cannot happen in that state.</exception>
    public Verdict Decide(Case question, Detail detail = Detail.Full) =>
        Decide(
            Document.Bytes(question, DocumentContext.Default.Case),
            detail,
            static utf8 => Document.Read(utf8, DocumentContext.Default.Verdict));

    /// <summary>Decides a case, document to document: the bytes are those that the program <c>certrules decide --json</c> prints.</summary>
    /// <param name="json">The case, in the form of docs/forms.md.</param>
    /// <param name="detail">How much the verdict is to tell.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(Case, Detail)"/>.</exception>
    public string DecideJson(string json, Detail detail = Detail.Full) =>
        Decide(Native.Utf8(json, nameof(json)), detail, Encoding.UTF8.GetString);

    /// <summary>The same in UTF-8, for documents that never were strings.</summary>
    /// <param name="utf8Json">The case, in the form of docs/forms.md.</param>
    /// <param name="detail">How much the verdict is to tell.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(Case, Detail)"/>.</exception>
    public byte[] DecideJson(ReadOnlySpan<byte> utf8Json, Detail detail = Detail.Full) =>
        Decide(utf8Json, detail, static utf8 => utf8.ToArray());

    /// <summary>For each better status that the factory could earn, the fewest changes that do.</summary>
    /// <param name="question">The case.</param>
    /// <exception cref="CertrulesException">As for <see cref="Decide(Case, Detail)"/>.</exception>
    public IReadOnlyList<Improvement> WhatIf(Case question) => Decide(question).WhatIf ?? FrozenList<Improvement>.Empty;

    /// <summary>Rule, tests and sources behind a verdict, also one that was stored long ago.</summary>
    /// <param name="verdict">Its <see cref="Verdict.Policy"/> and <see cref="Verdict.Region"/> are read.</param>
    /// <exception cref="CertrulesEditionException">The policy has no edition with that hash.</exception>
    public Explanation Explain(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return ByHash(verdict.Policy.Hash).Explain(verdict.Region);
    }

    /// <summary>The edition with a hash.</summary>
    /// <param name="hash">64 hexadecimal digits.</param>
    /// <exception cref="CertrulesEditionException">The policy has none.</exception>
    public Edition ByHash(string hash) =>
        Editions.FirstOrDefault(edition => edition.Hash == hash)
        ?? throw CertrulesException.Create(
            ErrorCode.NoEdition, nameof(hash), $"no edition of the policy has the hash {hash}: it has {string.Join(", ", Editions.Select(e => $"{e.Name} {e.Hash}"))}");

    /// <summary>Frees the rules. Calls that are under way end first; later ones throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        foreach (var edition in Editions)
        {
            edition.Handle.Dispose();
        }

        _handle.Dispose();
    }

    /// <summary>The names of its editions.</summary>
    public override string ToString() => string.Join(", ", Editions);

    internal static Policy Builtin(string name, NativeLoadOptions* options)
    {
        var utf8 = Native.Utf8(name, nameof(name));
        NativeError error;
        Native.Prepare(&error);
        fixed (byte* bytes = utf8)
        {
            Native.Check(NativeMethods.certrules_book_builtin(bytes, (nuint)utf8.Length, options, out var book, &error), &error);
            return new Policy(book);
        }
    }

    /// <summary>The allocator of <paramref name="options"/> serves all that the policy keeps; its file is not read.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The policy takes the handle over, also where its constructor throws.")]
    internal static Policy Parse(ReadOnlySpan<byte> toml, string file, NativeLoadOptions* options)
    {
        var name = Native.Utf8(file, nameof(file));
        NativeError error;
        Native.Prepare(&error);
        fixed (byte* text = toml)
        fixed (byte* named = name)
        {
            var given = options != null ? *options : default;
            given.StructSize = (uint)sizeof(NativeLoadOptions);
            given.File = named;
            given.FileSize = (nuint)name.Length;
            Native.Check(NativeMethods.certrules_edition_load(text, (nuint)toml.Length, &given, out var edition, &error), &error);
            using (edition)
            {
                var pointer = edition.DangerousGetHandle();
                Native.Check(NativeMethods.certrules_book_from_editions(&pointer, 1, options, out var book, &error), &error);
                return new Policy(book);
            }
        }
    }

    private static bool TryParse(
        ReadOnlySpan<byte> toml, string file, [NotNullWhen(true)] out Policy? policy, out IReadOnlyList<Diagnostic> diagnostics)
    {
        diagnostics = Diagnose(toml, file);
        policy = diagnostics.Any(static one => one.IsError) ? null : Parse(toml, file, null);
        return policy is not null;
    }

    private static FrozenList<Diagnostic> Diagnose(ReadOnlySpan<byte> toml, string file)
    {
        var name = Native.Utf8(file, nameof(file));
        fixed (byte* text = toml)
        fixed (byte* named = name)
        {
            var options = new NativeLoadOptions
            {
                StructSize = (uint)sizeof(NativeLoadOptions),
                File = named,
                FileSize = (nuint)name.Length,
            };
            uint errors;
            var lines = Native.Text(
                (Text: (nint)text, Size: (nuint)toml.Length, Options: (nint)(&options), Errors: (nint)(&errors)),
                static (s, buffer, capacity, needed, error) => NativeMethods.certrules_edition_diagnose(
                    (byte*)s.Text, s.Size, (NativeLoadOptions*)s.Options, (uint*)s.Errors, buffer, capacity, needed, error),
                Native.DocumentSize);
            return Diagnostic.Parse(lines, file);
        }
    }

    private TResult Decide<TResult>(ReadOnlySpan<byte> json, Detail detail, TextReader<TResult> reader)
    {
        fixed (byte* bytes = json)
        {
            return Native.Read(
                (_handle, Text: (nint)bytes, Size: (nuint)json.Length, Flags: (uint)detail),
                static (s, buffer, capacity, needed, error) => NativeMethods.certrules_decide_json(
                    s._handle, (byte*)s.Text, s.Size, s.Flags, buffer, capacity, needed, error),
                reader,
                Native.DocumentSize);
        }
    }
}
