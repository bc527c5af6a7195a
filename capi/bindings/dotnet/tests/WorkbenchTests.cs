using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Certrules.Tests;

/// <summary>Check, diff, impact and policy tests: the program's own bytes, and records that say the same.</summary>
public class WorkbenchTests
{
    private const string Latest = "escp@2020-09-01";
    private const string Before = "escp@2018-10-09";

    public static TheoryData<string> Names() => [.. Policy.BuiltinNames()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_check_is_the_programs(string name)
    {
        using var policy = Policy.Builtin(name);
        var edition = policy.Editions[^1];
        var document = edition.CheckJson();
        Assert.Equal(Program(0, 1, "check", name, "--json"), document);

        var form = JsonNode.Parse(document)!;
        var check = edition.Check();
        Assert.Equal(new PolicyId(edition.Scheme, edition.Id, edition.Hash), check.Policy);
        Assert.Equal((bool)form["clean"]!, check.Clean);
        Assert.Equal(form["problems"]!.AsArray().Select(one => (string)one!["message"]!), check.Problems.Select(one => one.Message));
        Assert.Equal(form["exceptions"]!.AsArray().Select(one => (string)one!["id"]!), check.Exceptions.Select(one => one.Id));

        // Each witness is a case that the edition answers as told.
        foreach (var shown in check.Problems.SelectMany(one => new[] { one.First, one.Second }).OfType<Witness>())
        {
            if (shown.Status is "refused" or "no rule" or "missing")
            {
                Assert.ThrowsAny<CertrulesException>(() => policy.Decide(shown.Case, Detail.Brief));
            }
            else
            {
                var verdict = policy.Decide(shown.Case, Detail.Brief);
                Assert.Equal((shown.Status, shown.Rule), (verdict.Status?.Name, verdict.Rule));
            }
        }
    }

    [Fact]
    public void A_diff_is_the_programs_and_an_edition_is_the_same_as_itself()
    {
        using var before = Policy.Builtin(Before);
        using var latest = Policy.Builtin(Latest);
        Assert.Equal(Program(1, 1, "diff", Before, Latest, "--json"), before.Editions[0].DiffJson(latest.Editions[0]));
        Assert.True(latest.Editions[0].Diff(latest.Editions[0]).Same);
    }

    [Fact]
    public void The_smallest_case_of_each_difference_is_answered_as_told()
    {
        using var now = Policy.Builtin(Latest);
        using var next = Policy.Parse(Policy.BuiltinText(Latest).Replace("over = \"30%\"", "over = \"20%\"", StringComparison.Ordinal));
        var diff = now.Editions[0].Diff(next.Editions[0]);
        Assert.False(diff.Same);
        Assert.NotEmpty(diff.Differences);
        foreach (var one in diff.Differences)
        {
            var (old, other) = (now.Decide(one.OldCase, Detail.Brief), next.Decide(one.NewCase, Detail.Brief));
            Assert.Equal((one.OldAnswer.Status, one.OldRule), (old.Status?.Name, old.Rule));
            Assert.Equal((one.NewAnswer.Status, one.NewRule), (other.Status?.Name, other.Rule));
            Assert.NotEmpty(one.Effects);
        }
    }

    [Fact]
    public void Renamed_words_pair_and_a_misspelt_one_is_refused()
    {
        var text = Policy.BuiltinText(Latest);
        using var now = Policy.Parse(text);
        using var next = Policy.Parse(text.Replace("\"remediation\"", "\"bettering\"", StringComparison.Ordinal));
        var (old, other) = (now.Editions[0], next.Editions[0]);
        Assert.Contains("status \"remediation\"", old.Diff(other).OnlyOld);
        var renamed = old.Diff(other, new Dictionary<string, string> { ["remediation"] = "bettering" });
        Assert.Empty(renamed.OnlyOld);
        Assert.Empty(renamed.Differences);
        var error = Assert.Throws<CertrulesInputException>(() => old.Diff(old, new Dictionary<string, string> { ["certifed"] = "certified" }));
        Assert.Equal((ErrorCode.UnknownName, "renamed"), (error.Code, error.Place));
        Assert.Contains("\"certified\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.Text, Assert.Throws<CertrulesInputException>(() => old.Diff(old, new Dictionary<string, string> { ["a=b"] = "c" })).Code);
    }

    [Fact]
    public void An_impact_is_the_programs_and_counts_what_deciding_one_by_one_gives()
    {
        var cases = Directory.GetFiles(Repository.At("examples", "data", "cases"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => Case.FromJson(File.ReadAllText(file))).ToArray();
        using var now = Policy.Builtin(Latest);
        using var next = Policy.Parse(Policy.BuiltinText(Latest).Replace("over = \"30%\"", "over = \"20%\"", StringComparison.Ordinal));
        var impact = now.Impact(next, cases, examples: 1);
        var moved = cases.Count(one => now.Decide(one, Detail.Brief).Status != next.Decide(one, Detail.Brief).Status);
        Assert.Equal(cases.Length, impact.Cases);
        Assert.Equal(moved, impact.Changes[ImpactChange.Status]);
        Assert.Equal(cases.Length, impact.Changes.Values.Sum());
        Assert.Equal(moved, impact.Flows.Where(flow => flow.From != flow.To).Sum(flow => flow.Cases));
        Assert.All(impact.Rows, row => Assert.True(row.Examples.Count <= 1));
        Assert.Equal(0, impact.BeyondTheRows);

        var lines = string.Concat(cases.Select(one => one.ToJson() + "\n"));
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, lines);
            using var before = Policy.Builtin(Before);
            Assert.Equal(Program(0, 0, "impact", Before, Latest, path, "--json"), before.ImpactJson(now, lines));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_case_that_is_wrong_is_named_by_its_number()
    {
        using var policy = Policy.Builtin(Latest);
        var good = new Case { Event = EventKind.Applied, On = new DateOnly(2024, 5, 20) };
        var error = Assert.Throws<CertrulesInputException>(() => policy.Impact(policy, [good, good with { Event = "aplied" }]));
        Assert.Equal((ErrorCode.UnknownName, 2U, "event"), (error.Code, (uint)error.Line, error.Place));
        Assert.Throws<CertrulesInputException>(() => policy.Impact(policy, [good], examples: 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.Impact(policy, [good], examples: -1));
        Assert.Equal([(1L, null), (2L, "F-7")], policy.Impact(policy, [good, good with { Factory = "F-7" }]).Rows[0].Examples.Select(one => (one.Line, one.Factory)));
    }

    [Fact]
    public void Policy_tests_as_records()
    {
        const string Text = """
            format = 1
            [[test]]
            name = "an application"
            case = { event = "applied", on = 2024-05-20 }
            expect = { status = "certified" }
            """;
        using var policy = Policy.Builtin(Latest);
        var report = policy.RunTests(Text);
        Assert.Equal((0, 1), (report.Passed, report.Failed));
        var test = Assert.Single(report.Tests);
        Assert.Equal(("an application", 3, false), (test.Name, test.Line, test.Passed));
        var difference = Assert.Single(test.Differences);
        Assert.Equal(("status", "certified", "applicant"), (difference.Field, difference.Expected, difference.Got));
        Assert.NotEmpty(test.Fired);
        Assert.Empty(policy.RunTests(Text, "nothing of that name").Tests);
    }

    private static string Program(int lowest, int highest, params string[] arguments)
    {
        var (status, output, _) = Repository.Run(Repository.At("build", "release", "certrules"), arguments);
        Assert.InRange(status, lowest, highest);
        return output.TrimEnd('\n');
    }
}
