using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace Certrules.Tests;

/// <summary>The repository that the tests were built in, and the program that it built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(At(parts));

    public static JsonNode Json(params string[] parts) => JsonNode.Parse(Read(parts))!;

    public static IEnumerable<JsonNode> JsonLines(params string[] parts) =>
        File.ReadLines(At(parts)).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!);

    /// <summary>What the program prints; it must succeed.</summary>
    public static string Program(params string[] arguments)
    {
        var (status, output, error) = Run(At("build", "release", "certrules"), arguments);
        Assert.True(status == 0, error);
        return output;
    }

    public static (int Status, string Output, string Error) Run(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "capi", "certrules.h")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("the tests lie outside the repository");
    }
}
