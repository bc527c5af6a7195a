using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Certrules.Interop;
using Xunit;

namespace Certrules.Tests;

/// <summary>What .NET adds to C. Both run in this process by turns; bench.sh builds the C loops.</summary>
[Trait("Category", "bench")]
public sealed unsafe class Bench
{
    private static readonly nint Loops = Environment.GetEnvironmentVariable("CERTRULES_BENCH") is { } path ? NativeLibrary.Load(path) : 0;
    private static readonly nint Library = LibraryResolver.Load(LibraryResolver.Candidates(typeof(Policy).Assembly));

    [Fact(Explicit = true)]
    public void A_single_decision()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        var question = Case.FromJson(Repository.Read("examples", "data", "cases", "04-progressing-few-majors.json"));
        var raw = RawCase.From(edition, question);
        var expected = raw.Decide().Region;
        const int Times = 1000;

        var loop = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, long, ulong>)NativeLibrary.GetExport(Loops, "bench_decide");
        var decide = NativeLibrary.GetExport(Library, "certrules_decide");
        var handle = edition.Handle.DangerousGetHandle();
        var (inC, inNet) = (double.MaxValue, double.MaxValue);
        for (var turn = 0; turn < 3; ++turn)
        {
            raw.Pinned((state, what) => inC = Math.Min(inC, Best(() =>
                Assert.Equal(expected * (ulong)Times, loop(decide, handle, state, what, Times)))));
            inNet = Math.Min(inNet, Best(() =>
            {
                for (var i = 0; i < Times; ++i)
                {
                    raw.Decide(out _);
                }
            }));
        }

        Print("decide in numbers", inC / Times, inNet / Times);

        var text = Encoding.UTF8.GetBytes(question.ToJson());
        var brief = Best(() => policy.DecideJson(text, Detail.Brief), 20);
        var typed = Best(() => policy.Decide(question, Detail.Brief), 20);
        Console.WriteLine(FormattableString.Invariant($"decide a document, brief: {brief:F0} ns; from records to a record: {typed:F0} ns"));
    }

    [Fact(Explicit = true)]
    public void Columns_of_a_million_rows()
    {
        const int Rows = 1_000_000;
        using var policy = Policy.Builtin("escp@2020-09-01");
        var edition = policy.Editions[0];
        using var batch = new ColumnTests.Table(edition, Rows, seed: 1).Batch();
        var (status, lastDay, region) = (new sbyte[Rows], new int[Rows], new uint[Rows]);
        var bad = edition.DecideColumns(batch, new Decisions { Status = status, LastDay = lastDay, Region = region });

        var loop = (delegate* unmanaged[Cdecl]<nint, nint, NativeColumns*, long, NativeDecisions*, long>)NativeLibrary.GetExport(Loops, "bench_columns");
        var decide = NativeLibrary.GetExport(Library, "certrules_decide_columns");
        var handle = edition.Handle.DangerousGetHandle();
        var (inC, inNet) = (double.MaxValue, double.MaxValue);
        fixed (NativeColumn* columns = batch.NativeColumns)
        fixed (sbyte* statuses = status)
        fixed (int* lastDays = lastDay)
        fixed (uint* regions = region)
        {
            var table = batch.Describe(columns, null, ColumnLevel.Best);
            var into = new NativeDecisions { StructSize = (uint)sizeof(NativeDecisions), Status = statuses, LastDay = lastDays, Region = regions };
            for (var turn = 0; turn < 100; ++turn)
            {
                var start = Stopwatch.GetTimestamp();
                Assert.Equal(bad, loop(decide, handle, &table, Rows, &into));
                inC = Math.Min(inC, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
                start = Stopwatch.GetTimestamp();
                edition.DecideColumns(batch, new Decisions { Status = status, LastDay = lastDay, Region = region });
                inNet = Math.Min(inNet, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            }
        }

        Print($"columns, {batch.NativeColumns.Length} of {Rows} rows, a row", inC / Rows, inNet / Rows);
    }

    private static void Print(string what, double inC, double inNet) => Console.WriteLine(
        FormattableString.Invariant($"{what}: C {inC:F2} ns, .NET {inNet:F2} ns, ratio {inNet / inC:F2}"));

    /// <summary>The fastest of many rounds, in nanoseconds each: what the machine does otherwise only makes it slower.</summary>
    private static double Best(Action action, int times = 1)
    {
        var best = double.MaxValue;
        for (var round = 0; round < 600; ++round)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; ++i)
            {
                action();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / times);
        }

        return best;
    }
}
