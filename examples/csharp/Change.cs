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
            var touched = rows.ConvertAll(row => (row.Factory, Before: now.Decide(row.Case), After: next.Decide(row.Case)))
                .FindAll(row => row.Before.Status != row.After.Status);
            foreach (var (factory, before, after) in touched)
            {
                Console.WriteLine($"{factory}  {before.Status} -> {after.Status}, by {after.Rule}");
            }

            Console.WriteLine($"{touched.Count} of {rows.Count} factories would get another status");
        }

        return 0;
    }
}
