using System.Text.Json.Serialization;

namespace Certrules.Documents;

/// <summary>Reads and writes the documents without reflection, in the forms of docs/forms.md.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Case))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(History))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(Standing))]
[JsonSerializable(typeof(FeesPart))]
[JsonSerializable(typeof(DeadlinesPart))]
[JsonSerializable(typeof(DisclosuresPart))]
[JsonSerializable(typeof(PolicyTestReport))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(DiffReport))]
[JsonSerializable(typeof(ImpactReport))]
internal sealed partial class DocumentContext : JsonSerializerContext;
