using System.Globalization;

namespace Certrules.Examples;

/// <summary>Many factories, from a table that any spreadsheet writes.</summary>
internal static class Portfolio
{
    public static void Run(string file)
    {
        using var policy = Policy.Builtin("escp");
        var rows = Read(file);

        // All are decided before anything is printed: a row that is wrong leaves nothing half done.
        var verdicts = rows.ConvertAll(row => policy.Decide(row.Case));
        foreach (var (row, verdict) in rows.Zip(verdicts))
        {
            var better = verdict.WhatIf is [.., var last] ? $"; {last.Status} after {last.Change.Count} changes" : string.Empty;
            Console.WriteLine($"{row.Factory}  {verdict.PublicStatus,-12} {verdict.Rule}{better}");
        }

        Console.WriteLine();
        foreach (var group in verdicts.GroupBy(verdict => verdict.PublicStatus).OrderByDescending(group => group.Count()))
        {
            Console.WriteLine($"{group.Count(),3}  {group.Key}");
        }
    }

    /// <summary>The table: a factory and a case in each row.</summary>
    internal static List<(string Factory, Case Case)> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var names = lines[0].Split(',');
        return lines.Skip(1).Select((line, number) =>
        {
            var cells = names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second);
            try
            {
                return (cells["factory"], ToCase(cells));
            }
            catch (Exception e) when (e is FormatException or KeyNotFoundException)
            {
                throw new InvalidDataException($"{file}:{number + 2}: {e.Message}", e);
            }
        }).ToList();
    }

    private static Case ToCase(Dictionary<string, string> cells) => new()
    {
        Event = cells["event"],
        On = Day(cells["on"]),
        Fee = cells["event"] == "fee-paid" ? "certification" : (Fee?)null,
        State = new State
        {
            Cycle = cells["cycle_status"] is { Length: > 0 } cycle ? new Cycle(cycle, Day(cells["cycle_since"])) : null,
            Certificate = cells["certificate"] is { Length: > 0 } status
                ? new Term(status, Day(cells["certificate_first_day"]), Day(cells["certificate_last_day"]))
                : null,
        },
        Facts = cells["plan_submitted"] is { Length: > 0 } plan ? new Dictionary<Fact, Value> { ["cap-submitted"] = plan } : null,
        Findings = cells["event"] is "audit-reviewed" or "visit-held" ? Findings(cells["findings"]) : null,
    };

    // "wages:major safety:minor"
    private static List<Finding> Findings(string cell) =>
        cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((one, i) => one.Split(':') switch
        {
            [var section, var severity] => new Finding { Id = $"F{i + 1}", Section = section, Severity = severity },
            _ => throw new FormatException($"\"{one}\" is no section:severity"),
        }).ToList();

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
