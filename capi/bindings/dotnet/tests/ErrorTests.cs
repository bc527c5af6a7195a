using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Certrules.Tests;

/// <summary>What is wrong is said with a code, a place and a reason, by the class of its family.</summary>
public class ErrorTests
{
    private static readonly Case Applied = new() { Event = EventKind.Applied, On = new DateOnly(2024, 5, 20) };

    private static readonly Case Review = new()
    {
        Event = EventKind.AuditReviewed,
        On = new DateOnly(2024, 5, 20),
        State = new State { Cycle = new Cycle("assessed", new DateOnly(2024, 5, 2)) },
        Findings = [new Finding { Id = "F1", Section = "wages", Severity = "major" }],
    };

    [Fact]
    public void A_misspelt_word_is_answered_with_its_place_and_the_nearest()
    {
        using var policy = Policy.Builtin("escp");
        var wrong = Review with { Findings = [Review.Findings![0], new Finding { Id = "F2", Section = "wagse", Severity = "major" }] };
        var e = Assert.Throws<CertrulesInputException>(() => policy.Decide(wrong));
        Assert.Equal(ErrorCode.UnknownName, e.Code);
        Assert.Equal("findings[1].section", e.Place);
        Assert.Contains("wages", e.Reason, StringComparison.Ordinal);
        Assert.Equal($"{e.Place}: {e.Reason}", e.Message);
        Assert.IsType<CertrulesException>(e, exactMatch: false);
    }

    [Theory]
    [InlineData("{\"event\": \"applied\"", ErrorCode.Text)]
    [InlineData("{\"event\": \"applied\", \"on\": \"2024-02-30\"}", ErrorCode.Date)]
    [InlineData("{\"event\": \"applied\"}", ErrorCode.Missing)]
    [InlineData("{\"event\": \"aplied\", \"on\": \"2024-02-03\"}", ErrorCode.UnknownName)]
    [InlineData("{\"event\": \"applied\", \"on\": \"2024-02-03\", \"on\": \"2024-02-03\"}", ErrorCode.Text)]
    public void A_document_that_is_wrong_has_its_own_code(string json, ErrorCode code)
    {
        using var policy = Policy.Builtin("escp");
        Assert.Equal(code, Assert.Throws<CertrulesInputException>(() => policy.DecideJson(json)).Code);
    }

    [Fact]
    public void A_day_that_no_edition_covers_is_an_error_of_editions()
    {
        using var policy = Policy.Builtin("escp");
        var e = Assert.Throws<CertrulesEditionException>(() => policy.Decide(Applied with { On = new DateOnly(1950, 1, 1) }));
        Assert.Equal(ErrorCode.NoEdition, e.Code);
        Assert.Equal(ErrorCode.NoEdition, Assert.Throws<CertrulesEditionException>(() => policy.InForce(new DateOnly(1950, 1, 1))).Code);
        Assert.Equal(ErrorCode.NoEdition, Assert.Throws<CertrulesEditionException>(() => policy.ByHash("no such hash")).Code);
    }

    [Fact]
    public void An_event_that_cannot_happen_is_an_error_of_the_rules_in_both_doors()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var visit = new Case { Event = EventKind.VisitContacted, On = new DateOnly(2024, 5, 20), State = new State() };
        var e = Assert.Throws<CertrulesRuleException>(() => policy.Decide(visit));
        Assert.Equal(ErrorCode.Refused, e.Code);
        Assert.NotEmpty(e.Reason);
        var raw = RawCase.From(policy.Editions[0], visit);
        Assert.Equal(e.Reason, Assert.Throws<CertrulesRuleException>(() => raw.Decide()).Reason);
        Assert.False(raw.TryDecide(out var code));
        Assert.Equal(ErrorCode.Refused, code);
    }

    [Fact]
    public void What_cannot_be_held_is_an_error_of_limits()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var findings = new RawFinding[100_001];
        var e = Assert.Throws<CertrulesLimitException>(() => policy.Editions[0].Decide(
            default, new RawEvent { Kind = EventNumber.AuditHeld, On = 19_800, Findings = findings }));
        Assert.Equal(ErrorCode.Limit, e.Code);
    }

    [Fact]
    public void A_forgotten_bit_is_an_error_and_no_default()
    {
        using var policy = Policy.Builtin("escp@2020-09-01");
        var state = new RawState { CertificateFirstDay = 19_000 };
        var e = Assert.Throws<CertrulesInputException>(() => policy.Editions[0].Decide(
            state, new RawEvent { Kind = EventNumber.Applied, On = 19_800 }));
        Assert.Contains("certificate_first_day", e.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edition_that_does_not_load_says_where_and_how_much_more_is_wrong()
    {
        const string Toml = "format = 1\nscheme = \"x\"\nedition = 3\ncolour = \"red\"\n";
        var e = Assert.Throws<CertrulesEditionException>(() => Policy.Parse(Toml, "mine.toml"));
        Assert.Equal(ErrorCode.Edition, e.Code);
        Assert.Equal("mine.toml", e.Place);
        var all = Policy.Diagnose(Toml, "mine.toml");
        Assert.Equal(all.Count(one => one.IsError), e.More + 1);
        Assert.Contains(all, one => one.File == "mine.toml" && one.Line == e.Line && one.Column == e.Column && one.Message == e.Reason);
        Assert.Contains(all, one => one.Line == 4 && one.Message.Contains("colour", StringComparison.Ordinal));
        Assert.StartsWith($"mine.toml:{e.Line}:{e.Column}: ", e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"mine.toml:{e.Line}:{e.Column}: error: ", all[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Try_says_the_same_without_an_exception()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "broken: mine.toml");
        File.WriteAllText(file, "format = 1\n");
        Assert.False(Policy.TryLoad(file, out var none, out var wrong));
        Assert.Null(none);
        Assert.Contains(wrong, one => one.IsError && one.File == file);
        Assert.Throws<CertrulesEditionException>(() => Policy.Load(file));

        var good = Repository.At("src", "editions", Directory.GetFiles(Repository.At("src", "editions"), "escp*.toml").Select(Path.GetFileName).Last()!);
        Assert.True(Policy.TryLoad(good, out var policy, out var right));
        using (policy)
        {
            Assert.DoesNotContain(right, one => one.IsError);
            using var same = Policy.Load(good);
            using var third = Policy.Parse(File.ReadAllText(good));
            Assert.Equal(policy.Editions[0].Hash, same.Editions[0].Hash);
            Assert.Equal(policy.Editions[0].Hash, third.Editions[0].Hash);
        }

        Assert.Throws<FileNotFoundException>(() => Policy.Load(file + ".none"));
    }

    [Fact]
    public void A_name_of_a_policy_that_is_not_there_is_answered_with_the_nearest()
    {
        var e = Assert.Throws<CertrulesInputException>(() => Policy.Builtin("esc"));
        Assert.Equal(ErrorCode.UnknownName, e.Code);
        Assert.Contains("escp", e.Reason, StringComparison.Ordinal);
        Assert.Throws<CertrulesInputException>(() => Policy.BuiltinText("esc"));
        Assert.Equal(ErrorCode.Text, Assert.Throws<CertrulesInputException>(() => Policy.Builtin("\uD800")).Code);
        Assert.Throws<ArgumentNullException>(() => Policy.Builtin(null!));
    }

    [Fact]
    public void A_case_document_with_a_field_that_is_not_known_is_an_error()
    {
        var e = Assert.Throws<CertrulesInputException>(() => Case.FromJson("{\"event\": \"applied\", \"on\": \"2024-05-20\", \"colour\": 1}"));
        Assert.Equal(ErrorCode.Text, e.Code);
        Assert.Contains("colour", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<CertrulesInputException>(() => History.FromJson("{\"events\": [{\"event\": 3, \"on\": \"2024-05-20\"}]}"));
        Assert.Equal("events[0].event", e.Place);
        Assert.Throws<CertrulesInputException>(() => Case.FromJson("null"));
        Assert.Throws<CertrulesInputException>(() => Case.FromJson("{"));
    }

    [Fact]
    public void A_policy_disposed_of_says_so()
    {
        var policy = Policy.Builtin("escp");
        var edition = policy.Editions[0];
        policy.Dispose();
        policy.Dispose();
        Assert.Throws<ObjectDisposedException>(() => policy.Decide(Applied));
        Assert.Throws<ObjectDisposedException>(() => edition.ExplainText(0));
        Assert.NotEmpty(edition.Name);
    }
}
