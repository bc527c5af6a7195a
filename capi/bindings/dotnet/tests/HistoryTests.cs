using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Certrules.Tests;

/// <summary>Histories: what was worked out by hand, and the program's own bytes.</summary>
public class HistoryTests
{
    private static readonly IReadOnlyList<JsonNode> Rows = [.. Repository.JsonLines("tests", "vectors", "expected-standings.jsonl")];

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, Rows.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_standing_is_the_one_worked_out_by_hand_in_the_programs_bytes(int row)
    {
        var (file, on, known, text) = Row(row);
        using var policy = Policy.Builtin("escp");
        var document = policy.ReplayJson(text, on, known);
        Vectors.Compare(Rows[row]["expect"]!.AsObject(), JsonNode.Parse(document)!.AsObject());
        Assert.Equal(Program("replay", file, on, known, "--json"), document);

        var standing = policy.Replay(History.FromJson(text), on, known);
        Assert.Equal(Standing.FromJson(document), standing);
        Assert.Equal(on, standing.On);
        Assert.Equal((string?)Rows[row]["expect"]!["public_status"], standing.PublicStatus?.Name);
        Assert.Equal(JsonNode.Parse(document)!["timeline"]!.AsArray().Count, standing.Timeline.Count);
        Assert.Null(standing.Timeline[^1].LastDay);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Fees_deadlines_disclosures_and_calendar_are_the_programs(int row)
    {
        var (file, on, known, text) = Row(row);
        using var policy = Policy.Builtin("escp");
        var history = History.FromJson(text);
        var standing = policy.Replay(history, on, known);

        Assert.Equal(Program("fees", file, on, known, "--json"), policy.FeesJson(text, on, known));
        Assert.Equal(standing.Fees, policy.Fees(history, on, known));
        Assert.Equal(standing.Deadlines, policy.Deadlines(history, on, known));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(policy.ReplayJson(text, on, known))!["deadlines"], JsonNode.Parse(policy.DeadlinesJson(text, on, known))!["deadlines"]));

        var disclosures = policy.DisclosuresJson(text, on, known);
        Assert.Equal(Program("disclosures", file, on, known, "--json"), disclosures);
        var viewers = JsonNode.Parse(disclosures)!["disclosures"]!.AsArray();
        Assert.Equal(viewers.Select(one => (string)one!["viewer"]!), policy.Disclosures(history, on, known).Select(one => one.Viewer));
        Assert.Equal(
            viewers.SelectMany(one => one!["sees"]!.AsArray()).Select(one => (string)one!["id"]!),
            policy.Disclosures(history, on, known).SelectMany(one => one.Sees).Select(one => one.Id));

        Assert.Equal(Program("calendar", file, on, known), policy.Calendar(history, on, known).TrimEnd('\n'));
        Assert.Equal(Program("calendar", file, on, known, "--alarm-days", "3"), policy.Calendar(history, on, known, alarmDays: 3).TrimEnd('\n'));
    }

    [Fact]
    public void Fees_are_money()
    {
        using var policy = Policy.Builtin("escp");
        var history = History.FromJson(Repository.Read("examples", "data", "histories", "01-first-certification.json"));
        var fees = policy.Fees(history, new DateOnly(2024, 9, 1));
        Assert.Equal(new Money(150000, "USD"), fees.First(fee => fee.Id == "registration").Amount);
        Assert.Equal(1500.00m, fees.First(fee => fee.Id == "registration").Amount!.Value.Amount);
        Assert.Equal(FeeState.Paid, fees.First(fee => fee.Id == "registration").State);
    }

    [Fact]
    public void A_history_that_is_wrong_says_which_event()
    {
        using var policy = Policy.Builtin("escp");
        var day = new DateOnly(2024, 1, 10);
        var history = new History { Events = [new HistoryEvent { Event = EventKind.Applied, On = day }, new HistoryEvent { Event = EventKind.VisitContacted, On = day }] };
        var e = Assert.Throws<CertrulesRuleException>(() => policy.Replay(history, day));
        Assert.Equal(ErrorCode.Refused, e.Code);
        Assert.StartsWith("events[1]", e.Place, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.Argument, Assert.Throws<CertrulesInputException>(() => policy.Calendar(history with { Events = [] }, day, alarmDays: 400)).Code);
        Assert.Equal(ErrorCode.Date, Assert.Throws<CertrulesInputException>(() => policy.Fees(history with { Events = [] }, new DateOnly(1850, 1, 1))).Code);
    }

    private static (string File, DateOnly On, DateOnly? Known, string Text) Row(int row)
    {
        var file = Repository.At(Rows[row]["file"]!.GetValue<string>());
        return (file, Day(Rows[row]["on"])!.Value, Day(Rows[row]["known"]), File.ReadAllText(file));
    }

    private static DateOnly? Day(JsonNode? node) =>
        node is null ? null : DateOnly.ParseExact(node.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Program(string verb, string file, DateOnly on, DateOnly? known, params string[] more)
    {
        string[] whenKnown = known is { } day ? ["--known", Write(day)] : [];
        return Repository.Program([verb, file, "--on", Write(on), .. whenKnown, .. more]).TrimEnd('\n');
    }

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
