using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Certrules.Interop;

namespace Certrules;

/// <summary>
/// The cases of one event, by column. It keeps the arrays where they are, without a copy, until it
/// is disposed of; fill it once and decide it as often as you like, also ranges of it on many threads.
/// </summary>
/// <remarks>Adding is for one thread. Arrays are of <c>byte</c>, <c>ushort</c>, <c>int</c> or <c>long</c>.</remarks>
public sealed unsafe class ColumnBatch : IDisposable
{
    private readonly List<MemoryHandle> _pins = [];
    private NativeColumn[] _columns = [];
    private NativeColumnBlock[] _blocks = [];
    private bool _disposed;

    internal ColumnBatch(Edition edition, EventNumber what)
    {
        Edition = edition;
        Event = what;
    }

    /// <summary>The edition whose columns they are.</summary>
    public Edition Edition { get; }

    /// <summary>The event.</summary>
    public EventNumber Event { get; }

    /// <summary>How many rows every column has; <see cref="long.MaxValue"/> while all are constant.</summary>
    public long Rows { get; private set; } = long.MaxValue;

    /// <summary>Adds a column by its name.</summary>
    /// <typeparam name="T"><c>byte</c>, <c>ushort</c>, <c>int</c> or <c>long</c>.</typeparam>
    /// <param name="name"><c>findings.major.wages</c>: see <see cref="Edition.ColumnsOf"/>.</param>
    /// <param name="values">Row i is at i times <paramref name="step"/>.</param>
    /// <param name="step">Elements from one row to the next; 0 for the same value in every row.</param>
    /// <param name="validity">A bit for each row, lowest first; 0 for none. Empty: all are known.</param>
    /// <param name="validityOffset">Bits before that of row 0.</param>
    /// <returns>The batch, to add more.</returns>
    /// <exception cref="CertrulesInputException">The event reads no such column; the message has the nearest.</exception>
    public ColumnBatch Add<T>(string name, ReadOnlyMemory<T> values, int step = 1, ReadOnlyMemory<byte> validity = default, long validityOffset = 0)
        where T : unmanaged =>
        Add(Edition.ColumnNumber(Event, name), values, step, validity, validityOffset);

    /// <summary>Adds a column by its number.</summary>
    /// <typeparam name="T"><c>byte</c>, <c>ushort</c>, <c>int</c> or <c>long</c>.</typeparam>
    /// <param name="column">Its number: see <see cref="Edition.ColumnsOf"/>.</param>
    /// <param name="values">Row i is at i times <paramref name="step"/>.</param>
    /// <param name="step">Elements from one row to the next; 0 for the same value in every row.</param>
    /// <param name="validity">A bit for each row, lowest first; 0 for none. Empty: all are known.</param>
    /// <param name="validityOffset">Bits before that of row 0.</param>
    /// <returns>The batch, to add more.</returns>
    public ColumnBatch Add<T>(int column, ReadOnlyMemory<T> values, int step = 1, ReadOnlyMemory<byte> validity = default, long validityOffset = 0)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfNegative(validityOffset);
        var type = TypeOf<T>();
        if (values.IsEmpty && step == 0)
        {
            throw new ArgumentException("a column with the same value in every row needs that value", nameof(values));
        }

        Shrink(RowsOf(values.Length, step));
        if (!validity.IsEmpty)
        {
            Shrink(Math.Max(0, (validity.Length * 8L) - validityOffset));
        }

        _columns =
        [
            .. _columns,
            new NativeColumn
            {
                Column = (uint)column,
                Type = type,
                Data = Pin(values),
                Stride = (long)step * sizeof(T),
                Validity = (byte*)Pin(validity),
                ValidityOffset = (ulong)(validity.IsEmpty ? 0 : validityOffset),
            },
        ];
        return this;
    }

    /// <summary>Adds many columns that lie in one array: row i of the k-th is at i times <paramref name="rowStep"/> plus k times <paramref name="columnStep"/>.</summary>
    /// <typeparam name="T"><c>byte</c>, <c>ushort</c>, <c>int</c> or <c>long</c>.</typeparam>
    /// <param name="values">The array, by rows or by columns.</param>
    /// <param name="rowStep">Elements from one row to the next.</param>
    /// <param name="columnStep">Elements from one column to the next.</param>
    /// <param name="columns">The number of each column.</param>
    /// <param name="none">A value that stands for none, if there is one.</param>
    /// <returns>The batch, to add more.</returns>
    public ColumnBatch AddBlock<T>(ReadOnlyMemory<T> values, int rowStep, int columnStep, ReadOnlyMemory<int> columns, long? none = null)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var block = BlockOf<T>(values.Length, rowStep, columnStep, columns.Length, none, out var rows);
        Shrink(rows);
        block.Data = Pin(values);
        block.Columns = (int*)Pin(columns);
        _blocks = [.. _blocks, block];
        return this;
    }

    /// <summary>Lets the arrays go. No call may be under way.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var pin in _pins)
        {
            pin.Dispose();
        }

        _pins.Clear();
        _columns = [];
        _blocks = [];
    }

    /// <summary>A block without its pointers, and how many rows its array has.</summary>
    internal static NativeColumnBlock BlockOf<T>(int length, int rowStep, int columnStep, int count, long? none, out long rows)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowStep);
        ArgumentOutOfRangeException.ThrowIfNegative(columnStep);
        var last = (count - 1) * (long)columnStep;
        rows = count == 0 ? long.MaxValue : last >= length ? 0 : RowsOf(length - last, rowStep);
        return new NativeColumnBlock
        {
            Type = TypeOf<T>(),
            Flags = none is null ? 0U : 1U,
            RowStride = (long)rowStep * sizeof(T),
            ColumnStride = (long)columnStep * sizeof(T),
            Count = (nuint)count,
            None = none ?? 0,
        };
    }

    internal NativeColumn[] NativeColumns => _columns;

    internal long Decide(long first, long rows, scoped in Decisions into, ColumnLevel level)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckRange(first, rows, Rows);
        fixed (NativeColumn* columns = _columns)
        fixed (NativeColumnBlock* blocks = _blocks)
        {
            var given = Describe(columns, blocks, level);
            return Edition.Decide(&given, first, rows, into);
        }
    }

    /// <summary>The table as C has it, over arrays that the caller has pinned.</summary>
    internal NativeColumns Describe(NativeColumn* columns, NativeColumnBlock* blocks, ColumnLevel level) => new()
    {
        StructSize = (uint)sizeof(NativeColumns),
        Event = Event,
        Level = level,
        ColumnSize = (uint)sizeof(NativeColumn),
        BlockSize = (uint)sizeof(NativeColumnBlock),
        Columns = columns,
        ColumnCount = (nuint)_columns.Length,
        Blocks = blocks,
        BlockCount = (nuint)_blocks.Length,
    };

    internal static void CheckRange(long first, long rows, long all)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (rows > all - first)
        {
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"the shortest column has {all} rows, from {first} on that is less");
        }
    }

    private static long RowsOf(long length, int step) => step == 0 ? long.MaxValue : length == 0 ? 0 : ((length - 1) / step) + 1;

    private static NumberType TypeOf<T>() =>
        typeof(T) == typeof(byte) ? NumberType.U8
        : typeof(T) == typeof(ushort) ? NumberType.U16
        : typeof(T) == typeof(int) ? NumberType.I32
        : typeof(T) == typeof(long) ? NumberType.I64
        : throw new ArgumentException($"a column is of byte, ushort, int or long, not of {typeof(T).Name}", nameof(T));

    private void Shrink(long rows) => Rows = Math.Min(Rows, rows);

    private void* Pin<T>(ReadOnlyMemory<T> memory)
    {
        if (memory.IsEmpty)
        {
            return null;
        }

        var pin = memory.Pin();
        _pins.Add(pin);
        return pin.Pointer;
    }
}
