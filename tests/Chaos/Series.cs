using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>One run after the other, each with the schedule of its seed.</summary>
internal static class Series
{
    /// <returns>How many checks passed and failed.</returns>
    public static (int Passed, int Failed) Do(FaultSet set, IReadOnlyList<int> seeds, string? output, bool planOnly, CancellationToken cancelled)
    {
        if (planOnly)
        {
            foreach (var seed in seeds)
                foreach (var fault in Schedule.Draw(seed, set))
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{seed} {fault.Stage.ToString().ToLowerInvariant()} {fault.Moment:0.000} {fault}"));
            return (0, 0);
        }
        var table = new ResultTable(output);
        var waiting = seeds.Where(seed => !table.Has(set, seed)).ToList();
        if (waiting.Count == 0)
        {
            Console.Error.WriteLine($"Every seed asked for is in {output} already.");
            return (0, 0);
        }
        var needsNetwork = waiting.Any(seed => Schedule.Draw(seed, set).Any(fault => fault.Kind.NeedsNetwork()));
        var abilities = new Abilities(JournalUnderTest.HasPostgres, SmallDisk.IsPossible, !needsNetwork || Network.IsPossible);
        foreach (var missing in abilities.Missing())
            Console.Error.WriteLine($"Left out: {missing}.");
        table.Begin(Machine, abilities.Missing());

        var folder = Directory.CreateDirectory(Path.Combine(
            Programs.Artifacts, "chaos", string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}"))).FullName;
        Console.Error.WriteLine("Computing the undisturbed run ...");
        var undisturbed = Undisturbed.Compute(set == FaultSet.Short ? Specification.Short : Specification.Long, folder);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"It takes {undisturbed.Wall.TotalSeconds:0.0} s "
            + $"({string.Join(", ", undisturbed.Lasts.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key.ToString().ToLowerInvariant()} {stage.Value.TotalSeconds:0.0} s")))})."));
        var (passed, failed) = (0, 0);
        foreach (var seed in waiting)
        {
            var own = Directory.CreateDirectory(Path.Combine(
                folder, string.Create(CultureInfo.InvariantCulture, $"{set.ToString().ToLowerInvariant()}-{seed}-{Environment.ProcessId}"))).FullName;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set} {seed}"));
            var outcome = Attempted(() => ChaosRun.Do(Schedule.Draw(seed, set), undisturbed, abilities, own, cancelled));
            table.Add(set, seed, outcome);
            foreach (var finding in outcome.Findings)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{set} {seed}: {(finding.Trouble is null ? "passed" : "FAILED")}: "
                    + $"{finding.Check}{(finding.Trouble is null ? "" : $": {finding.Trouble}")}"));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {outcome.Wall.TotalSeconds:0} s, {outcome.Restarts} members restarted"));
            passed += outcome.Findings.Count(finding => finding.Trouble is null);
            failed += outcome.Findings.Count(finding => finding.Trouble is not null);
            if (outcome.Passed)
                Directory.Delete(own, recursive: true);
            else
                Console.Error.WriteLine($"  Logs, journal and files: {own}");
        }
        if (failed == 0)
            Directory.Delete(folder, recursive: true);
        return (passed, failed);
    }

    public static string Machine => string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {RuntimeName}");

    private static string RuntimeName => System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription;

    /// <summary>A cluster that cannot even be started, or a server that does not come back, is a failed run and not the end of the series.</summary>
    private static Outcome Attempted(Func<Outcome> run)
    {
        try
        {
            return run();
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            return new([], 0, TimeSpan.Zero, [new("the cluster starts and its run can be judged", trouble.Message)]);
        }
    }
}
