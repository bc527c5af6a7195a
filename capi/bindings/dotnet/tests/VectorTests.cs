using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Certrules.Tests;

/// <summary>The vectors that every binding runs: what was worked out by hand, and the program's own bytes.</summary>
public class VectorTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>(name, policy, case, what must be in the answer)</summary>
    internal static IReadOnlyList<(string Name, string Policy, string Case, JsonObject Expect)> Cases { get; } =
    [
        .. Repository.JsonLines("tests", "vectors", "expected-outcomes.jsonl").Select(row => (
            row["id"]!.GetValue<string>(), "escp@2020-09-01", row["case"]!.ToJsonString(Plain), row["expect"]!.AsObject())),
        .. Repository.JsonLines("tests", "vectors", "expected-examples.jsonl").Select(row => (
            row["file"]!.GetValue<string>(),
            "escp",
            Repository.Json(row["file"]!.GetValue<string>()).ToJsonString(Plain),
            row["expect"]!.AsObject())),
    ];

    public static TheoryData<string> Names() => [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_answer_is_the_one_worked_out_by_hand(string name)
    {
        var (_, policy, question, expect) = Cases.Single(one => one.Name == name);
        using var rules = Policy.Builtin(policy);
        var answer = JsonNode.Parse(rules.DecideJson(question))!.AsObject();
        Vectors.Compare(expect, answer);

        // The typed door says the same as the document.
        var verdict = rules.Decide(Case.FromJson(question));
        Assert.Equal(Verdict.FromJson(answer.ToJsonString(Plain)), verdict);
        Assert.Equal((string?)answer["status"], verdict.Status?.Name);
        Assert.Equal((string?)answer["public_status"], verdict.PublicStatus?.Name);
        Assert.Equal((string?)answer["rule"], verdict.Rule?.Name);
        Assert.Equal((int)answer["region"]!, verdict.Region);
        Assert.Equal((string?)answer["valid"]?["last_day"], verdict.Valid?.LastDay?.ToString("yyyy-MM-dd", null));
        Assert.Equal(answer["cites"]!.AsArray().Select(one => (string)one!), verdict.Cites);
        Assert.Equal(answer["possible"]!.AsArray().Select(one => (string)one!), verdict.Possible!.Select(one => one.Name));
        Assert.Equal(answer["what_if"]!.AsArray().Count, rules.WhatIf(Case.FromJson(question)).Count);
        Assert.Equal(answer["because"]!.AsArray().Count, verdict.Because.Count);
    }

    [Theory]
    [InlineData(Detail.Full)]
    [InlineData(Detail.Brief)]
    public void The_bytes_are_those_of_the_program(Detail detail)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"cases-{detail}.jsonl");
        foreach (var group in Cases.GroupBy(one => one.Policy))
        {
            File.WriteAllLines(file, group.Select(one => one.Case));
            string[] arguments = ["decide", file, "--json", "--policy", group.Key, .. detail == Detail.Full ? ["--full"] : Array.Empty<string>()];
            var expected = Repository.Program(arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            using var policy = Policy.Builtin(group.Key);
            Assert.Equal(expected, group.Select(one => policy.DecideJson(one.Case, detail)));
            Assert.Equal(
                expected,
                group.Select(one => Encoding.UTF8.GetString(policy.DecideJson(Encoding.UTF8.GetBytes(one.Case), detail))));
        }
    }

    [Fact]
    public void Numbers_give_the_same_answers_as_documents()
    {
        foreach (var (name, policyName, text, _) in Cases)
        {
            using var policy = Policy.Builtin(policyName);
            var verdict = policy.Decide(Case.FromJson(text));
            var edition = policy.ByHash(verdict.Policy.Hash);
            var raw = RawCase.From(edition, Case.FromJson(text));
            var answer = raw.Decide(out var next);
            var context = $"{name}: {answer}";
            Assert.True(verdict.Status == edition.WordOf<Status>(answer.Status), context);
            Assert.True(verdict.PublicStatus == edition.WordOf<Status>(answer.PublicStatus), context);
            Assert.True(verdict.Rule == edition.WordOf<Rule>(answer.Rule), context);
            Assert.True(verdict.Region == answer.Region, context);
            Assert.True(verdict.Valid?.LastDay == Days.ToDay(answer.LastDay), context);
            Assert.Equal(verdict.Unknown, edition.WordsOf<Fact>(answer.Unknown));
            Assert.Equal(verdict.Possible!.Select(one => one.Name).Order(), edition.WordsOf<Status>(raw.Possible()).Select(one => one.Name).Order());
            Assert.Equal(verdict.WhatIf!.Sum(one => one.Change.Count), raw.WhatIf().Length);
            Assert.True(verdict.State.Certificate?.Status == (next.Given.HasFlag(StateFields.Certificate) ? edition.WordOf<Status>(next.Certificate) : null), context);
            Assert.True(verdict.State.Cycle?.Since == (next.Given.HasFlag(StateFields.Cycle) ? Days.ToDay(next.CycleSince) : null), context);
            Assert.Equal(verdict.State.Held, edition.WordsOf<Status>(next.Held));
        }
    }

    [Fact]
    public void An_explanation_is_the_programs_and_has_the_verdicts_rule()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        foreach (var verdict in Cases.Take(20).Select(one => policy.Decide(Case.FromJson(one.Case))))
        {
            var edition = policy.ByHash(verdict.Policy.Hash);
            Assert.Equal(
                Repository.Program("explain", edition.Name, verdict.Region.ToString((IFormatProvider?)null), "--json").TrimEnd('\n'),
                edition.ExplainJson(verdict.Region));
            var explanation = policy.Explain(verdict);
            Assert.Equal(verdict.Rule, explanation.Rule);
            Assert.Equal(verdict.Rule, edition.RuleOf(verdict.Region));
            Assert.Equal(verdict.Cites, explanation.Cites);
            Assert.Equal(verdict.Cites, edition.Describe(verdict.Rule!.Value).Cites);
            Assert.Contains(verdict.Rule!.Value.Name, edition.ExplainText(verdict.Region), StringComparison.Ordinal);
        }
    }
}
