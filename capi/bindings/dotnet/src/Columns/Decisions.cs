using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Certrules.Interop;

namespace Certrules;

/// <summary>Where the answers of columns go: element i is of row i. A span that is empty is not wanted; any other must reach the last row decided.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Plain data, filled in by its owner.")]
public ref struct Decisions
{
    /// <summary>Number of the status; -1 for nothing to show, or an error.</summary>
    public Span<sbyte> Status;

    /// <summary>First day of the status; <see cref="Days.None"/> where it has no end, or for an error.</summary>
    public Span<int> FirstDay;

    /// <summary>Its last day, inside.</summary>
    public Span<int> LastDay;

    /// <summary>The region; <see cref="uint.MaxValue"/> for a row whose values are bad.</summary>
    public Span<uint> Region;

    /// <summary>0, or the <see cref="ErrorCode"/> that deciding the row's case alone would give.</summary>
    public Span<short> Error;

    internal readonly void Check(long rows)
    {
        Check(Status.Length, rows, nameof(Status));
        Check(FirstDay.Length, rows, nameof(FirstDay));
        Check(LastDay.Length, rows, nameof(LastDay));
        Check(Region.Length, rows, nameof(Region));
        Check(Error.Length, rows, nameof(Error));
    }

    private static void Check(int length, long rows, string name)
    {
        if (length != 0 && length < rows)
        {
            throw new ArgumentException($"{name} has {length} elements, rows up to {rows} are decided", name);
        }
    }
}
