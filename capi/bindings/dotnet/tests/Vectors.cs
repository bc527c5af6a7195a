using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Certrules.Tests;

/// <summary>Compares an answer with what the vectors expect of it: see tests/vectors/expected-outcomes.md.</summary>
internal static class Vectors
{
    public static void Compare(JsonObject expect, JsonObject answer)
    {
        foreach (var (field, value) in expect)
        {
            switch (field)
            {
                case "cites_any":
                    var cites = answer["cites"]!.AsArray().Select(one => (string)one!).ToArray();
                    Assert.Contains(value!.AsArray(), heading => cites.Any(cite => cite.StartsWith((string)heading!, System.StringComparison.Ordinal)));
                    break;
                case "deadlines_include":
                    Assert.All(value!.AsArray(), one => Assert.Contains(answer["deadlines"]!.AsArray(), other => IsPartOf(one, other)));
                    break;
                case "timeline" or "fees":
                    var list = answer[field]!.AsArray();
                    Assert.Equal(value!.AsArray().Count, list.Count);
                    Assert.All(value.AsArray().Zip(list), pair => Assert.True(IsPartOf(pair.First, pair.Second), $"{pair}"));
                    break;
                case "cycle" when value is JsonObject:
                    Assert.True(IsPartOf(value, answer[field]), $"{field}: {answer[field]}");
                    break;
                default:
                    Assert.True(answer.ContainsKey(field), field);
                    Assert.True(JsonNode.DeepEquals(value, answer[field]), $"{field}: expected {value}, got {answer[field]}");
                    break;
            }
        }
    }

    private static bool IsPartOf(JsonNode? expected, JsonNode? given) =>
        given is JsonObject there
        && expected!.AsObject().All(one => there.ContainsKey(one.Key) && JsonNode.DeepEquals(one.Value, there[one.Key]));
}
