using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>One recovery that was measured.</summary>
/// <param name="Seconds">From the fault until what the event is about was seen.</param>
/// <param name="Begun">Folds that were begun again.</param>
/// <param name="SecondsLost">The most training that was done twice by one fold; null where no fold was hit.</param>
internal sealed record Recovered(double Seconds, int Begun, double? SecondsLost);

/// <summary>How long each recovery takes, on folds that train until they are cancelled: two of them, so that whatever dies leaves a core idle.</summary>
internal static class Figures
{
    private const int Times = 5;

    private static readonly (string Event, string ToReach, double Limit, int MostBegun, Func<Recovery, Recovered> Measure)[] Events =
    [
        ("trainer killed → same fold training again", "< 3 s", 3, 1, recovery => recovery.KillTrainer()),
        ("GPU node killed → its folds running elsewhere", "< 20 s", 20, int.MaxValue, recovery => recovery.KillNode()),
        ("coordinator SIGTERM → new one answering", "< 5 s, 0 folds begun again", 5, 0, recovery => recovery.EndCoordinator()),
        ("coordinator killed, standby takes over", "< 20 s, 0 folds begun again", 20, 0, recovery => recovery.KillCoordinator()),
        ("coordinator killed, restarted on its address", "< 15 s, 0 folds begun again", 15, 0, recovery => recovery.RestartCoordinator()),
    ];

    /// <returns>How many limits were kept and how many were not.</returns>
    public static (int Passed, int Failed) Measure(string? output, CancellationToken cancelled)
    {
        if (!JournalUnderTest.HasPostgres)
            throw new InvalidOperationException("The figures need a PostgreSQL server for two coordinators: apt-get install postgresql.");
        var folder = Directory.CreateDirectory(
            Path.Combine(Programs.Artifacts, "chaos", string.Create(CultureInfo.InvariantCulture, $"figures-{Environment.ProcessId}"))).FullName;
        var lines = new List<string>
        {
            "# How long recoveries take", "",
            $"Made by `./axspa chaos --set figures --out FILE` on {Series.Machine}, on {DateTime.UtcNow:yyyy-MM-dd}: three seeds, two coordinators on PostgreSQL, three GPU nodes,",
            "two MRI folds that train without end, so that whatever dies leaves a core idle. The supervisor starts a dead process again after 1.5 s, which is in the figures.",
            string.Create(CultureInfo.InvariantCulture, $"Each event {Times} times, at a moment drawn from a seed."), "",
            "| event | to reach | median | worst | folds begun again | training done twice, worst |", "|---|---|---|---|---|---|",
        };
        var (passed, failed) = (0, 0);
        using (var recovery = Recovery.Begin(folder, cancelled))
            foreach (var (name, toReach, limit, mostBegun, measure) in Events)
            {
                var measured = new List<Recovered>();
                for (var time = 0; time < Times; time++)
                {
                    measured.Add(measure(recovery));
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"  {name}: {measured[^1].Seconds:0.0} s, {measured[^1].Begun} begun again, {measured[^1].SecondsLost:0.0} s twice"));
                }
                var seconds = measured.Select(one => one.Seconds).Order().ToList();
                var kept = seconds[^1] < limit && measured.All(one => one.Begun <= mostBegun)
                    && measured.All(one => one.SecondsLost is null or <= Judge.MostSecondsLost);
                (passed, failed) = kept ? (passed + 1, failed) : (passed, failed + 1);
                lines.Add(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {toReach} | {seconds[seconds.Count / 2]:0.0} s | {seconds[^1]:0.0} s | {measured.Max(one => one.Begun)} | "
                    + $"{(measured.Max(one => one.SecondsLost) is { } lost ? string.Create(CultureInfo.InvariantCulture, $"{lost:0.0} s") : "–")} |"));
            }
        lines.AddRange(["", .. Overhead.Measure(folder, cancelled)]);
        var text = string.Join('\n', lines) + "\n";
        if (output is not null)
            File.WriteAllText(output, text);
        Console.Write(text);
        Directory.Delete(folder, recursive: true);
        return (passed, failed);
    }
}
