using Microsoft.Win32.SafeHandles;

namespace Certrules.Interop;

/// <summary>Owns a certrules_edition.</summary>
internal sealed class EditionHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public EditionHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.certrules_edition_free(handle);
        return true;
    }
}

/// <summary>Owns a certrules_book.</summary>
internal sealed class BookHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public BookHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.certrules_book_free(handle);
        return true;
    }
}
