using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Certrules.Documents;
using Certrules.Interop;

namespace Certrules;

/// <summary>
/// The rules of a scheme from one day on. It never changes, and any number of threads may use it at
/// once. It belongs to its <see cref="Policy"/>, and is disposed of with it.
/// </summary>
public sealed unsafe partial class Edition
{
    private readonly EditionHandle _handle;
    private readonly Lazy<Words> _words;

    private Edition(EditionHandle handle)
    {
        _handle = handle;
        Scheme = TextOf(1);
        Id = TextOf(2);
        Name = TextOf(3);
        Title = TextOf(4);
        Hash = TextOf(5);

        NativeEditionInfo info = default;
        info.StructSize = (uint)sizeof(NativeEditionInfo);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(NativeMethods.certrules_edition_describe(_handle, &info, &error), &error);
        EffectiveFrom = Days.ToDay(info.EffectiveFrom)!.Value;
        EffectiveTo = Days.ToDay(info.EffectiveTo);
        Regions = checked((int)info.Regions);
        _words = new Lazy<Words>(() => new Words(this));
    }

    /// <summary><c>escp</c>.</summary>
    public string Scheme { get; }

    /// <summary><c>2020-09-01</c>.</summary>
    public string Id { get; }

    /// <summary><c>escp@2020-09-01</c>.</summary>
    public string Name { get; }

    /// <summary>For people.</summary>
    public string Title { get; }

    /// <summary>SHA-256 of the rules, 64 hexadecimal digits; comments and layout of the text don't change it.</summary>
    public string Hash { get; }

    /// <summary>First day in force.</summary>
    public DateOnly EffectiveFrom { get; }

    /// <summary>Last day in force; null for no end.</summary>
    public DateOnly? EffectiveTo { get; }

    /// <summary>How many regions it has, numbered from 0.</summary>
    public int Regions { get; }

    /// <summary>Severities, worst last.</summary>
    public IReadOnlyList<Severity> Severities => _words.Value.Severities;

    /// <summary>Sections.</summary>
    public IReadOnlyList<Section> Sections => _words.Value.Sections;

    /// <summary>Tags of findings.</summary>
    public IReadOnlyList<Tag> Tags => _words.Value.Tags;

    /// <summary>Ratings of sections.</summary>
    public IReadOnlyList<Rating> Ratings => _words.Value.Ratings;

    /// <summary>Statuses.</summary>
    public IReadOnlyList<Status> Statuses => _words.Value.Statuses;

    /// <summary>Kinds of audit.</summary>
    public IReadOnlyList<Audit> Audits => _words.Value.Audits;

    /// <summary>Facts that rules ask for.</summary>
    public IReadOnlyList<Fact> Facts => _words.Value.Facts;

    /// <summary>Measures that rules test.</summary>
    public IReadOnlyList<Measure> Measures => _words.Value.Measures;

    /// <summary>Rules, in the order in which they are asked.</summary>
    public IReadOnlyList<Rule> Rules => _words.Value.Rules;

    /// <summary>Fees.</summary>
    public IReadOnlyList<Fee> Fees => _words.Value.Fees;

    internal EditionHandle Handle => _handle;

    /// <summary>Takes the handle over, also where something fails.</summary>
    internal static Edition Take(EditionHandle handle)
    {
        try
        {
            return new Edition(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A word's number in this edition.</summary>
    /// <typeparam name="TWord">What it is a word for.</typeparam>
    /// <param name="word">The word.</param>
    /// <exception cref="CertrulesInputException">The edition does not have it; the message has the nearest.</exception>
    public int NumberOf<TWord>(TWord word)
        where TWord : struct, IEditionWord<TWord>
    {
        var name = Native.Utf8(word.Name, nameof(word));
        NativeError error;
        Native.Prepare(&error);
        int number;
        fixed (byte* bytes = name)
        {
            Native.Check(NativeMethods.certrules_word_find(_handle, (int)TWord.Kind, bytes, (nuint)name.Length, &number, &error), &error);
        }

        return number;
    }

    /// <summary>The word of a number; null for -1, which stands for none.</summary>
    /// <typeparam name="TWord">What it is a word for.</typeparam>
    /// <param name="number">From 0.</param>
    /// <exception cref="CertrulesInputException">The edition has fewer.</exception>
    public TWord? WordOf<TWord>(int number)
        where TWord : struct, IEditionWord<TWord> =>
        number == -1 ? null : TWord.Of(NameOf(TWord.Kind, number));

    /// <summary>A word's title, for people.</summary>
    /// <typeparam name="TWord">What it is a word for.</typeparam>
    /// <param name="word">The word.</param>
    /// <exception cref="CertrulesInputException">The edition does not have it; the message has the nearest.</exception>
    public string TitleOf<TWord>(TWord word)
        where TWord : struct, IEditionWord<TWord> =>
        Native.Text(
            (_handle, Kind: (int)TWord.Kind, Number: NumberOf(word)),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_word_title(s._handle, s.Kind, s.Number, buffer, capacity, needed, error));

    /// <summary>Words as a set: bit i for word i.</summary>
    /// <typeparam name="TWord">What they are words for.</typeparam>
    /// <param name="words">The words.</param>
    /// <exception cref="CertrulesInputException">The edition does not have one; the message has the nearest.</exception>
    public ulong SetOf<TWord>(params ReadOnlySpan<TWord> words)
        where TWord : struct, IEditionWord<TWord>
    {
        var set = 0UL;
        foreach (var word in words)
        {
            set |= 1UL << NumberOf(word);
        }

        return set;
    }

    /// <summary>The words of a set, in the edition's order.</summary>
    /// <typeparam name="TWord">What they are words for.</typeparam>
    /// <param name="set">Bit i for word i.</param>
    /// <exception cref="CertrulesInputException">The edition has not so many.</exception>
    public IReadOnlyList<TWord> WordsOf<TWord>(ulong set)
        where TWord : struct, IEditionWord<TWord> =>
        FrozenList<TWord>.Of(Enumerable.Range(0, 64).Where(i => (set >> i & 1) != 0).Select(i => WordOf<TWord>(i)!.Value));

    /// <summary>What it says of a status.</summary>
    /// <param name="status">The status.</param>
    /// <exception cref="CertrulesInputException">The edition does not have it; the message has the nearest.</exception>
    public StatusInfo Describe(Status status)
    {
        NativeStatusInfo info = default;
        info.StructSize = (uint)sizeof(NativeStatusInfo);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(NativeMethods.certrules_status_describe(_handle, NumberOf(status), &info, &error), &error);
        return new StatusInfo((Track)info.Track, info.Rank, info.Open != 0);
    }

    /// <summary>What it says of a section.</summary>
    /// <param name="section">The section.</param>
    /// <exception cref="CertrulesInputException">The edition does not have it; the message has the nearest.</exception>
    public SectionInfo Describe(Section section)
    {
        NativeSectionInfo info = default;
        info.StructSize = (uint)sizeof(NativeSectionInfo);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(NativeMethods.certrules_section_describe(_handle, NumberOf(section), &info, &error), &error);
        return new SectionInfo(checked((int)info.Applicable), info.Placeholder != 0);
    }

    /// <summary>What it says of an audit.</summary>
    /// <param name="audit">The audit.</param>
    /// <exception cref="CertrulesInputException">The edition does not have it; the message has the nearest.</exception>
    public AuditInfo Describe(Audit audit)
    {
        NativeAuditInfo info = default;
        info.StructSize = (uint)sizeof(NativeAuditInfo);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(NativeMethods.certrules_audit_describe(_handle, NumberOf(audit), &info, &error), &error);
        return new AuditInfo(info.Announced != 0, info.StartsCycle != 0, info.Check != 0);
    }

    /// <summary>What it says of a fact.</summary>
    /// <param name="fact">The fact.</param>
    /// <exception cref="CertrulesInputException">The edition does not have it; the message has the nearest.</exception>
    public FactInfo Describe(Fact fact)
    {
        var number = NumberOf(fact);
        NativeFactInfo info = default;
        info.StructSize = (uint)sizeof(NativeFactInfo);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(NativeMethods.certrules_fact_describe(_handle, number, &info, &error), &error);
        var type = (FactType)info.Type;
        var values = type switch
        {
            FactType.YesNo => ["no", "yes"],
            FactType.OneOf => Enumerable.Range(0, checked((int)info.ValueCount)).Select(i => ValueName(number, i)),
            _ => info.ValueCount == 0 ? [] : AllowedNumbers(number, info),
        };
        return new FactInfo(type, FrozenList<string>.Of(values), info.Lowest, info.Highest, info.FactoryChanges != 0);
    }

    /// <summary>What it says of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="CertrulesInputException">The edition does not have it; the message has the nearest.</exception>
    public RuleInfo Describe(Rule rule)
    {
        var number = NumberOf(rule);
        NativeRuleInfo info = default;
        info.StructSize = (uint)sizeof(NativeRuleInfo);
        NativeError error;
        Native.Prepare(&error);
        Native.Check(NativeMethods.certrules_rule_describe(_handle, number, &info, &error), &error);
        return new RuleInfo(
            checked((int)info.Line),
            info.Refuses != 0,
            TextsOf(number, 1, info.Cites),
            TextsOf(number, 2, info.Obligations),
            TextsOf(number, 3, info.Options),
            TextsOf(number, 4, info.Notices),
            TextsOf(number, 5, info.NoticesByDefault));
    }

    /// <summary>The number of a fact's value, as <see cref="RawFact"/> has it.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="value"><c>yes</c>, <c>probation</c>, 12.</param>
    /// <exception cref="CertrulesInputException">The fact has no such value; the message has the nearest.</exception>
    public long NumberOf(Fact fact, Value value)
    {
        var name = Native.Utf8(value.ToString(), nameof(value));
        NativeError error;
        Native.Prepare(&error);
        long number;
        fixed (byte* bytes = name)
        {
            Native.Check(
                NativeMethods.certrules_fact_value_find(_handle, NumberOf(fact), bytes, (nuint)name.Length, &number, &error), &error);
        }

        return number;
    }

    /// <summary>The rule behind a region; null where none answers there.</summary>
    /// <param name="region">From 0.</param>
    /// <exception cref="CertrulesInputException">The edition has fewer regions.</exception>
    public Rule? RuleOf(int region)
    {
        NativeError error;
        Native.Prepare(&error);
        int rule;
        Native.Check(NativeMethods.certrules_region_rule(_handle, unchecked((uint)region), &rule, &error), &error);
        return WordOf<Rule>(rule);
    }

    /// <summary>Rule, tests and sources behind a region that was stored with <see cref="Hash"/>.</summary>
    /// <param name="region">From 0.</param>
    /// <exception cref="CertrulesInputException">The edition has fewer regions.</exception>
    public Explanation Explain(int region) =>
        Native.Read(
            (_handle, Region: unchecked((uint)region)),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_explain_json(s._handle, s.Region, buffer, capacity, needed, error),
            static utf8 => Document.Read(utf8, DocumentContext.Default.Explanation),
            Native.DocumentSize);

    /// <summary>The same as a JSON document.</summary>
    /// <param name="region">From 0.</param>
    /// <exception cref="CertrulesInputException">The edition has fewer regions.</exception>
    public string ExplainJson(int region) =>
        Native.Text(
            (_handle, Region: unchecked((uint)region)),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_explain_json(s._handle, s.Region, buffer, capacity, needed, error),
            Native.DocumentSize);

    /// <summary>The same as lines of plain text.</summary>
    /// <param name="region">From 0.</param>
    /// <exception cref="CertrulesInputException">The edition has fewer regions.</exception>
    public string ExplainText(int region) =>
        Native.Text(
            (_handle, Region: unchecked((uint)region)),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_explain_text(s._handle, s.Region, buffer, capacity, needed, error),
            Native.DocumentSize);

    /// <summary>All its words, and what it says of each, as one JSON document: a word's place in its list is its number.</summary>
    public string WordsJson() =>
        Native.Text(
            _handle,
            static (handle, buffer, capacity, needed, error) =>
                NativeMethods.certrules_edition_json(handle, buffer, capacity, needed, error),
            Native.DocumentSize);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    private string TextOf(int which) =>
        Native.Text(
            (_handle, Which: which),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_edition_text(s._handle, s.Which, buffer, capacity, needed, error));

    private string NameOf(WordKind kind, int number) =>
        Native.Text(
            (_handle, Kind: (int)kind, Number: number),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_word_name(s._handle, s.Kind, s.Number, buffer, capacity, needed, error));

    private string ValueName(int fact, long value) =>
        Native.Text(
            (_handle, Fact: fact, Value: value),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_fact_value_name(s._handle, s.Fact, s.Value, buffer, capacity, needed, error));

    private List<string> AllowedNumbers(int fact, NativeFactInfo info)
    {
        // The interface tells how many there are and takes or refuses each, but does not list them.
        var found = new List<string>();
        for (var value = info.Lowest; value <= info.Highest && found.Count < info.ValueCount; ++value)
        {
            var name = value.ToString(CultureInfo.InvariantCulture);
            long number;
            fixed (byte* bytes = Native.Utf8(name, nameof(fact)))
            {
                if (NativeMethods.certrules_fact_value_find(_handle, fact, bytes, (nuint)name.Length, &number, null) == 0)
                {
                    found.Add(name);
                }
            }
        }

        return found;
    }

    private FrozenList<string> TextsOf(int rule, int kind, uint count) =>
        FrozenList<string>.Of(Enumerable.Range(0, checked((int)count)).Select(i => Native.Text(
            (_handle, Rule: rule, Kind: kind, Index: (uint)i),
            static (s, buffer, capacity, needed, error) =>
                NativeMethods.certrules_rule_text(s._handle, s.Rule, s.Kind, s.Index, buffer, capacity, needed, error),
            1024)));

    private FrozenList<TWord> All<TWord>()
        where TWord : struct, IEditionWord<TWord>
    {
        NativeError error;
        Native.Prepare(&error);
        uint count;
        Native.Check(NativeMethods.certrules_word_count(_handle, (int)TWord.Kind, &count, &error), &error);
        return FrozenList<TWord>.Of(Enumerable.Range(0, checked((int)count)).Select(i => TWord.Of(NameOf(TWord.Kind, i))));
    }

    /// <summary>Read once, when they are first asked for.</summary>
    private sealed class Words(Edition edition)
    {
        public FrozenList<Severity> Severities { get; } = edition.All<Severity>();

        public FrozenList<Section> Sections { get; } = edition.All<Section>();

        public FrozenList<Tag> Tags { get; } = edition.All<Tag>();

        public FrozenList<Rating> Ratings { get; } = edition.All<Rating>();

        public FrozenList<Status> Statuses { get; } = edition.All<Status>();

        public FrozenList<Audit> Audits { get; } = edition.All<Audit>();

        public FrozenList<Fact> Facts { get; } = edition.All<Fact>();

        public FrozenList<Measure> Measures { get; } = edition.All<Measure>();

        public FrozenList<Rule> Rules { get; } = edition.All<Rule>();

        public FrozenList<Fee> Fees { get; } = edition.All<Fee>();
    }
}
