using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Certrules.Interop;

/// <summary>Finds libcertrules_c.so, and says where it looked if it is not there.</summary>
internal static unsafe class LibraryResolver
{
    internal const string FileName = "libcertrules_c.so";

    /// <summary>CERTRULES_ABI_VERSION of the header that this assembly was written against.</summary>
    internal const uint AbiVersion = 1;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Every native call needs the resolver, and whichever comes first must find it.")]
    internal static void Register()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(LibraryResolver).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // The program set a resolver of its own for this assembly: it knows better.
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != NativeMethods.Library)
        {
            return 0;
        }

        // Where the host says that the package's files lie: beside the program, in a package
        // folder, or unpacked from a single file.
        return NativeLibrary.TryLoad(name, assembly, searchPath, out var handle)
            ? CheckVersion(handle, AbiVersion)
            : Load(Candidates(assembly));
    }

    /// <summary>The first of the files that loads, and has the right version.</summary>
    internal static nint Load(IReadOnlyList<string> candidates)
    {
        var searched = new List<string>();
        foreach (var path in candidates)
        {
            if (!File.Exists(path))
            {
                searched.Add($"{path}: no such file");
                continue;
            }

            try
            {
                return CheckVersion(NativeLibrary.Load(path), AbiVersion);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                searched.Add($"{path}: {FirstLine(e.Message)}");
            }
        }

        throw new CertrulesLibraryException(Describe(searched), searched);
    }

    /// <summary>Every place where the file may lie, each once.</summary>
    internal static List<string> Candidates(Assembly assembly)
    {
        var found = new List<string>();
        void Add(string? folder, params ReadOnlySpan<string> below)
        {
            if (string.IsNullOrEmpty(folder))
            {
                return;
            }

            var path = Path.GetFullPath(Path.Combine([folder, .. below, FileName]));
            if (!found.Contains(path))
            {
                found.Add(path);
            }
        }

        var beside = Folder(assembly);
        foreach (var folder in new[] { AppContext.BaseDirectory, beside })
        {
            Add(folder);
            Add(folder, "runtimes", "linux-x64", "native");
        }

        // A package folder: lib/net8.0/Certrules.dll beside runtimes/.
        if (!string.IsNullOrEmpty(beside))
        {
            Add(Path.Combine(beside, "..", ".."), "runtimes", "linux-x64", "native");
        }

        var host = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string;
        foreach (var folder in (host ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            Add(folder);
        }

        return found;
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty in a single file, and then passed over.")]
    private static string? Folder(Assembly assembly) => Path.GetDirectoryName(assembly.Location);

    internal static nint CheckVersion(nint library, uint expected)
    {
        if (!NativeLibrary.TryGetExport(library, "certrules_abi_version", out var function))
        {
            throw new CertrulesLibraryException($"{FileName} was loaded, but it is not the certrules library: it has no certrules_abi_version", []);
        }

        var found = ((delegate* unmanaged[Cdecl]<uint>)function)();
        return found == expected
            ? library
            : throw new CertrulesLibraryException(
                $"{FileName} has ABI version {found / 100}.{found % 100}, this package needs {expected / 100}.{expected % 100}: an older or newer copy was found first", []);
    }

    private static string Describe(List<string> searched)
    {
        var platform = RuntimeInformation.RuntimeIdentifier;
        var hint = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? string.Empty
            : $" The package carries it for linux-x64 alone, this is {platform}.";
        return $"the native library {FileName} was not found, or did not load.{hint} Searched, in this order:{Environment.NewLine}  "
            + string.Join(Environment.NewLine + "  ", searched);
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
