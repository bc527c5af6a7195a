using System;
using System.Collections.Generic;
using System.Linq;
using Apache.Arrow;
using Apache.Arrow.C;
using Apache.Arrow.Types;
using Xunit;

namespace Certrules.Tests;

/// <summary>
/// The Arrow door from a consumer that is not ours: Apache.Arrow makes the arrays, exports them,
/// imports the answers and releases both. What the reviews must give is what the readings say of
/// them, and what the columns door says of the same rows.
/// </summary>
public unsafe class ArrowTests
{
    private const EventNumber Review = EventNumber.AuditReviewed;
    private static readonly DateOnly On = new(2024, 5, 20);
    private static readonly DateOnly Start = new(2024, 5, 2);

    [Fact]
    public void Arrays_of_Apache_Arrow_go_in_and_come_out()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        using var table = Reviews(edition);
        using var answers = Decide(edition, table, out var bad);
        Assert.Equal(1, bad);
        Check(edition, answers, 0);
    }

    [Fact]
    public void Offsets_of_the_columns_and_of_the_rows_are_honoured()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        using var table = Reviews(edition);

        // A record batch has slices of the columns, each with an offset of its own; a struct array has one itself.
        using var end = table.Slice(2, 2);
        Assert.Equal(2, end.Column(0).Offset);
        using var ofColumns = Decide(edition, end, out _);
        Assert.Equal(2, ofColumns.Length);
        Check(edition, ofColumns, 2);

        using var rows = new StructArray(new StructType([.. table.Schema.FieldsList]), table.Length - 1, table.Arrays, ArrowBuffer.Empty, 0, 1);
        Assert.Equal(1, rows.Offset);
        using var ofRows = Decide(edition, rows.Data.DataType, rows, out _);
        Assert.Equal(3, ofRows.Length);
        Check(edition, ofRows, 1);
    }

    [Fact]
    public void Many_rows_are_what_the_columns_door_says()
    {
        const int Rows = 2000;
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        var random = new ColumnTests.Table(edition, Rows, seed: 11);
        using var batch = random.Batch();
        var (status, first, last, region, error) = (new sbyte[Rows], new int[Rows], new int[Rows], new uint[Rows], new short[Rows]);
        var expected = edition.DecideColumns(batch, new Decisions { Status = status, FirstDay = first, LastDay = last, Region = region, Error = error });

        var columns = edition.ColumnsOf(Review);
        var fields = new List<Field>();
        var arrays = new List<IArrowArray>();
        for (var k = 0; k < random.Columns.Length; ++k)
        {
            var column = columns[random.Columns[k]];
            var values = random.Values[k];
            var array = column.Values == ColumnValues.Day
                ? (IArrowArray)Dates(values)
                : Numbers([.. values.Select(one => one == Days.None ? (int?)null : one)]);
            fields.Add(new Field(column.Name, array.Data.DataType, nullable: true));
            arrays.Add(array);
        }

        using var table = new RecordBatch(new Schema(fields, null), arrays, Rows);
        foreach (var level in Enum.GetValues<ColumnLevel>())
        {
            using var answers = Decide(edition, table, out var bad, level);
            Assert.Equal(expected, bad);
            for (var row = 0; row < Rows; ++row)
            {
                Assert.Equal(status[row], ((Int8Array)answers.Fields[0]).GetValue(row) ?? -1);
                Assert.Equal(first[row], ((Date32Array)answers.Fields[1]).GetValue(row) ?? Days.None);
                Assert.Equal(last[row], ((Date32Array)answers.Fields[2]).GetValue(row) ?? Days.None);
                Assert.Equal(region[row], ((UInt32Array)answers.Fields[3]).GetValue(row) ?? uint.MaxValue);
                Assert.Equal(error[row], ((Int16Array)answers.Fields[4]).GetValue(row));
            }
        }
    }

    [Fact]
    public void What_is_wrong_is_refused_and_the_results_stay_untouched()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        using var days = Dates([Days.ToNumber(On)]);
        using var misspelt = new RecordBatch(new Schema([new Field("dya", Date32Type.Default, true)], null), [days], 1);
        var unknown = Assert.Throws<CertrulesInputException>(() => Decide(edition, misspelt, out _));
        Assert.Equal(ErrorCode.UnknownName, unknown.Code);
        Assert.Contains("\"day\"", unknown.Message, StringComparison.Ordinal);

        using var texts = new StringArray.Builder().Append("2024-05-20").Build();
        using var asText = new RecordBatch(new Schema([new Field("day", StringType.Default, true)], null), [texts], 1);
        Assert.Equal(ErrorCode.Argument, Assert.Throws<CertrulesInputException>(() => Decide(edition, asText, out _)).Code);

        using var alone = new RecordBatch(new Schema([new Field("day", Date32Type.Default, true)], null), [days], 1);
        Assert.Equal(ErrorCode.Missing, Assert.Throws<CertrulesInputException>(() => Decide(edition, alone, out _)).Code);
        Assert.Throws<ArgumentNullException>(() => edition.DecideArrow(Review, null, null, null, null));
    }

    /// <summary>
    /// Four reviews: nothing open; a minor with a plan; seven of twenty majors in a section; no cycle to review.
    /// </summary>
    private static RecordBatch Reviews(Edition edition)
    {
        var assessed = (ushort)edition.NumberOf<Status>("assessed");
        var fields = new List<Field>();
        var arrays = new List<IArrowArray>();
        void Add(string name, IArrowArray array)
        {
            fields.Add(new Field(name, array.Data.DataType, nullable: true));
            arrays.Add(array);
        }

        Add("day", Dates([.. Enumerable.Repeat(Days.ToNumber(On), 4)]));
        Add("fact.cap-submitted", Numbers([null, 1, 1, 1]));
        Add("cycle", new UInt16Array.Builder().Append(assessed).Append(assessed).Append(assessed).AppendNull().Build());
        Add("cycle_since", Dates([Days.ToNumber(Start), Days.ToNumber(Start), Days.ToNumber(Start), Days.None]));
        foreach (var column in edition.ColumnsOf(Review).Where(one => one.Kind == ColumnKind.Findings))
        {
            byte[] counts = column.Name switch
            {
                "findings.minor" => [0, 1, 1, 1],
                "findings.major.wages" => [0, 0, 7, 0],
                _ => new byte[4],
            };
            Add(column.Name, new UInt8Array.Builder().AppendRange(counts).Build());
        }

        return new RecordBatch(new Schema(fields, null), arrays, 4);
    }

    private static Int32Array Numbers(IReadOnlyList<int?> values)
    {
        var builder = new Int32Array.Builder();
        foreach (var value in values)
        {
            builder = value is null ? builder.AppendNull() : builder.Append(value.Value);
        }

        return builder.Build();
    }

    private static Date32Array Dates(IReadOnlyList<int> days)
    {
        var builder = new Date32Array.Builder();
        foreach (var day in days)
        {
            if (day == Days.None)
            {
                builder.AppendNull();
            }
            else
            {
                builder.Append(Days.ToDay(day)!.Value);
            }
        }

        return builder.Build();
    }

    private static void Check(Edition edition, StructArray answers, int from)
    {
        Assert.Equal(["status", "first_day", "last_day", "region", "error"], ((StructType)answers.Data.DataType).Fields.Select(one => one.Name));
        sbyte Number(string status) => (sbyte)edition.NumberOf<Status>(status);

        // Ten months from the cycle's start; Progressing is six from the review.
        (sbyte? Status, DateOnly? First, DateOnly? Last)[] expected =
        [
            (Number("approved"), On, new(2025, 3, 1)),
            (Number("progressing"), On, new(2024, 11, 19)),
            (Number("assessed"), Start, new(2025, 3, 1)),
            (null, null, null),
        ];
        for (var row = from; row < expected.Length; ++row)
        {
            var at = row - from;
            Assert.Equal(
                expected[row],
                (((Int8Array)answers.Fields[0]).GetValue(at), ((Date32Array)answers.Fields[1]).GetDateOnly(at), ((Date32Array)answers.Fields[2]).GetDateOnly(at)));
            Assert.Equal(expected[row].Status is null, ((Int16Array)answers.Fields[4]).GetValue(at) != 0);
        }
    }

    private static StructArray Decide(Edition edition, RecordBatch table, out long bad, ColumnLevel level = ColumnLevel.Best)
    {
        var schema = CArrowSchema.Create();
        var array = CArrowArray.Create();
        try
        {
            CArrowSchemaExporter.ExportSchema(table.Schema, schema);
            CArrowArrayExporter.ExportRecordBatch(table, array);
            return Decide(edition, schema, array, out bad, level);
        }
        finally
        {
            CArrowArray.Free(array);
            CArrowSchema.Free(schema);
        }
    }

    private static StructArray Decide(Edition edition, IArrowType type, IArrowArray rows, out long bad)
    {
        var schema = CArrowSchema.Create();
        var array = CArrowArray.Create();
        try
        {
            CArrowSchemaExporter.ExportType(type, schema);
            CArrowArrayExporter.ExportArray(rows, array);
            return Decide(edition, schema, array, out bad, ColumnLevel.Best);
        }
        finally
        {
            CArrowArray.Free(array);
            CArrowSchema.Free(schema);
        }
    }

    private static StructArray Decide(Edition edition, CArrowSchema* schema, CArrowArray* array, out long bad, ColumnLevel level)
    {
        var outSchema = CArrowSchema.Create();
        var outArray = CArrowArray.Create();
        try
        {
            bad = edition.DecideArrow(Review, schema, array, outSchema, outArray, level);

            // The input stays the host's; Free releases it.
            Assert.NotEqual(IntPtr.Zero, Release(array));
            var type = CArrowSchemaImporter.ImportType(outSchema);
            var answers = (StructArray)CArrowArrayImporter.ImportArray(outArray, type);
            Assert.Equal(IntPtr.Zero, Release(outArray));
            return answers;
        }
        catch (CertrulesException)
        {
            Assert.Equal(IntPtr.Zero, Release(outArray));
            throw;
        }
        finally
        {
            CArrowArray.Free(outArray);
            CArrowSchema.Free(outSchema);
        }
    }

    /// <summary>The release callback of an array, which the interface has as its ninth field.</summary>
    private static IntPtr Release(CArrowArray* array) => ((IntPtr*)array)[8];
}
