using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Certrules.Tests;

/// <summary>Columns give each row what deciding its case alone gives.</summary>
public class ColumnTests
{
    private const int Rows = 2000;
    private const EventNumber Review = EventNumber.AuditReviewed;

    [Fact]
    public void Every_row_gets_what_its_case_gets_alone()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        var table = new Table(edition, Rows, seed: 7);
        using var batch = table.Batch();
        Assert.Equal(Rows, batch.Rows);

        foreach (var level in Enum.GetValues<ColumnLevel>())
        {
            var (status, firstDay, lastDay, region, error) = (new sbyte[Rows], new int[Rows], new int[Rows], new uint[Rows], new short[Rows]);
            var bad = edition.DecideColumns(
                batch, 0, Rows, new Decisions { Status = status, FirstDay = firstDay, LastDay = lastDay, Region = region, Error = error }, level);
            Assert.Equal(error.Count(code => code != 0), bad);
            var seen = new HashSet<sbyte>();
            for (var row = 0; row < Rows; ++row)
            {
                var fine = table.Alone(row, out var verdict, out var code);
                Assert.Equal((short)code, error[row]);
                if (fine)
                {
                    Assert.Equal((verdict.Status, verdict.Region, verdict.FirstDay, verdict.LastDay), (status[row], region[row], firstDay[row], lastDay[row]));
                    seen.Add(status[row]);
                }
            }

            // The table reaches enough to say something: several statuses, and errors too.
            Assert.True(seen.Count >= 3, string.Join(", ", seen));
            Assert.NotEqual(0, bad);
        }
    }

    [Fact]
    public void Ranges_on_many_threads_and_outputs_left_out_change_nothing()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        using var batch = new Table(edition, Rows, seed: 8).Batch();
        var (whole, parts) = (new uint[Rows], new uint[Rows]);
        var bad = edition.DecideColumns(batch, new Decisions { Region = whole });
        var sum = 0L;
        Parallel.For(0, 8, part => System.Threading.Interlocked.Add(
            ref sum, edition.DecideColumns(batch, part * (Rows / 8), Rows / 8, new Decisions { Region = parts })));
        Assert.Equal(whole, parts);
        Assert.Equal(bad, sum);
    }

    [Fact]
    public void A_span_by_rows_or_by_columns_is_the_same_table()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        var table = new Table(edition, Rows, seed: 9);
        using var batch = table.Batch();
        var expected = new uint[Rows];
        var bad = edition.DecideColumns(batch, new Decisions { Region = expected });

        var count = table.Columns.Length;
        var (byColumns, byRows) = (new int[count * Rows], new int[count * Rows]);
        for (var k = 0; k < count; ++k)
        {
            for (var row = 0; row < Rows; ++row)
            {
                byColumns[(k * Rows) + row] = byRows[(row * count) + k] = table.Values[k][row];
            }
        }

        var found = new uint[Rows];
        Assert.Equal(bad, edition.DecideColumns<int>(Review, byColumns, 1, Rows, table.Columns, Rows, new Decisions { Region = found }, none: Days.None));
        Assert.Equal(expected, found);
        Array.Clear(found);
        Assert.Equal(bad, edition.DecideColumns<int>(Review, byRows, count, 1, table.Columns, Rows, new Decisions { Region = found }, none: Days.None));
        Assert.Equal(expected, found);

        using var block = edition.NewBatch(Review).AddBlock<int>(byRows, count, 1, table.Columns, none: Days.None);
        Array.Clear(found);
        Assert.Equal(bad, edition.DecideColumns(block, new Decisions { Region = found }));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_table_that_is_wrong_is_refused_before_anything_is_read()
    {
        using var policy = Policy.Builtin("escp");
        var edition = policy.InForce(new DateOnly(2024, 5, 20));
        using var batch = edition.NewBatch(Review);
        Assert.Equal(ErrorCode.UnknownName, Assert.Throws<CertrulesInputException>(() => batch.Add<int>("dya", new int[3])).Code);
        Assert.Throws<ArgumentException>(() => batch.Add<double>("day", new double[3]));
        Assert.Throws<ArgumentException>(() => batch.Add<int>("day", Array.Empty<int>(), step: 0));
        batch.Add<int>("day", new int[7], step: 3);
        Assert.Equal(3, batch.Rows);
        Assert.Equal(ErrorCode.Missing, Assert.Throws<CertrulesInputException>(() => edition.DecideColumns(batch, default)).Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => edition.DecideColumns(batch, 1, 3, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => edition.DecideColumns(batch, -1, 1, default));
        Assert.Throws<ArgumentException>(() => edition.DecideColumns(batch, 0, 3, new Decisions { Status = new sbyte[2] }));
        Assert.Throws<ArgumentException>(() => policy.Editions[0].DecideColumns(batch, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => edition.DecideColumns<int>(Review, new int[10], 5, 1, new int[6], 2, default));
        batch.Add<byte>("findings.minor", new byte[100], validity: new byte[1], validityOffset: 6);
        Assert.Equal(2, batch.Rows);
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => edition.DecideColumns(batch, default));
        Assert.Throws<ObjectDisposedException>(() => batch.Add<int>("day", new int[3]));
    }

    [Fact]
    public void A_column_tells_what_it_holds()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        var columns = edition.ColumnsOf(Review);
        Assert.Equal(Enumerable.Range(0, columns.Count), columns.Select(one => one.Number));
        var day = columns.Single(one => one.Kind == ColumnKind.Day);
        Assert.True(day.IsRequired);
        Assert.Equal(ColumnValues.Day, day.Values);
        Assert.Equal(new DateOnly(1900, 1, 1), Days.ToDay((int)day.Lowest));
        Assert.Equal(new DateOnly(2999, 12, 31), Days.ToDay((int)day.Highest));
        var wages = columns.Single(one => one.Name == "findings.major.wages");
        Assert.Equal(("major", "wages"), (wages.Severity!.Value.Name, wages.Section!.Value.Name));
        Assert.Equal(wages.Number, edition.ColumnOf(Review, new RawFinding { Section = edition.NumberOf<Section>("wages"), Severity = edition.NumberOf<Severity>("major") }));
        Assert.Equal("cap-submitted", columns.Single(one => one.Name == "fact.cap-submitted").Fact!.Value.Name);
        Assert.Equal(ErrorCode.Argument, Assert.Throws<CertrulesInputException>(() => edition.ColumnsOf((EventNumber)99)).Code);
    }

    /// <summary>Reviews of a cycle at random, as columns and as cases.</summary>
    internal sealed class Table
    {
        private readonly Edition _edition;
        private readonly RawFinding[][] _findings;
        private readonly int[] _fact;
        private readonly int _cap;
        private readonly int _assessed;
        private readonly int[] _days;
        private readonly int[] _since;

        public Table(Edition edition, int rows, int seed)
        {
            _edition = edition;
            var random = new Random(seed);
            var severities = edition.Severities.Count;
            _cap = edition.NumberOf<Fact>("cap-submitted");
            _assessed = edition.NumberOf<Status>("assessed");
            _findings = new RawFinding[rows][];
            (_fact, _days, _since) = (new int[rows], new int[rows], new int[rows]);
            var columns = edition.ColumnsOf(Review);
            var counts = columns.Where(one => one.Kind == ColumnKind.Findings).ToDictionary(one => one.Number, _ => new int[rows]);
            for (var row = 0; row < rows; ++row)
            {
                _since[row] = 19_800 + random.Next(40);
                _days[row] = _since[row] + random.Next(360) - (random.Next(50) == 0 ? 60 : 0);
                _fact[row] = random.Next(3) - 1;
                _findings[row] = new RawFinding[random.Next(4) == 0 ? 0 : random.Next(14)];
                var worst = 1 + random.Next(random.Next(3) == 0 ? severities : 2);
                for (var i = 0; i < _findings[row].Length; ++i)
                {
                    var finding = new RawFinding
                    {
                        Section = random.Next(2) == 0 ? 0 : random.Next(edition.Sections.Count),
                        Severity = random.Next(worst),
                        Transparent = (AnswerNumber)random.Next(3),
                        Tags = random.Next(4) == 0 ? 1UL << random.Next(edition.Tags.Count) : 0,
                    };
                    _findings[row][i] = finding;
                    var column = edition.ColumnOf(Review, finding);
                    if (column >= 0)
                    {
                        ++counts[column][row];
                    }
                }
            }

            var assessed = new int[rows];
            Array.Fill(assessed, _assessed);
            var named = columns.ToDictionary(one => one.Name, one => one.Number);
            (int Column, int[] Values)[] all =
            [
                .. counts.Select(one => (one.Key, one.Value)),
                (named["day"], _days),
                (named["cycle"], assessed),
                (named["cycle_since"], _since),
                (named["fact.cap-submitted"], [.. _fact.Select(value => value < 0 ? Days.None : value)]),
            ];
            Columns = [.. all.Select(one => one.Column)];
            Values = [.. all.Select(one => one.Values)];
        }

        public int[] Columns { get; }

        public int[][] Values { get; }

        public ColumnBatch Batch()
        {
            var batch = _edition.NewBatch(Review);
            var kinds = _edition.ColumnsOf(Review);
            for (var k = 0; k < Columns.Length; ++k)
            {
                switch (kinds[Columns[k]].Kind)
                {
                    case ColumnKind.Findings:
                        batch.Add<byte>(Columns[k], Values[k].Select(one => (byte)one).ToArray());
                        break;
                    case ColumnKind.Cycle:
                        batch.Add<ushort>(Columns[k], new[] { (ushort)_assessed }, step: 0);
                        break;
                    case ColumnKind.Fact:
                        var bits = new byte[(_fact.Length + 7) / 8];
                        for (var row = 0; row < _fact.Length; ++row)
                        {
                            bits[row / 8] |= (byte)((_fact[row] < 0 ? 0 : 1) << (row % 8));
                        }

                        batch.Add<long>(Columns[k], _fact.Select(one => (long)Math.Max(one, 0)).ToArray(), validity: bits);
                        break;
                    default:
                        batch.Add<int>(Columns[k], Values[k]);
                        break;
                }
            }

            return batch;
        }

        public bool Alone(int row, out RawVerdict verdict, out ErrorCode code) => _edition.TryDecide(
            new RawState { Given = StateFields.Cycle, Cycle = _assessed, CycleSince = _since[row] },
            new RawEvent
            {
                Kind = Review,
                On = _days[row],
                Findings = _findings[row],
                Facts = _fact[row] < 0 ? [] : [new RawFact { Fact = _cap, Value = _fact[row] }],
            },
            out verdict,
            out _,
            out code);
    }
}
