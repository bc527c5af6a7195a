using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Certrules.Interop;

/// <summary>A function of the native library that gives a text, with its arguments in <paramref name="state"/>.</summary>
internal unsafe delegate int TextFunction<TState>(TState state, byte* buffer, nuint capacity, nuint* needed, NativeError* error);

/// <summary>Makes something of a text, which is there for the length of the call.</summary>
internal delegate TResult TextReader<out TResult>(ReadOnlySpan<byte> utf8);

/// <summary>What every call shares: errors out, texts out.</summary>
internal static unsafe class Native
{
    /// <summary>CERTRULES_NO_DAY.</summary>
    internal const int NoDay = int.MinValue;

    /// <summary>Most documents fit at once, so that they are made once.</summary>
    internal const int DocumentSize = 16 * 1024;

    /// <summary>The same of documents that take long to make again.</summary>
    internal const int LargeSize = 256 * 1024;

    /// <summary>CERTRULES_NAME_SIZE and some more, for titles.</summary>
    internal const int NameSize = 256;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string Text<TState>(TState state, TextFunction<TState> function, int guess = NameSize) =>
        Read(state, function, Encoding.UTF8.GetString, guess);

    internal static TResult Read<TState, TResult>(TState state, TextFunction<TState> function, TextReader<TResult> reader, int guess)
    {
        var rented = ArrayPool<byte>.Shared.Rent(guess);
        try
        {
            while (true)
            {
                NativeError error;
                Prepare(&error);
                nuint needed = 0;
                int code;
                fixed (byte* buffer = rented)
                {
                    code = function(state, buffer, (nuint)rented.Length, &needed, &error);
                }

                if (code == (int)ErrorCode.Ok)
                {
                    return reader(rented.AsSpan(0, checked((int)needed - 1)));
                }

                if (code != (int)ErrorCode.Buffer)
                {
                    throw Failure(code, &error);
                }

                ArrayPool<byte>.Shared.Return(rented);
                rented = [];
                rented = ArrayPool<byte>.Shared.Rent(checked((int)needed));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The bytes of a text that goes in; one that has half a character is refused, not repaired.</summary>
    internal static byte[] Utf8(string text, string place)
    {
        ArgumentNullException.ThrowIfNull(text, place);
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw CertrulesException.Create(ErrorCode.Text, place, "has half of a surrogate pair, so it is no text");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Prepare(NativeError* error)
    {
        // The library writes the rest, and only where it fails.
        error->StructSize = (uint)sizeof(NativeError);
        error->Code = 0;
    }

    internal static void Check(int code, NativeError* error)
    {
        if (code != (int)ErrorCode.Ok)
        {
            throw Failure(code, error);
        }
    }

    internal static CertrulesException Failure(int code, NativeError* error)
    {
        // An error that was not filled in would be a mistake of the library's; its code is still true.
        if (error->Code != code)
        {
            return CertrulesException.Create((ErrorCode)code, string.Empty, $"error {code}");
        }

        return CertrulesException.Create(
            (ErrorCode)code,
            Fixed(error->Place, NativeError.PlaceSize),
            Fixed(error->Message, NativeError.MessageSize),
            error->Line,
            error->Column,
            error->More);
    }

    private static string Fixed(byte* text, int size)
    {
        var bytes = new ReadOnlySpan<byte>(text, size);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
