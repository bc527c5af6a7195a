using System.Globalization;

namespace Certrules.Examples;

/// <summary>A factory's history: its timeline drawn, what is due, and what it owes.</summary>
internal static class Replay
{
    private const int Width = 60;

    public static void Run(string file, string on)
    {
        var day = DateOnly.ParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var history = History.FromJson(File.ReadAllText(file));
        using var policy = Policy.Builtin("escp");
        var standing = policy.Replay(history, day);

        Console.WriteLine($"{standing.Factory} on {standing.On:yyyy-MM-dd}: {standing.PublicStatus?.Name ?? "nothing to show"}");
        Draw(standing.Timeline, day);

        foreach (var deadline in standing.Deadlines.Where(one => one.State == DeadlineState.Open))
        {
            Console.WriteLine($"  open  {deadline.Id} until {deadline.LastDay:yyyy-MM-dd}");
        }

        foreach (var fee in standing.Fees.Where(one => one.State == FeeState.Due))
        {
            Console.WriteLine($"  due   {fee.Id}: {fee.Amount?.ToString() ?? "amount not known"} to the {fee.Payee}");
        }
    }

    // A row for each interval, a bar from its first day to its last; the last one goes on.
    private static void Draw(IReadOnlyList<Interval> timeline, DateOnly on)
    {
        if (timeline is not [var first, ..])
        {
            return;
        }

        var from = first.FirstDay.DayNumber;
        var to = Math.Max(on.DayNumber, timeline[^1].FirstDay.DayNumber) + 30;
        int Column(int dayNumber) => (int)((long)(dayNumber - from) * Width / (to - from));

        foreach (var interval in timeline)
        {
            var start = Column(interval.FirstDay.DayNumber);
            var end = interval.LastDay is { } last ? Column(last.DayNumber + 1) : Width;
            var bar = new string(' ', start) + new string('=', Math.Max(1, end - start));
            var arrow = interval.LastDay is null ? ">" : string.Empty;
            Console.WriteLine($"  {interval.FirstDay:yyyy-MM-dd}  {interval.PublicStatus,-12} |{bar}{arrow}");
        }

        Console.WriteLine($"  {on:yyyy-MM-dd}  {"",-12} |{new string(' ', Column(on.DayNumber))}^");
    }
}
