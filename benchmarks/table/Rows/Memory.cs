using System.Diagnostics;
using AxSpa.Benchmarks.Table.Running;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>
/// The most memory of a trainer while it trains a fold and while it makes the report, and of the process that coordinates, on one slot, so that there is one
/// trainer. A trainer stays warm, so what a job left behind is in the next one's figure.
/// </summary>
internal static class Memory
{
    public static IReadOnlyList<InTurn> Measure(Measuring measuring)
    {
        var rows = new List<MeasuredRow>();
        var table = Watch(measuring, Specifications.RealTable(measuring), "evaluation");
        rows.Add(Row("peak memory of a clinical fold, real table", table.Of(job => StageOfJob.Of(job) == Stage.Folds)));
        rows.Add(Row("peak memory of the report, real table", table.Of(job => job == "report")));
        rows.Add(Row("peak memory of the coordinating process, real table", table.Coordinator) with
        {
            Note = "of axspa run, which is seed, coordinator and node in one",
        });
        if (!measuring.IsQuick)
            rows.Add(Row("peak memory of an MRI fold, demo",
                Watch(measuring, Specifications.Made(measuring, "demo", patients: 320), "mri").Of(job => StageOfJob.Of(job) == Stage.Folds)));
        return [.. rows.Select(row => new InTurn(row))];
    }

    private static MeasuredRow Row(string name, double megabytes) => new(name, "MB") { Ours = [megabytes] };

    private static Watched Watch(Measuring measuring, string specification, string until)
    {
        var workspace = measuring.Fresh("workspace");
        var (peaks, coordinator) = (new List<(DateTime At, double Megabytes)>(), 0.0);
        measuring.Command("memory").Run(
            [Programs.Axspa, "run", specification, "--workspace", workspace, "--slots", "cpu:1", "--pbm-port", "off", "--until", until],
            TimeSpan.FromMinutes(10), meanwhile: Sample);
        var log = RunOnDisk.In(workspace)!.Log();
        var jobs = from granted in log
                   where granted.Text.StartsWith("granted ", StringComparison.Ordinal)
                   let job = granted.Text.Split(' ')[1]
                   select (job, granted.At, log.First(line => line.Text.StartsWith($"official {job} ", StringComparison.Ordinal)).At);
        return new([.. jobs], peaks, coordinator);

        void Sample(Process process)
        {
            while (!process.HasExited && !measuring.Cancelled.IsCancellationRequested)
            {
                coordinator = Math.Max(coordinator, PeakMemory.Of(process.Id));
                foreach (var trainer in ProcessTable.Children(process.Id, "AxSpa.Trainer"))
                {
                    peaks.Add((TimeProvider.System.GetUtcNow().UtcDateTime, PeakMemory.Of(trainer)));
                    PeakMemory.Reset(trainer);
                }
                Thread.Sleep(20);
            }
        }
    }

    private sealed record Watched(
        IReadOnlyList<(string Job, DateTime Granted, DateTime Official)> Jobs, IReadOnlyList<(DateTime At, double Megabytes)> Peaks, double Coordinator)
    {
        /// <returns>MB.</returns>
        public double Of(Func<string, bool> belongs) =>
            (from job in Jobs where belongs(job.Job) from peak in Peaks where peak.At >= job.Granted && peak.At <= job.Official select peak.Megabytes)
            .DefaultIfEmpty(double.NaN).Max() is var most && double.IsFinite(most) ? most
            : throw new InvalidOperationException("No trainer was seen while it computed such a job: the run was too short to be watched.");
    }
}
