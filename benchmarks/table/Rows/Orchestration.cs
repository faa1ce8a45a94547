using System.Globalization;
using AxSpa.Benchmarks.Table.Running;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>
/// The share of an undisturbed run of ten minutes on two slots in which no trainer was computing: from the command to its end, times two slots, less the time
/// that trainers had a job, as seen from outside them. So start, cohort, fusion and report are in it where they leave a slot idle.
/// </summary>
internal static class Orchestration
{
    private const int Slots = 2, PilotEpochs = 10, Goal = 600;

    public static IReadOnlyList<InTurn> Measure(Measuring measuring)
    {
        var run = Run(measuring, PilotEpochs);
        if (!measuring.IsQuick)
            run = Run(measuring, (int)Math.Ceiling(PilotEpochs * (Goal - (run.Wall - run.Folds)) / run.Folds));
        var minutes = string.Create(CultureInfo.InvariantCulture, $"{run.Wall:0} s, {run.Jobs} jobs");
        return
        [
            new(new MeasuredRow(measuring.IsQuick ? "orchestration's share of a short run" : "orchestration's share of a run of 10 minutes", "%")
            {
                Ours = [100 * (1 - run.Computing / (run.Wall * Slots))],
                Target = measuring.IsQuick ? null : 2,
                Note = measuring.IsQuick
                    ? $"{minutes}, where 10 minutes are meant: start and end, which leave a slot idle, weigh more, so there is no target"
                    : $"{minutes} on {Slots} slots; every second of a slot without a job counts",
            }),
        ];
    }

    private static (double Wall, double Computing, double Folds, int Jobs) Run(Measuring measuring, int epochs)
    {
        var workspace = measuring.Fresh("workspace");
        var notes = workspace + ".jobs";
        var seconds = measuring.Command("orchestration").Run(
            [Programs.Axspa, "run", Specifications.Long(measuring, epochs), "--workspace", workspace, "--pbm-port", "off", "--slots", $"cpu:{Slots}"],
            TimeSpan.FromMinutes(30), new Dictionary<string, string> { ["AXSPA_TRAINER"] = TrainerRelay.Script(measuring.Folder, notes) });
        var computing = File.ReadLines(notes).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList();
        var grants = RunOnDisk.In(workspace)!.Grants();
        var folds = grants.First(grant => grant.Job == "fusion").At - grants.First(grant => StageOfJob.Of(grant.Job) == Stage.Folds).At;
        return (seconds, computing.Sum(), folds.TotalSeconds, computing.Count);
    }
}
