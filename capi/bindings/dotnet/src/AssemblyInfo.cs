using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// What crosses to the native library is laid out as C has it; nothing is converted on the way.
[assembly: DisableRuntimeMarshalling]

// The native library lies beside the package: never in the working directory.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

[assembly: InternalsVisibleTo("Certrules.Tests")]

// Errors and texts come out in buffers on the stack, which the native library fills.
[module: SkipLocalsInit]
