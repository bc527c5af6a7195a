using System;
using System.Collections.Generic;
using System.Globalization;

namespace Certrules;

/// <summary>Something wrong, or doubtful, in an edition's text.</summary>
/// <param name="File">The file's name, as it was given.</param>
/// <param name="Line">From 1; 0 for the text as a whole.</param>
/// <param name="Column">In bytes, from 1; 0 for the text as a whole.</param>
/// <param name="IsError">False for a warning: the text loads.</param>
/// <param name="Message">What was found, and what was expected.</param>
public sealed record Diagnostic(string File, int Line, int Column, bool IsError, string Message)
{
    private const string Error = ": error: ";
    private const string Warning = ": warning: ";

    /// <summary>As compilers write it, so that editors find the place.</summary>
    public override string ToString() =>
        Line > 0 ? $"{File}:{Line}:{Column}{Kind}{Message}" : $"{File}{Kind}{Message}";

    private string Kind => IsError ? Error : Warning;

    /// <summary>Reads "file:line:column: error: message", a line each.</summary>
    internal static FrozenList<Diagnostic> Parse(string text, string file)
    {
        var found = new List<Diagnostic>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // A file's name may have colons itself, so it is cut off by its length.
            var rest = line.StartsWith(file, StringComparison.Ordinal) ? line[file.Length..] : line;
            var error = rest.IndexOf(Error, StringComparison.Ordinal);
            var warning = rest.IndexOf(Warning, StringComparison.Ordinal);
            var isError = warning < 0 || (error >= 0 && error < warning);
            var at = isError ? error : warning;
            if (at < 0)
            {
                found.Add(new Diagnostic(file, 0, 0, IsError: true, line));
                continue;
            }

            var place = rest[..at].Split(':', StringSplitOptions.RemoveEmptyEntries);
            var number = (int i) => i < place.Length && int.TryParse(place[i], CultureInfo.InvariantCulture, out var n) ? n : 0;
            found.Add(new Diagnostic(file, number(0), number(1), isError, rest[(at + (isError ? Error : Warning).Length)..]));
        }

        return FrozenList<Diagnostic>.Of(found);
    }
}
