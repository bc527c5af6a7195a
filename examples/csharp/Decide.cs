namespace Certrules.Examples;

/// <summary>One case: what comes out, why, and what would be better.</summary>
internal static class Decide
{
    public static void Run(string file)
    {
        using var policy = Policy.Builtin("escp");
        var verdict = policy.Decide(Case.FromJson(File.ReadAllText(file)));

        var until = verdict.Valid?.LastDay is { } day ? $" until {day:yyyy-MM-dd}" : string.Empty;
        Console.WriteLine($"{verdict.Status}{until}");
        foreach (var reason in verdict.Because)
        {
            Console.WriteLine($"  because   {reason.Measure} is {reason.Value} ({reason.Test})");
        }

        foreach (var step in verdict.WhatIf ?? [])
        {
            Console.WriteLine($"  to reach  {step.Status}: {string.Join(", ", step.Change)}");
        }

        // A database keeps the edition's hash and the region: both tell the reasons again, years later.
        var (hash, region) = (verdict.Policy.Hash, verdict.Region);
        Console.WriteLine($"  stored as {hash[..8]}… region {region}, which is explained as:");
        Console.Write(policy.ByHash(hash).ExplainText(region));
    }
}
