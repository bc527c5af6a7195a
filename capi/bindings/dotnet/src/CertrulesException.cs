using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Certrules;

/// <summary>
/// Something that certrules could not do. One class for each family of codes derives from it:
/// <see cref="CertrulesInputException"/> (100), <see cref="CertrulesEditionException"/> (200),
/// <see cref="CertrulesRuleException"/> (300), <see cref="CertrulesLimitException"/> (400).
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "An error without a code says too little.")]
public class CertrulesException : Exception
{
    internal CertrulesException(ErrorCode code, string place, string what, uint line = 0, uint column = 0, uint more = 0)
        : base(Compose(place, what, line, column, more))
    {
        Code = code;
        Place = place;
        Reason = what;
        Line = checked((int)line);
        Column = checked((int)column);
        More = checked((int)more);
    }

    /// <summary>What went wrong, for programs.</summary>
    public ErrorCode Code { get; }

    /// <summary>Where: <c>findings[2].section</c>, a file, an argument; or empty.</summary>
    public string Place { get; }

    /// <summary>What was found and what was expected, without the place.</summary>
    public string Reason { get; }

    /// <summary>Line of a text, from 1; 0 for none.</summary>
    public int Line { get; }

    /// <summary>Column of a text in bytes, from 1; 0 for none.</summary>
    public int Column { get; }

    /// <summary>How many more errors the same edition's text has: <see cref="Policy.Diagnose(string, string)"/> lists them.</summary>
    public int More { get; }

    internal static CertrulesException Create(ErrorCode code, string place, string what, uint line = 0, uint column = 0, uint more = 0) =>
        ((int)code / 100) switch
        {
            1 => new CertrulesInputException(code, place, what, line, column),
            2 => new CertrulesEditionException(code, place, what, line, column, more),
            3 => new CertrulesRuleException(code, place, what, line),
            4 => new CertrulesLimitException(code, place, what),
            _ => new CertrulesException(code, place, what, line, column, more),
        };

    private static string Compose(string place, string what, uint line, uint column, uint more)
    {
        var where = (place.Length > 0, column > 0) switch
        {
            (true, true) => $"{place}:{line}:{column}: ",
            (true, false) => $"{place}: ",
            (false, true) => $"{line}:{column}: ",
            _ => string.Empty,
        };
        var rest = more > 0 ? $" ({more} more)" : string.Empty;
        return where + what + rest;
    }
}

/// <summary>What was passed in is wrong: a document, a name, a number, a day.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An error without a code says too little.")]
public sealed class CertrulesInputException : CertrulesException
{
    internal CertrulesInputException(ErrorCode code, string place, string what, uint line = 0, uint column = 0)
        : base(code, place, what, line, column)
    {
    }
}

/// <summary>An edition does not load, or none was in force.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An error without a code says too little.")]
public sealed class CertrulesEditionException : CertrulesException
{
    internal CertrulesEditionException(ErrorCode code, string place, string what, uint line, uint column, uint more)
        : base(code, place, what, line, column, more)
    {
    }
}

/// <summary>The rules refuse the event, or none answers it.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An error without a code says too little.")]
public sealed class CertrulesRuleException : CertrulesException
{
    internal CertrulesRuleException(ErrorCode code, string place, string what, uint line)
        : base(code, place, what, line)
    {
    }
}

/// <summary>More than a documented limit, than memory, or than a number can hold.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An error without a code says too little.")]
public sealed class CertrulesLimitException : CertrulesException
{
    internal CertrulesLimitException(ErrorCode code, string place, string what)
        : base(code, place, what)
    {
    }
}

/// <summary>The native library is not there, does not load, or is of another version.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An error that does not say where it looked says too little.")]
public sealed class CertrulesLibraryException : DllNotFoundException
{
    internal CertrulesLibraryException(string message, IReadOnlyList<string> searched)
        : base(message) => Searched = searched;

    /// <summary>Every file that was tried, in order, and what was wrong with it.</summary>
    public IReadOnlyList<string> Searched { get; }
}
