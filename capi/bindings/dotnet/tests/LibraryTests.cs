using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Certrules.Interop;
using Xunit;

namespace Certrules.Tests;

/// <summary>Where the native library is looked for, and what is said where it is not.</summary>
public class LibraryTests
{
    [Fact]
    public void Every_place_is_listed_with_what_was_wrong_there()
    {
        var folder = Directory.CreateTempSubdirectory("certrules").FullName;
        try
        {
            var broken = Path.Combine(folder, "broken.so");
            File.WriteAllText(broken, "not a library");
            var none = Path.Combine(folder, "none.so");
            var e = Assert.Throws<CertrulesLibraryException>(() => LibraryResolver.Load([none, broken]));
            Assert.Equal(2, e.Searched.Count);
            Assert.Equal($"{none}: no such file", e.Searched[0]);
            Assert.StartsWith($"{broken}: ", e.Searched[1], StringComparison.Ordinal);
            Assert.All(e.Searched, place => Assert.Contains(place, e.Message, StringComparison.Ordinal));
            Assert.IsType<DllNotFoundException>(e, exactMatch: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Beside_the_assembly_below_runtimes_and_in_a_package_folder()
    {
        var assembly = typeof(Policy).Assembly;
        var beside = Path.GetDirectoryName(assembly.Location)!;
        var places = LibraryResolver.Candidates(assembly);
        Assert.Contains(Path.Combine(beside, "libcertrules_c.so"), places);
        Assert.Contains(Path.Combine(beside, "runtimes", "linux-x64", "native", "libcertrules_c.so"), places);
        Assert.Contains(Path.GetFullPath(Path.Combine(beside, "..", "..", "runtimes", "linux-x64", "native", "libcertrules_c.so")), places);
        Assert.Equal(places.Distinct(), places);
        Assert.All(places, place => Assert.True(Path.IsPathFullyQualified(place)));
    }

    [Fact]
    public void A_library_of_another_version_or_another_name_is_refused()
    {
        var ours = LibraryResolver.Load(LibraryResolver.Candidates(typeof(Policy).Assembly));
        var e = Assert.Throws<CertrulesLibraryException>(() => LibraryResolver.CheckVersion(ours, 204));
        Assert.Contains("ABI version 0.1, this package needs 2.4", e.Message, StringComparison.Ordinal);
        var other = System.Runtime.InteropServices.NativeLibrary.Load("libc.so.6");
        e = Assert.Throws<CertrulesLibraryException>(() => LibraryResolver.CheckVersion(other, 1));
        Assert.Contains("not the certrules library", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_release_is_the_repositorys()
    {
        var line = File.ReadLines(Repository.At("CMakeLists.txt")).First(one => one.StartsWith("project(certrules VERSION", StringComparison.Ordinal));
        Assert.Equal(line.Split(' ')[2], Policy.LibraryVersion);
    }
}
