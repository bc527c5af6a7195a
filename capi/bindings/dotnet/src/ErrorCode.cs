using System.Diagnostics.CodeAnalysis;

namespace Certrules;

/// <summary>What went wrong. Numbers are never used again, and new ones may come: treat one that you do not know as a failure.</summary>
[SuppressMessage("Design", "CA1008", Justification = "Zero is named as the C interface names it.")]
public enum ErrorCode
{
    /// <summary>Nothing went wrong.</summary>
    Ok = 0,

    /// <summary>A number outside its range, or a word that the edition lacks.</summary>
    Argument = 100,

    /// <summary>Nothing was passed where something is needed.</summary>
    Null = 101,

    /// <summary>A struct of a size that no release had.</summary>
    StructSize = 102,

    /// <summary>A flag that the native library does not know.</summary>
    Unsupported = 103,

    /// <summary>A buffer was too small.</summary>
    Buffer = 104,

    /// <summary>Not UTF-8, not JSON, or not the form.</summary>
    Text = 110,

    /// <summary>A name that the edition does not have; the message has the nearest.</summary>
    UnknownName = 120,

    /// <summary>A day that does not exist or lies outside the years 1900 to 2999.</summary>
    Date = 130,

    /// <summary>Something needed was left out.</summary>
    Missing = 140,

    /// <summary>An edition's text does not load.</summary>
    Edition = 200,

    /// <summary>No edition was in force on that day.</summary>
    NoEdition = 210,

    /// <summary>The event cannot happen in that state.</summary>
    Refused = 300,

    /// <summary>No rule of the edition answers.</summary>
    NoRule = 310,

    /// <summary>Beyond a documented limit.</summary>
    Limit = 400,

    /// <summary>Out of memory.</summary>
    NoMemory = 410,

    /// <summary>An amount or a day beyond what can be held.</summary>
    Overflow = 420,

    /// <summary>A mistake of the library's own.</summary>
    Internal = 900,
}
