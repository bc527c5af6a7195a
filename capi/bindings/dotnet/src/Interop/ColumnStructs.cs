using System.Runtime.InteropServices;

namespace Certrules.Interop;

/// <summary>certrules_column_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeColumnInfo
{
    public uint StructSize;
    public ColumnKind Kind;
    public ColumnValues Values;
    public int Required;
    public long Lowest;
    public long Highest;
    public int Severity;
    public int Section;
    public int Fact;
    public int Status;
    public ulong Tags;
    public AnswerNumber Transparent;
    public int Closed;
    public uint SeenOn;
    public uint Sites;
}

/// <summary>The CERTRULES_U8, … of a column's array.</summary>
internal enum NumberType
{
    U8 = 1,
    U16 = 2,
    I32 = 3,
    I64 = 4,
}

/// <summary>certrules_column.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeColumn
{
    public uint Column;
    public NumberType Type;
    public void* Data;
    public long Stride;
    public byte* Validity;
    public ulong ValidityOffset;
}

/// <summary>certrules_column_block.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeColumnBlock
{
    public NumberType Type;
    public uint Flags;
    public void* Data;
    public long RowStride;
    public long ColumnStride;
    public int* Columns;
    public nuint Count;
    public long None;
}

/// <summary>certrules_columns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeColumns
{
    public uint StructSize;
    public EventNumber Event;
    public ColumnLevel Level;
    public uint ColumnSize;
    public uint BlockSize;
    public uint Reserved;
    public NativeColumn* Columns;
    public nuint ColumnCount;
    public NativeColumnBlock* Blocks;
    public nuint BlockCount;
}

/// <summary>certrules_decisions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeDecisions
{
    public uint StructSize;
    public uint Reserved;
    public sbyte* Status;
    public int* FirstDay;
    public int* LastDay;
    public uint* Region;
    public short* Error;
}
