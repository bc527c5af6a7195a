using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Certrules.Interop;
using Xunit;

namespace Certrules.Tests;

/// <summary>What policies keep is given back, whoever holds them and however they end; and threads share them.</summary>
public sealed class HandleTests
{
    private static readonly string Edition = Policy.BuiltinText("escp@2020-09-01");

    [Fact]
    public void A_policy_disposed_of_gives_all_its_memory_back()
    {
        using var memory = new Memory();
        for (var i = 0; i < 3; ++i)
        {
            using (Load(memory))
            {
                Assert.NotEqual(0, memory.Live);
            }

            Assert.Equal(0, memory.Live);
            using (Parse(memory))
            {
                Assert.NotEqual(0, memory.Live);
            }

            Assert.Equal(0, memory.Live);
        }
    }

    [Fact]
    public void A_policy_forgotten_is_given_back_by_the_collector()
    {
        using var memory = new Memory();
        Forget(memory);
        for (var i = 0; i < 20 && memory.Live != 0; ++i)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, memory.Live);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(Memory memory)
        {
            Assert.Equal("escp", Load(memory).Scheme);
            Assert.NotEqual(0, memory.Live);
        }
    }

    [Fact]
    public void An_edition_shared_by_two_policies_lives_as_long_as_either()
    {
        using var memory = new Memory();
        var first = Load(memory);
        var second = Policy.Of(first.Editions.Reverse());
        Assert.Equal(first.Editions.Select(one => one.Hash), second.Editions.Select(one => one.Hash));
        first.Dispose();
        Assert.NotEqual(0, memory.Live);
        Assert.NotEmpty(second.Editions[0].ExplainText(0));
        Assert.Equal("applicant", second.Decide(new Case { Event = EventKind.Applied, On = new DateOnly(2024, 5, 20) }).Status);
        second.Dispose();
        Assert.Equal(0, memory.Live);
        Assert.Throws<CertrulesInputException>(() => Policy.Of([]));
    }

    [Fact]
    public void A_load_that_fails_leaves_nothing_behind()
    {
        using var memory = new Memory();
        Assert.ThrowsAny<CertrulesException>(() => Load(memory, "nothing of that name"));
        Assert.Equal(0, memory.Live);
        memory.Refuse = true;
        var e = Assert.Throws<CertrulesLimitException>(() => Load(memory));
        Assert.Equal(ErrorCode.NoMemory, e.Code);
        Assert.Equal(0, memory.Live);
    }

    [Fact]
    public async Task Threads_share_a_policy_and_get_the_answers_that_one_gets()
    {
        using var policy = Policy.Builtin("escp");
        var cases = VectorTests.Cases.Where(one => one.Policy == "escp").Select(one => one.Case).ToArray();
        var expected = cases.Select(one => policy.DecideJson(one)).ToArray();
        using var start = new Barrier(4);
        var work = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                var wrong = 0;
                for (var round = 0; round < 30; ++round)
                {
                    for (var i = 0; i < cases.Length; ++i)
                    {
                        wrong += policy.DecideJson(cases[i]) == expected[i] ? 0 : 1;
                    }

                    // Read once, by whoever comes first.
                    wrong += policy.Editions.All(one => one.Rules.Count > 0) ? 0 : 1;
                }

                return wrong;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        Assert.All(await Task.WhenAll(work), wrong => Assert.Equal(0, wrong));
    }

    [Fact]
    public async Task Disposing_while_others_decide_ends_them_and_not_the_process()
    {
        for (var round = 0; round < 20; ++round)
        {
            using var memory = new Memory();
            var policy = Load(memory);
            using var started = new CountdownEvent(3);
            var work = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    var question = new Case { Event = EventKind.Applied, On = new DateOnly(2024, 5, 20) };
                    started.Signal();
                    try
                    {
                        while (true)
                        {
                            policy.Decide(question, Detail.Brief);
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                        return true;
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)).ToArray();
            started.Wait(TestContext.Current.CancellationToken);
            policy.Dispose();
            Assert.All(await Task.WhenAll(work), Assert.True);
            Assert.Equal(0, memory.Live);
        }
    }

    [Theory]
    [InlineData(200_000, 20_000)]
    public void Resident_memory_stays_flat(int numbers, int documents) => Flat(numbers, documents);

    [Fact(Explicit = true)]
    public void Resident_memory_stays_flat_over_ten_million_calls() => Flat(10_000_000, 1_000_000);

    private static void Flat(int numbers, int documents)
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var text = VectorTests.Cases.First(one => one.Case.Contains("audit-reviewed", StringComparison.Ordinal)).Case;
        var question = Case.FromJson(text);
        var raw = RawCase.From(policy.Editions[0], question);

        Calls(numbers / 10, documents / 10);
        var before = Resident();
        Calls(numbers, documents);
        var grown = Resident() - before;

        // A call that kept 100 bytes would keep 20 MB already in the smaller run.
        Assert.True(grown < 8 << 20, $"resident memory grew by {grown} bytes over {numbers} and {documents} calls");

        void Calls(int inNumbers, int inDocuments)
        {
            for (var i = 0; i < inNumbers; ++i)
            {
                raw.Decide();
            }

            for (var i = 0; i < inDocuments; ++i)
            {
                policy.Decide(question, Detail.Brief);
                if (i % 16 == 0)
                {
                    // Failures, loads and texts give back what they took, too.
                    Assert.ThrowsAny<CertrulesException>(() => policy.DecideJson("{}"));
                    policy.Editions[0].ExplainText(i % policy.Editions[0].Regions);
                }

                if (i % 500 == 0)
                {
                    Policy.Builtin("escp@2020-09-01").Dispose();
                }
            }
        }
    }

    private static unsafe Policy Load(Memory memory, string name = "escp")
    {
        var options = memory.Options;
        return Policy.Builtin(name, &options);
    }

    private static unsafe Policy Parse(Memory memory)
    {
        var options = memory.Options;
        return Policy.Parse(System.Text.Encoding.UTF8.GetBytes(Edition), "edition.toml", &options);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    /// <summary>An allocator that counts what it gave and was not given back.</summary>
    private sealed unsafe class Memory : IDisposable
    {
        private readonly GCHandle _self;
        private long _live;

        public Memory() => _self = GCHandle.Alloc(this);

        public long Live => Interlocked.Read(ref _live);

        public bool Refuse { get; set; }

        public NativeLoadOptions Options => new()
        {
            StructSize = (uint)sizeof(NativeLoadOptions),
            Allocate = &Allocate,
            Release = &Release,
            Context = (void*)GCHandle.ToIntPtr(_self),
        };

        public void Dispose() => _self.Free();

        private static Memory Of(void* context) => (Memory)GCHandle.FromIntPtr((nint)context).Target!;

        [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
        private static void* Allocate(void* context, nuint size, nuint alignment)
        {
            var memory = Of(context);
            if (memory.Refuse)
            {
                return null;
            }

            Interlocked.Add(ref memory._live, (long)size);
            return NativeMemory.AlignedAlloc(size, alignment);
        }

        [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
        private static void Release(void* context, void* released, nuint size, nuint alignment)
        {
            Interlocked.Add(ref Of(context)._live, -(long)size);
            NativeMemory.AlignedFree(released);
        }
    }
}
