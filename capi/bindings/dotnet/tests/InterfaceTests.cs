using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Certrules.Interop;
using Xunit;

namespace Certrules.Tests;

/// <summary>This package against the lists that the C interface is kept by: capi/abi.</summary>
public class InterfaceTests
{
    private static readonly Dictionary<string, Type> Structs = new()
    {
        ["certrules_error"] = typeof(NativeError),
        ["certrules_load_options"] = typeof(NativeLoadOptions),
        ["certrules_edition_info"] = typeof(NativeEditionInfo),
        ["certrules_status_info"] = typeof(NativeStatusInfo),
        ["certrules_section_info"] = typeof(NativeSectionInfo),
        ["certrules_audit_info"] = typeof(NativeAuditInfo),
        ["certrules_fact_info"] = typeof(NativeFactInfo),
        ["certrules_rule_info"] = typeof(NativeRuleInfo),
        ["certrules_state"] = typeof(RawState),
        ["certrules_finding"] = typeof(RawFinding),
        ["certrules_section"] = typeof(RawSection),
        ["certrules_fact"] = typeof(RawFact),
        ["certrules_event"] = typeof(NativeEvent),
        ["certrules_verdict"] = typeof(RawVerdict),
        ["certrules_change"] = typeof(RawChange),
        ["certrules_column_info"] = typeof(NativeColumnInfo),
        ["certrules_column"] = typeof(NativeColumn),
        ["certrules_column_block"] = typeof(NativeColumnBlock),
        ["certrules_columns"] = typeof(NativeColumns),
        ["certrules_decisions"] = typeof(NativeDecisions),
    };

    // The longest prefix that fits says which enumeration has the constant.
    private static readonly (string Prefix, Type Type)[] Enumerations =
    [
        ("CERTRULES_E_", typeof(ErrorCode)),
        ("CERTRULES_OK", typeof(ErrorCode)),
        ("CERTRULES_WORD_", typeof(WordKind)),
        ("CERTRULES_TRACK_", typeof(Track)),
        ("CERTRULES_FACT_", typeof(FactType)),
        ("CERTRULES_EVENT_", typeof(EventNumber)),
        ("CERTRULES_STATE_", typeof(StateFields)),
        ("CERTRULES_FINDING_", typeof(FindingFields)),
        ("CERTRULES_SECTION_", typeof(SectionFields)),
        ("CERTRULES_GIVEN_", typeof(EventFields)),
        ("CERTRULES_VERDICT_", typeof(VerdictFlags)),
        ("CERTRULES_JSON_", typeof(Detail)),
        ("CERTRULES_COLUMN_", typeof(ColumnKind)),
        ("CERTRULES_VALUES_", typeof(ColumnValues)),
        ("CERTRULES_LEVEL_", typeof(ColumnLevel)),
        ("CERTRULES_U", typeof(NumberType)),
        ("CERTRULES_I", typeof(NumberType)),
        ("CERTRULES_UNKNOWN", typeof(AnswerNumber)),
        ("CERTRULES_NO", typeof(AnswerNumber)),
        ("CERTRULES_YES", typeof(AnswerNumber)),
    ];

    // Constants that no enumeration has, with the value that this package uses for each.
    private static readonly Dictionary<string, long> Others = new()
    {
        ["CERTRULES_VERSION_NUMBER"] = NativeMethods.certrules_version_number(),
        ["CERTRULES_ABI_VERSION"] = LibraryResolver.AbiVersion,
        ["CERTRULES_NO_DAY"] = Days.None,
        ["CERTRULES_NAME_SIZE"] = 65,
        ["CERTRULES_TEXT_SCHEME"] = 1,
        ["CERTRULES_TEXT_ID"] = 2,
        ["CERTRULES_TEXT_NAME"] = 3,
        ["CERTRULES_TEXT_TITLE"] = 4,
        ["CERTRULES_TEXT_HASH"] = 5,
        ["CERTRULES_RULE_CITE"] = 1,
        ["CERTRULES_RULE_OBLIGATION"] = 2,
        ["CERTRULES_RULE_OPTION"] = 3,
        ["CERTRULES_RULE_NOTICE"] = 4,
        ["CERTRULES_RULE_NOTICE_BY_DEFAULT"] = 5,
        ["CERTRULES_BLOCK_NONE"] = 1,
        ["CERTRULES_NO_REGION"] = uint.MaxValue,
    };

    private static JsonNode Layout { get; } = Repository.Json("capi", "abi", "layout.json");

    public static TheoryData<string> StructNames() => [.. Layout["structs"]!.AsObject().Select(one => one.Key)];

    public static TheoryData<string, long> Constants()
    {
        var all = new TheoryData<string, long>();
        foreach (var (name, value) in Layout["constants"]!.AsObject())
        {
            all.Add(name, value!.GetValue<long>());
        }

        return all;
    }

    [Fact]
    public void Every_function_of_the_interface_is_bound_and_none_that_it_never_had()
    {
        var exported = Repository.Read("capi", "abi", "symbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var bound = typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .Where(name => name.StartsWith("certrules_", StringComparison.Ordinal))
            .ToArray();
        Assert.Empty(exported.Except(bound));
        Assert.Empty(bound.Except(exported));
    }

    [Fact]
    public void Every_function_that_is_bound_is_in_the_library()
    {
        var library = LibraryResolver.Load(LibraryResolver.Candidates(typeof(NativeMethods).Assembly));
        Assert.All(
            Repository.Read("capi", "abi", "symbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            name => Assert.True(NativeLibrary.TryGetExport(library, name, out _), name));
    }

    [Theory]
    [MemberData(nameof(StructNames))]
    public void A_struct_has_the_fields_offsets_and_size_of_the_interface(string name)
    {
        Assert.True(Structs.TryGetValue(name, out var type), $"{name} has no counterpart");
        var expected = Layout["structs"]![name]!;
        Assert.Equal(expected["size"]!.GetValue<int>(), SizeOf(type));
        var wanted = expected["fields"]!.AsArray().Select(
            field => (Pascal(field!["name"]!.GetValue<string>()), field["offset"]!.GetValue<int>(), field["size"]!.GetValue<int>()));
        Assert.Equal(wanted, FieldsOf(type));
    }

    [Theory]
    [MemberData(nameof(Constants))]
    public void A_constant_has_the_value_of_the_interface(string name, long value)
    {
        if (Others.TryGetValue(name, out var ours))
        {
            Assert.Equal(value, ours);
            return;
        }

        var (prefix, type) = Enumerations.Where(one => name.StartsWith(one.Prefix, StringComparison.Ordinal)).MaxBy(one => one.Prefix.Length);
        Assert.True(type is not null, $"{name} has no counterpart");
        var rest = prefix.EndsWith('_') ? name[prefix.Length..] : name["CERTRULES_".Length..];
        Assert.True(Enum.TryParse(type, Pascal(rest.ToLowerInvariant()), out var found), $"{type} has no {rest}");
        Assert.Equal(value, Convert.ToInt64(found, null));
    }

    [Fact]
    public void Structs_hold_nothing_that_would_have_to_be_converted() =>
        Assert.All(Structs.Values, type => Assert.False((bool)typeof(RuntimeHelpers)
            .GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!));

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static IEnumerable<(string Name, int Offset, int Size)> FieldsOf(Type type)
    {
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var array = field.GetCustomAttribute<FixedBufferAttribute>();
            var size = array is not null ? SizeOf(array.ElementType) * array.Length
                : field.FieldType.IsPointer || field.FieldType.IsFunctionPointer ? nint.Size
                : field.FieldType.IsEnum ? SizeOf(Enum.GetUnderlyingType(field.FieldType))
                : SizeOf(field.FieldType);
            yield return (field.Name, (int)Marshal.OffsetOf(type, field.Name), size);
        }
    }

    private static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
