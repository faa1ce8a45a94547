using AxSpa.Benchmarks.Table.Running;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>What somebody waits for who types a command. There is no peer of it.</summary>
internal static class WholeRuns
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static string FrontDoor => Path.Combine(Tree.Root, "axspa");

    public static IReadOnlyList<InTurn> Demo(Measuring measuring) =>
        Turns.Measure(measuring, 0, measuring.IsQuick ? 1 : 3, () =>
        [
            new("./axspa demo, after the build", "s")
            {
                Ours = [measuring.Command("demo").Run([FrontDoor, "demo", "--workspace", measuring.Fresh("workspace"), "--pbm-port", "off"], Limit)],
                Target = 45,
            },
        ], peer: null);

    public static IReadOnlyList<InTurn> FirstJob(Measuring measuring)
    {
        var specification = Specifications.Made(measuring, "tiny", patients: 60);
        return Turns.Measure(measuring, 1, measuring.IsQuick ? 3 : 7, () =>
        [
            new("./axspa run to the first job", "s") { Ours = [Seconds()], Target = 1.0 },
        ], peer: null);

        double Seconds()
        {
            var workspace = measuring.Fresh("workspace");
            var begun = TimeProvider.System.GetUtcNow().UtcDateTime;
            measuring.Command("first-job").Run(
                [FrontDoor, "run", specification, "--workspace", workspace, "--slots", "cpu:2", "--pbm-port", "off", "--until", "cohort"], Limit);
            return (RunOnDisk.In(workspace)!.Grants()[0].At - begun).TotalSeconds;
        }
    }
}
