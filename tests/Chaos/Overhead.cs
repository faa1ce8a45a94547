using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>
/// What orchestration costs where nothing goes wrong: the time of a run on one slot in which its trainer was not computing. Taken within one
/// run, because two runs of the same jobs differ by more than that on a shared machine.
/// </summary>
internal static class Overhead
{
    private const int Times = 3;

    public static IEnumerable<string> Measure(string folder, CancellationToken cancelled)
    {
        var specification = Specification.Long.Write(Directory.CreateDirectory(Path.Combine(folder, "overhead")).FullName);
        var (lines, worst) = (new List<string>(), 0.0);
        for (var time = 1; time <= Times; time++)
        {
            cancelled.ThrowIfCancellationRequested();
            var workspace = Path.Combine(folder, "overhead", string.Create(CultureInfo.InvariantCulture, $"workspace-{time}"));
            var log = Path.Combine(folder, "overhead", string.Create(CultureInfo.InvariantCulture, $"jobs-{time}.txt"));
            var (code, _, errors) = Tool.Run(TimeSpan.FromMinutes(9), [
                "env", $"AXSPA_TRAINER={TrainerRelay.Script(folder, log)}",
                Programs.Axspa, "run", specification, "--workspace", workspace, "--pbm-port", "off", "--slots", "cpu:1"]);
            if (code != 0)
                throw new InvalidOperationException($"The run that is timed ended with {code}: {errors}");
            var run = RunOnDisk.In(workspace)!;
            var wall = (run.Log().Last(line => line.Text == "completed").At - run.Grants()[0].At).TotalSeconds;
            var computing = File.ReadLines(log).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList();
            var overhead = 1 - computing.Sum() / wall;
            worst = Math.Max(worst, overhead);
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {time} | {computing.Count} | {wall:0.00} s | {computing.Sum():0.00} s | {1000 * (wall - computing.Sum()) / computing.Count:0} ms | "
                + $"{100 * overhead:0.0} % |"));
            Console.Error.WriteLine(lines[^1]);
        }
        return
        [
            "## What it costs where nothing goes wrong", "",
            "A run on one slot, from its first grant to its end, against the time in which the trainer had a job, seen from outside the trainer. The "
            + "rest is placing, granting,",
            "the journal, messages and publishing. Writing checkpoints is part of training and not in it.", "",
            "| run | jobs | from first grant to end | computing | the rest, for each job | overhead |", "|---|---|---|---|---|---|", .. lines, "",
            string.Create(CultureInfo.InvariantCulture, $"Worst {100 * worst:0.0} % (to reach: < 2 %)."),
        ];
    }
}
