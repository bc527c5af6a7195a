namespace Certrules.Examples;

/// <summary>A change of policy, tried on a portfolio before it is made.</summary>
internal static class Change
{
    public static int Run(string file)
    {
        // The change: a section may have majors in 20 % of its checkpoints, no longer in 30 %.
        var text = Policy.BuiltinText("escp@2020-09-01");
        var changed = text.Replace("over = \"30%\"", "over = \"20%\"", StringComparison.Ordinal);
        if (changed == text)
        {
            Console.Error.WriteLine("the edition has no such limit any more");
            return 1;
        }

        if (!Policy.TryParse(changed, out var next, out var diagnostics))
        {
            foreach (var diagnostic in diagnostics)
            {
                Console.Error.WriteLine(diagnostic);
            }

            return 1;
        }

        using var now = Policy.Builtin("escp@2020-09-01");
        using (next)
        {
            var rows = Portfolio.Read(file);
            var impact = now.Impact(next, rows.Select(row => row.Case), examples: 100);
            foreach (var row in impact.Rows.Where(row => row.Change == ImpactChange.Status))
            {
                foreach (var example in row.Examples)
                {
                    Console.WriteLine($"{rows[(int)example.Line - 1].Factory}  {row.From.Status} -> {row.To.Status}, by {row.To.Rule}");
                }
            }

            Console.WriteLine($"{impact.Changes[ImpactChange.Status]} of {rows.Count} factories would get another status");

            // And of all the cases that there could be, the smallest that shows what changes.
            foreach (var one in now.Editions[0].Diff(next.Editions[0]).Differences.Take(1))
            {
                Console.WriteLine($"the smallest such case: {string.Join("; ", one.Effects)}");
                Console.WriteLine($"  {one.OldCase.ToJson()}");
            }
        }

        return 0;
    }
}
