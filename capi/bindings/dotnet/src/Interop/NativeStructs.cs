using System.Runtime.InteropServices;

namespace Certrules.Interop;

// The structs of certrules.h that do not leave this assembly, field by field in the header's order.
// The tests compare each offset with capi/abi/layout.json.

/// <summary>certrules_error.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeError
{
    internal const int PlaceSize = 96;
    internal const int MessageSize = 392;

    public uint StructSize;
    public int Code;
    public uint Line;
    public uint Column;
    public uint More;
    public uint Reserved;
    public fixed byte Place[PlaceSize];
    public fixed byte Message[MessageSize];
}

/// <summary>certrules_load_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeLoadOptions
{
    public uint StructSize;
    public uint Reserved;
    public byte* File;
    public nuint FileSize;
    public delegate* unmanaged[Cdecl]<void*, nuint, nuint, void*> Allocate;
    public delegate* unmanaged[Cdecl]<void*, void*, nuint, nuint, void> Release;
    public void* Context;
}

/// <summary>certrules_edition_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeEditionInfo
{
    public uint StructSize;
    public int EffectiveFrom;
    public int EffectiveTo;
    public uint Regions;
}

/// <summary>certrules_status_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeStatusInfo
{
    public uint StructSize;
    public int Track;
    public int Rank;
    public int Open;
}

/// <summary>certrules_section_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeSectionInfo
{
    public uint StructSize;
    public uint Applicable;
    public int Placeholder;
}

/// <summary>certrules_audit_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeAuditInfo
{
    public uint StructSize;
    public int Announced;
    public int StartsCycle;
    public int Check;
}

/// <summary>certrules_fact_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeFactInfo
{
    public uint StructSize;
    public int Type;
    public uint ValueCount;
    public int FactoryChanges;
    public long Lowest;
    public long Highest;
}

/// <summary>certrules_rule_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeRuleInfo
{
    public uint StructSize;
    public uint Line;
    public int Refuses;
    public uint Cites;
    public uint Obligations;
    public uint Options;
    public uint Notices;
    public uint NoticesByDefault;
}

/// <summary>certrules_event: <see cref="RawEvent"/> with pointers for its spans.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeEvent
{
    public uint StructSize;
    public EventFields Given;
    public EventNumber Kind;
    public int On;
    public int Audit;
    public int Fee;
    public int Decision;
    public int Months;
    public uint Sites;
    public uint FindingSize;
    public uint SectionSize;
    public uint FactSize;
    public RawFinding* Findings;
    public nuint FindingCount;
    public RawSection* Sections;
    public nuint SectionCount;
    public RawFact* Facts;
    public nuint FactCount;
}
