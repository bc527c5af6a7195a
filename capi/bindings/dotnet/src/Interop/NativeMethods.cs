using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Certrules.Interop;

/// <summary>The functions of certrules.h under their own names, in the header's order.</summary>
/// <remarks>
/// The tests compare the list with capi/abi/symbols.txt. None of these calls takes
/// SuppressGCTransition: even the shortest may wait for a page of memory.
/// </remarks>
internal static unsafe partial class NativeMethods
{
    /// <summary>Found by <see cref="LibraryResolver"/>.</summary>
    internal const string Library = "certrules_c";

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial byte* certrules_version_string();

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial uint certrules_version_number();

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial uint certrules_abi_version();

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial byte* certrules_error_name(int code);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_day_parse(byte* text, nuint size, int* day, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_day_format(
        int day, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial uint certrules_builtin_count();

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_builtin_name(
        uint index, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_builtin_text(
        byte* name, nuint size, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_edition_builtin(
        byte* name, nuint size, NativeLoadOptions* options, out EditionHandle result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_edition_load(
        byte* text, nuint size, NativeLoadOptions* options, out EditionHandle result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_edition_diagnose(
        byte* text, nuint size, NativeLoadOptions* options, uint* errors, byte* buffer, nuint capacity,
        nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial void certrules_edition_free(nint handle);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_edition_text(
        EditionHandle edition, int which, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_edition_describe(
        EditionHandle edition, NativeEditionInfo* result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_word_count(EditionHandle edition, int kind, uint* count, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_word_find(
        EditionHandle edition, int kind, byte* name, nuint size, int* number, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_word_name(
        EditionHandle edition, int kind, int number, byte* buffer, nuint capacity, nuint* needed,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_word_title(
        EditionHandle edition, int kind, int number, byte* buffer, nuint capacity, nuint* needed,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_status_describe(
        EditionHandle edition, int status, NativeStatusInfo* result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_section_describe(
        EditionHandle edition, int section, NativeSectionInfo* result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_audit_describe(
        EditionHandle edition, int audit, NativeAuditInfo* result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_fact_describe(
        EditionHandle edition, int fact, NativeFactInfo* result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_rule_describe(
        EditionHandle edition, int rule, NativeRuleInfo* result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_fact_value_find(
        EditionHandle edition, int fact, byte* name, nuint size, long* value, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_fact_value_name(
        EditionHandle edition, int fact, long value, byte* buffer, nuint capacity, nuint* needed,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_rule_text(
        EditionHandle edition, int rule, int kind, uint index, byte* buffer, nuint capacity, nuint* needed,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_book_builtin(
        byte* name, nuint size, NativeLoadOptions* options, out BookHandle result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_book_from_editions(
        nint* editions, nuint count, NativeLoadOptions* options, out BookHandle result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial void certrules_book_free(nint handle);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_book_count(BookHandle book, uint* count, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_book_edition(
        BookHandle book, uint index, out EditionHandle result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_book_in_force(BookHandle book, int day, uint* index, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_book_answering(
        BookHandle book, int check, int certificateFirstDay, int cycleStartedOn, uint* index, NativeError*
        error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_event_find(byte* name, nuint size, int* @event, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_event_name(
        int @event, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_decide(
        EditionHandle edition, RawState* state, NativeEvent* @event, RawVerdict* verdict, RawState* next,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_possible(
        EditionHandle edition, RawState* state, NativeEvent* @event, ulong* statuses, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_settle(
        EditionHandle edition, RawState* state, int on, RawState* next, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_public_status(
        EditionHandle edition, RawState* state, int on, int* status, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_cycle_last_day(
        EditionHandle edition, RawState* state, int* day, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_what_if(
        EditionHandle edition, RawState* state, NativeEvent* @event, RawChange* changes, uint changeSize,
        nuint capacity, nuint* needed, int* complete, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_region_rule(
        EditionHandle edition, uint region, int* rule, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_explain_text(
        EditionHandle edition, uint region, byte* buffer, nuint capacity, nuint* needed, NativeError*
        error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_decide_json(
        BookHandle book, byte* text, nuint size, uint flags, byte* buffer, nuint capacity, nuint* needed,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_replay_json(
        BookHandle book, byte* text, nuint size, int on, int known, byte* buffer, nuint capacity, nuint*
        needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_fees_json(
        BookHandle book, byte* text, nuint size, int on, int known, byte* buffer, nuint capacity, nuint*
        needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_deadlines_json(
        BookHandle book, byte* text, nuint size, int on, int known, byte* buffer, nuint capacity, nuint*
        needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_disclosures_json(
        BookHandle book, byte* text, nuint size, int on, int known, byte* buffer, nuint capacity, nuint*
        needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_calendar(
        BookHandle book, byte* text, nuint size, int on, int known, int alarmDays, byte* buffer, nuint
        capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_explain_json(
        EditionHandle edition, uint region, byte* buffer, nuint capacity, nuint* needed, NativeError*
        error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_edition_json(
        EditionHandle edition, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_test_json(
        BookHandle book, byte* tests, nuint size, byte* filter, nuint filterSize, uint flags, byte* buffer,
        nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_policies_json(
        byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_columns_count(
        EditionHandle edition, int @event, uint* count, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_column_describe(
        EditionHandle edition, int @event, uint column, NativeColumnInfo* result, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_column_name(
        EditionHandle edition, int @event, uint column, byte* buffer, nuint capacity, nuint* needed,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_column_find(
        EditionHandle edition, int @event, byte* name, nuint size, uint* column, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_column_of(
        EditionHandle edition, int @event, RawFinding* finding, uint findingSize, uint sites, int* column,
        NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_column_level();

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_decide_columns(
        EditionHandle edition, NativeColumns* columns, nuint first, nuint rows, NativeDecisions* result,
        nuint* bad, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_decide_arrow(
        EditionHandle edition, int @event, int level, void* schema, void* array, void* resultSchema,
        void* resultArray, nuint* bad, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_check_json(
        EditionHandle edition, uint flags, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_diff_json(
        EditionHandle oldEdition, EditionHandle newEdition, byte* renamed, nuint size, uint flags, byte* buffer,
        nuint capacity, nuint* needed, NativeError* error);

    [LibraryImport(Library), UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int certrules_impact_json(
        BookHandle oldBook, BookHandle newBook, byte* cases, nuint size, uint examples, uint flags, byte* buffer,
        nuint capacity, nuint* needed, NativeError* error);
}
