using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Certrules.Tests;

/// <summary>Policy tests, run through the package.</summary>
public class PolicyTestTests
{
    private static readonly string Text = Repository.Read("examples", "policy-tests", "first.policy-tests.toml");

    [Fact]
    public void The_example_passes_and_the_programs_verdict_is_the_same()
    {
        using var policy = Policy.Builtin("escp");
        var report = JsonNode.Parse(policy.TestJson(Text))!;
        Assert.Equal(0, (int)report["failed"]!);
        Assert.Equal(report["tests"]!.AsArray().Count, (int)report["passed"]!);
        Assert.NotEmpty(report["tests"]!.AsArray());
    }

    [Fact]
    public void A_test_that_fails_says_what_was_expected_and_a_filter_leaves_the_others_out()
    {
        using var policy = Policy.Builtin("escp");
        const string wrong = """
            format = 1

            [[test]]
            name = "nothing is open"
            case = { event = "audit-reviewed", on = 2024-05-20, findings = [] }
            expect = { status = "assessed" }

            [[test]]
            name = "another"
            case = { event = "audit-reviewed", on = 2024-05-20, findings = [] }
            expect = { status = "approved" }
            """;
        var all = JsonNode.Parse(policy.TestJson(wrong))!;
        Assert.Equal((1, 1), ((int)all["passed"]!, (int)all["failed"]!));
        var one = JsonNode.Parse(policy.TestJson(wrong, "nothing"))!["tests"]!.AsArray().Single()!;
        var difference = one["differences"]!.AsArray().Single()!;
        Assert.Equal("assessed", (string?)difference["expected"]);
        Assert.Equal("approved", (string?)difference["got"]);
    }

    [Fact]
    public void What_is_no_set_of_tests_is_refused_with_its_line()
    {
        using var policy = Policy.Builtin("escp");
        var error = Assert.Throws<CertrulesInputException>(() => policy.TestJson("format = 1\n[[test]]\nnaem = \"x\"\n"));
        Assert.StartsWith("tests.toml:2:1: [[test]]: field \"name\" is missing", error.Message, System.StringComparison.Ordinal);
    }
}
