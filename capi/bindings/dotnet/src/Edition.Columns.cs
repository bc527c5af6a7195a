using System;
using System.Collections.Generic;
using Certrules.Interop;

namespace Certrules;

/// <content>Deciding over columns: many factories at once.</content>
public sealed unsafe partial class Edition
{
    /// <summary>The columns that an event reads. Ask once after loading: they are the edition's own.</summary>
    /// <param name="what">The event.</param>
    /// <exception cref="CertrulesRuleException">No rule hears the event.</exception>
    public IReadOnlyList<ColumnInfo> ColumnsOf(EventNumber what)
    {
        NativeError error;
        Native.Prepare(&error);
        uint count;
        Native.Check(NativeMethods.certrules_columns_count(_handle, (int)what, &count, &error), &error);
        var all = new ColumnInfo[count];
        for (var i = 0U; i < count; ++i)
        {
            NativeColumnInfo info = default;
            info.StructSize = (uint)sizeof(NativeColumnInfo);
            Native.Check(NativeMethods.certrules_column_describe(_handle, (int)what, i, &info, &error), &error);
            var name = Native.Text(
                (_handle, What: (int)what, Column: i),
                static (s, buffer, capacity, needed, e) =>
                    NativeMethods.certrules_column_name(s._handle, s.What, s.Column, buffer, capacity, needed, e));
            all[i] = new ColumnInfo((int)i, name, info.Kind, info.Values, info.Required != 0, info.Lowest, info.Highest)
            {
                Severity = WordOf<Severity>(info.Severity),
                Section = WordOf<Section>(info.Section),
                Fact = WordOf<Fact>(info.Fact),
                Status = WordOf<Status>(info.Status),
            };
        }

        return FrozenList<ColumnInfo>.Of(all);
    }

    /// <summary>The number of the column that counts a finding; -1 where the event's rules do not look at such findings.</summary>
    /// <param name="what">The event.</param>
    /// <param name="finding">A finding. One with a day of closing counts as closed, whatever the day.</param>
    /// <param name="sites">How many sites the audit covered; 0 counts as 1.</param>
    /// <exception cref="CertrulesInputException">The finding's numbers are no words of the edition.</exception>
    public int ColumnOf(EventNumber what, in RawFinding finding, int sites = 0)
    {
        NativeError error;
        Native.Prepare(&error);
        int column;
        var copy = finding;
        Native.Check(
            NativeMethods.certrules_column_of(_handle, (int)what, &copy, (uint)sizeof(RawFinding), checked((uint)sites), &column, &error), &error);
        return column;
    }

    /// <summary>An empty table for an event, to be filled column by column.</summary>
    /// <param name="what">The event.</param>
    public ColumnBatch NewBatch(EventNumber what) => new(this, what);

    /// <summary>
    /// Decides all rows of a table: each as deciding its case alone would. A bad row, or one that is
    /// refused, gets its code and stops nothing.
    /// </summary>
    /// <param name="table">The cases.</param>
    /// <param name="into">Where the answers go.</param>
    /// <returns>How many rows have an error.</returns>
    /// <exception cref="CertrulesException">The table is wrong: a column twice, or a required one left out.</exception>
    public long DecideColumns(ColumnBatch table, scoped in Decisions into)
    {
        ArgumentNullException.ThrowIfNull(table);
        return DecideColumns(table, 0, table.Rows == long.MaxValue ? 1 : table.Rows, into);
    }

    /// <summary>Decides a range of rows. Many threads may decide ranges of one table into the same spans at once.</summary>
    /// <param name="table">The cases.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="into">Where the answers go: element i is of row i of the table, not of the range.</param>
    /// <param name="level">How; the answers are the same.</param>
    /// <returns>How many rows of the range have an error.</returns>
    /// <exception cref="CertrulesException">The table is wrong: a column twice, or a required one left out.</exception>
    public long DecideColumns(ColumnBatch table, long first, long rows, scoped in Decisions into, ColumnLevel level = ColumnLevel.Best)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!ReferenceEquals(table.Edition, this))
        {
            throw new ArgumentException($"the table has the columns of {table.Edition}, not of {this}", nameof(table));
        }

        return table.Decide(first, rows, into, level);
    }

    /// <summary>Decides a table that lies in one span, by rows or by columns: row i of the k-th column is at i times <paramref name="rowStep"/> plus k times <paramref name="columnStep"/>.</summary>
    /// <typeparam name="T"><c>byte</c>, <c>ushort</c>, <c>int</c> or <c>long</c>.</typeparam>
    /// <param name="what">The event.</param>
    /// <param name="values">The table.</param>
    /// <param name="rowStep">Elements from one row to the next.</param>
    /// <param name="columnStep">Elements from one column to the next.</param>
    /// <param name="columns">The number of each column.</param>
    /// <param name="rows">How many rows to decide.</param>
    /// <param name="into">Where the answers go.</param>
    /// <param name="none">A value that stands for none, if there is one.</param>
    /// <returns>How many rows have an error.</returns>
    /// <exception cref="CertrulesException">The table is wrong: a column twice, or a required one left out.</exception>
    public long DecideColumns<T>(
        EventNumber what, ReadOnlySpan<T> values, int rowStep, int columnStep, ReadOnlySpan<int> columns, long rows, scoped in Decisions into, long? none = null)
        where T : unmanaged
    {
        var block = ColumnBatch.BlockOf<T>(values.Length, rowStep, columnStep, columns.Length, none, out var all);
        ColumnBatch.CheckRange(0, rows, all);
        fixed (T* data = values)
        fixed (int* numbers = columns)
        {
            block.Data = data;
            block.Columns = numbers;
            var given = new NativeColumns
            {
                StructSize = (uint)sizeof(NativeColumns),
                Event = what,
                ColumnSize = (uint)sizeof(NativeColumn),
                BlockSize = (uint)sizeof(NativeColumnBlock),
                Blocks = &block,
                BlockCount = columns.IsEmpty ? 0U : 1U,
            };
            return Decide(&given, 0, rows, into);
        }
    }

    /// <summary>
    /// Decides a struct array of the Arrow C data interface, whose children are the columns by their
    /// names: uint8, uint16, int32, int64 or date32, with their offsets and validity. The pointers are
    /// to the interface's own structs (<c>CArrowSchema</c> and <c>CArrowArray</c> of Apache.Arrow, or
    /// yours). Those of the input stay yours, unreleased.
    /// </summary>
    /// <param name="what">The event.</param>
    /// <param name="schema">An ArrowSchema, <c>+s</c>.</param>
    /// <param name="array">The ArrowArray of it: a row is a case.</param>
    /// <param name="resultSchema">
    /// An empty ArrowSchema. Receives <c>status</c> (int8), <c>first_day</c> and <c>last_day</c>
    /// (date32), <c>region</c> (uint32), each null where there is none, and <c>error</c> (int16).
    /// </param>
    /// <param name="resultArray">An empty ArrowArray. Receives as many rows. Whoever imports the two releases them.</param>
    /// <param name="level">How; the answers are the same.</param>
    /// <returns>How many rows have an error.</returns>
    /// <exception cref="CertrulesInputException">A child is no column, is of another type, or a required one is not there. The results are as they were.</exception>
    public long DecideArrow(EventNumber what, void* schema, void* array, void* resultSchema, void* resultArray, ColumnLevel level = ColumnLevel.Best)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(resultSchema);
        ArgumentNullException.ThrowIfNull(resultArray);
        NativeError error;
        Native.Prepare(&error);
        nuint bad;
        Native.Check(
            NativeMethods.certrules_decide_arrow(_handle, (int)what, (int)level, schema, array, resultSchema, resultArray, &bad, &error), &error);
        return checked((long)bad);
    }

    internal int ColumnNumber(EventNumber what, string name)
    {
        var utf8 = Native.Utf8(name, nameof(name));
        NativeError error;
        Native.Prepare(&error);
        uint column;
        fixed (byte* bytes = utf8)
        {
            Native.Check(NativeMethods.certrules_column_find(_handle, (int)what, bytes, (nuint)utf8.Length, &column, &error), &error);
        }

        return checked((int)column);
    }

    internal long Decide(NativeColumns* given, long first, long rows, scoped in Decisions into)
    {
        into.Check(checked(first + rows));
        NativeError error;
        Native.Prepare(&error);
        nuint bad;
        fixed (sbyte* status = into.Status)
        fixed (int* firstDay = into.FirstDay)
        fixed (int* lastDay = into.LastDay)
        fixed (uint* region = into.Region)
        fixed (short* errors = into.Error)
        {
            var to = new NativeDecisions
            {
                StructSize = (uint)sizeof(NativeDecisions),
                Status = status,
                FirstDay = firstDay,
                LastDay = lastDay,
                Region = region,
                Error = errors,
            };
            Native.Check(NativeMethods.certrules_decide_columns(_handle, given, (nuint)first, (nuint)rows, &to, &bad, &error), &error);
        }

        return checked((long)bad);
    }
}
