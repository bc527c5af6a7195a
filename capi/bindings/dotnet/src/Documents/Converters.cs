using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certrules.Documents;

/// <summary>A word is its name, as a value and as a field's name.</summary>
internal sealed class WordConverter<TWord> : JsonConverter<TWord>
    where TWord : struct, IWord<TWord>
{
    public override TWord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? TWord.Of(reader.GetString()!)
            : throw new JsonException($"expected a name, in a string, found {reader.TokenType}");

    public override void Write(Utf8JsonWriter writer, TWord value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);

    public override TWord ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TWord.Of(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TWord value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Name);
}

/// <summary>A name or a number.</summary>
internal sealed class ValueConverter : JsonConverter<Value>
{
    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => new Value(reader.GetString()!),
        JsonTokenType.Number => new Value(reader.GetDecimal()),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new JsonException($"expected a name or a number, found {reader.TokenType}"),
    };

    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(value.Name);
        }
    }
}
