using AxSpa.Benchmarks.Table.Running;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>
/// The clinical side of the pipeline, whole processes. Ours and the peer's train five folds of the same network in two processes of one thread, fuse with
/// XGBoost, calibrate, draw 200 bootstrap samples, and compute TreeSHAP and decision curves. Ours also runs a cluster, its journal, hashes, leak checks and
/// cross-fitted rounds, and in the first row explanation and report.
/// </summary>
internal static class RealTable
{
    private const string Everything = "real table, everything included", SameWork = "real table, the same work as the peer";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<InTurn> Measure(Measuring measuring)
    {
        var specification = Specifications.RealTable(measuring);
        return Turns.Measure(measuring, measuring.IsQuick ? 0 : 1, measuring.IsQuick ? 1 : 6, Ours, Peer);

        IReadOnlyList<MeasuredRow> Ours() =>
        [
            new(Everything, "s") { Ours = [Run("--until", "evaluation").Seconds], Target = 0.80, TargetIsRatio = true, Note = measuring.TableNote },
            new(SameWork, "s")
            {
                Ours = [UntilTheFigures()],
                Target = 0.60,
                TargetIsRatio = true,
                Note = "no expected gradients and no report: axspa run --until fusion, which calibrates and computes TreeSHAP, then axspa score of its test "
                    + "patients; two whole processes",
            },
        ];

        IReadOnlyList<MeasuredRow> Peer()
        {
            var seconds = measuring.Command("pipeline peer").Run(
                PeerPython.Line("pipeline.py", measuring.Table), Limit, measuring.Peer!.Environment);
            return [new(Everything, "s") { Peer = [seconds] }, new(SameWork, "s") { Peer = [seconds] }];
        }

        double UntilTheFigures()
        {
            var (seconds, workspace) = Run("--until", "fusion");
            var predictions = Path.Combine(RunOnDisk.In(workspace)!.Folder, "fusion", "predictions.csv");
            return seconds + measuring.Command("score").Run(
                [Programs.Axspa, "score", predictions, "--where", "set=test", "--bootstrap", "200"], Limit);
        }

        (double Seconds, string Workspace) Run(params string[] more)
        {
            var workspace = measuring.Fresh("workspace");
            var seconds = measuring.Command("pipeline").Run(
                [Programs.Axspa, "run", specification, "--workspace", workspace, "--slots", "cpu:2", "--pbm-port", "off", .. more], Limit);
            return (seconds, workspace);
        }
    }
}
