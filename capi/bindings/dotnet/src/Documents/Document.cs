using System;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Certrules.Documents;

/// <summary>Documents in and out.</summary>
internal static class Document
{
    internal static T Read<T>(string json, JsonTypeInfo<T> form)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, form) ?? throw Wrong("$", "null, expected an object", 0, 0);
        }
        catch (JsonException e)
        {
            throw Wrong(e.Path ?? "$", e.Message, e.LineNumber ?? -1, e.BytePositionInLine ?? -1);
        }
    }

    internal static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> form) =>
        JsonSerializer.Deserialize(json, form)
        ?? throw CertrulesException.Create(ErrorCode.Internal, string.Empty, "the library answered null");

    internal static string Write<T>(T value, JsonTypeInfo<T> form) => Encoding.UTF8.GetString(Bytes(value, form));

    internal static byte[] Bytes<T>(T value, JsonTypeInfo<T> form)
    {
        ArgumentNullException.ThrowIfNull(value);
        return JsonSerializer.SerializeToUtf8Bytes(value, form);
    }

    private static CertrulesException Wrong(string path, string what, long line, long column)
    {
        // The serializer puts its own place behind its message.
        var end = what.IndexOf(" Path: ", StringComparison.Ordinal);
        var place = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path == "$" ? string.Empty : path;
        return CertrulesException.Create(ErrorCode.Text, place, end < 0 ? what : what[..end], (uint)(line + 1), (uint)(column + 1));
    }
}
