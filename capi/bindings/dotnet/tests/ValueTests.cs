using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using Xunit;

namespace Certrules.Tests;

/// <summary>Words, days, money and documents as .NET has them.</summary>
public class ValueTests
{
    [Theory]
    [InlineData(150000, "USD", "1500.00", "USD 1,500.00")]
    [InlineData(-2000, "USD", "-20.00", "USD -20.00")]
    [InlineData(1500, "JPY", "1500", "JPY 1,500")]
    [InlineData(1500, "KWD", "1.500", "KWD 1.500")]
    [InlineData(15000, "CLF", "1.5000", "CLF 1.5000")]
    [InlineData(0, "EUR", "0.00", "EUR 0.00")]
    [InlineData(long.MinValue, "EUR", "-92233720368547758.08", "EUR -92,233,720,368,547,758.08")]
    public void Money_is_exact_and_has_the_decimals_of_its_currency(long minorUnits, string currency, string amount, string text)
    {
        var money = new Money(minorUnits, currency);
        Assert.Equal(decimal.Parse(amount, CultureInfo.InvariantCulture), money.Amount);
        Assert.Equal(amount, money.Amount.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(text, money.ToString());
    }

    [Fact]
    public void Words_are_values_that_keep_names_nobody_knows()
    {
        Status status = "certified";
        Assert.True(status == "certified");
        Assert.Equal("certified", status.ToString());
        Assert.Equal(status, new Status("certified"));
        Assert.NotEqual(status, new Status("Certified"));
        Assert.Equal("of-a-later-edition", Status.Of("of-a-later-edition").Name);
        Assert.Equal(string.Empty, default(Status).Name);
        Assert.Equal(default, new Status(string.Empty));
        Assert.Equal(Answer.Unknown, default);
        Assert.Throws<ArgumentNullException>(() => new Status(null!));
    }

    [Fact]
    public void A_verdict_with_words_and_fields_of_a_later_release_is_read()
    {
        var verdict = Verdict.FromJson(
            """
            {"policy": {"scheme": "s", "edition": "e", "hash": "h", "more": 1}, "status": "brand-new", "public_status": null,
             "rule": "r", "region": 7, "valid": {"first_day": "2024-05-02", "last_day": "2025-03-01"}, "state": {"brand_new": []},
             "because": [{"measure": "m", "value": 1.5, "test": ">= 1", "detail": ["x"]}], "brand_new": {"a": [1]}}
            """);
        Assert.Equal("brand-new", verdict.Status);
        Assert.Null(verdict.PublicStatus);
        Assert.Equal(new DateOnly(2025, 3, 1), verdict.Valid!.Value.LastDay);
        Assert.Equal(1.5m, verdict.Because[0].Value!.Value.Number);
        Assert.Null(verdict.WhatIf);
        Assert.Empty(verdict.Cites);
    }

    [Theory]
    [InlineData("1970-01-01", 0)]
    [InlineData("2024-02-29", 19782)]
    [InlineData("1900-01-01", -25567)]
    [InlineData("2999-12-31", 376199)]
    public void Days_are_those_of_the_library(string day, int number)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        Assert.Equal(number, Days.ToNumber(date));
        Assert.Equal(date, Days.ToDay(number));
        Assert.Null(Days.ToDay(Days.None));
        Assert.Equal(Days.None, Days.ToNumber(null));
    }

    [Fact]
    public void Records_are_values_and_never_change()
    {
        var tags = new List<Tag> { "bribery" };
        var finding = new Finding { Id = "F1", Section = "wages", Severity = "major", Tags = tags };
        tags.Add("access-denied");
        Assert.Equal(["bribery"], finding.Tags);
        Assert.Equal(finding, new Finding { Id = "F1", Section = "wages", Severity = "major", Tags = ["bribery"] });
        Assert.NotEqual(finding, finding with { Tags = [] });

        var facts = new Dictionary<Fact, Value> { ["weekly-hours"] = 60, ["cap-submitted"] = true };
        var question = new Case { Event = EventKind.Applied, On = new DateOnly(2024, 5, 20), Facts = facts };
        var same = question with { Facts = new Dictionary<Fact, Value> { ["cap-submitted"] = "yes", ["weekly-hours"] = 60m } };
        facts.Clear();
        Assert.Equal(2, question.Facts.Count);
        Assert.Equal(question, same);
        Assert.Equal(question.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void A_case_written_and_read_again_is_the_same_case()
    {
        foreach (var (_, _, text, _) in VectorTests.Cases)
        {
            var question = Case.FromJson(text);
            Assert.Equal(question, Case.FromJson(question.ToJson()));
        }
    }

    [Fact]
    public void A_history_written_and_read_again_is_the_same_history()
    {
        foreach (var file in Directory.GetFiles(Repository.At("examples", "data", "histories"), "*.json"))
        {
            var history = History.FromJson(File.ReadAllText(file));
            Assert.NotEmpty(history.Events);
            Assert.Equal(history, History.FromJson(history.ToJson()));
        }
    }

    [Theory]
    [InlineData("case", typeof(Case))]
    [InlineData("history", typeof(History))]
    [InlineData("verdict", typeof(Verdict))]
    [InlineData("standing", typeof(Standing))]
    public void A_document_has_every_field_of_its_schema(string schema, Type type)
    {
        var document = Repository.Json("docs", "schemas", $"{schema}.schema.json");
        Check(document["properties"]!.AsObject(), type);
        var parts = new Dictionary<string, Type> { ["finding"] = typeof(Finding), ["state"] = typeof(State), ["cycle"] = typeof(Cycle), ["policy"] = typeof(PolicyId) };
        foreach (var (name, part) in parts)
        {
            if (document["$defs"]![name]?["properties"] is JsonObject properties)
            {
                Check(properties, part);
            }
        }

        foreach (var (list, part) in new (string, Type)[] { ("timeline", typeof(Interval)), ("deadlines", typeof(Deadline)), ("fees", typeof(FeeEntry)), ("decisions", typeof(Decision)), ("void", typeof(VoidEvent)) })
        {
            if (document["properties"]![list]?["items"]?["properties"] is JsonObject properties)
            {
                Check(properties, part);
            }
        }

        foreach (var one in document["$defs"]!["event"]?["oneOf"]?.AsArray() ?? [])
        {
            Check(one!["properties"]!.AsObject(), typeof(HistoryEvent));
        }

        static void Check(JsonObject properties, Type type)
        {
            var ours = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(one => one.Name).ToHashSet();
            Assert.All(properties, field => Assert.Contains(string.Concat(field.Key.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])), ours));
        }
    }

    [Fact]
    public void An_edition_tells_its_words_by_name_and_number()
    {
        using var policy = Policy.Builtin("escp");
        Assert.Contains("escp@2020-09-01", Policy.BuiltinNames());
        Assert.Equal(policy.Editions.Select(one => one.EffectiveFrom).Order(), policy.Editions.Select(one => one.EffectiveFrom));
        foreach (var name in Policy.BuiltinNames())
        {
            using var alone = Policy.Builtin(name);
            using var again = Policy.Parse(Policy.BuiltinText(name));
            Assert.Equal(Assert.Single(alone.Editions).Hash, again.Editions[0].Hash);
        }

        foreach (var edition in policy.Editions)
        {
            Assert.Equal($"{edition.Scheme}@{edition.Id}", edition.Name);
            Assert.Equal(64, edition.Hash.Length);
            Check(edition, edition.Severities);
            Check(edition, edition.Sections);
            Check(edition, edition.Tags);
            Check(edition, edition.Ratings);
            Check(edition, edition.Statuses);
            Check(edition, edition.Audits);
            Check(edition, edition.Facts);
            Check(edition, edition.Measures);
            Check(edition, edition.Rules);
            Check(edition, edition.Fees);
            Assert.All(edition.Facts, fact => Assert.All(edition.Describe(fact).Values, (value, i) =>
                Assert.Equal(edition.Describe(fact).Type == FactType.Number ? long.Parse(value, CultureInfo.InvariantCulture) : i, edition.NumberOf(fact, value))));
            Assert.All(edition.Rules, rule => Assert.NotEmpty(edition.Describe(rule).Cites));
        }

        Assert.Equal(Policy.BuiltinNames(), JsonNode.Parse(Policy.BuiltinsJson())!.AsArray().Select(one => (string)one!["name"]!));
        var newest = policy.InForce(new DateOnly(2024, 5, 20));
        Assert.Equal("escp@2020-09-01", newest.Name);
        Assert.Same(newest, policy.Answering(new DateOnly(2024, 5, 20)));
        Assert.Contains("\"open-critical\"", newest.WordsJson(), StringComparison.Ordinal);
        Assert.Equal(Track.Certificate, newest.Describe((Status)"certified").Track);
        Assert.True(newest.Describe((Status)"certified").Rank > newest.Describe((Status)"progressing").Rank);
        Assert.True(newest.Describe((Audit)"iaa").StartsCycle);
        Assert.True(newest.Describe((Section)"wages").Applicable > 0);
        Assert.Equal(["bribery", "access-denied"], newest.WordsOf<Tag>(newest.SetOf<Tag>("access-denied", "bribery")).Select(one => one.Name));

        static void Check<TWord>(Edition edition, IReadOnlyList<TWord> words)
            where TWord : struct, IEditionWord<TWord>
        {
            for (var i = 0; i < words.Count; ++i)
            {
                Assert.Equal(i, edition.NumberOf(words[i]));
                Assert.Equal(words[i], edition.WordOf<TWord>(i));
                Assert.NotNull(edition.TitleOf(words[i]));
            }

            Assert.Null(edition.WordOf<TWord>(-1));
            Assert.Throws<CertrulesInputException>(() => edition.WordOf<TWord>(words.Count));
        }
    }
}
