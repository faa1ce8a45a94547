using System.CommandLine;
using System.Globalization;
using AxSpa.Monitoring;
using AxSpa.Pipeline.Cohort.Synthetic;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa demo</c>: makes a synthetic cohort and takes it through everything.</summary>
internal static class DemoCommand
{
    private const int Patients = 320;

    public static Command Create()
    {
        var workspace = new WorkspaceOptions();
        var randomSeed = SharedOptions.RandomSeed();
        var slots = SharedOptions.Slots();
        var pbmPort = SharedOptions.PbmPort();
        var (httpPort, httpHost, otlp) = (SharedOptions.HttpPort(HttpPort.Off), SharedOptions.HttpHost(), SharedOptions.Otlp());
        var (another, full, adopt) = (RunCommand.AnotherOption(), RunCommand.FullOption(), SharedOptions.AdoptJournal());
        var command = new Command("demo",
            "Makes a synthetic cohort (clinical table and NIfTI phantoms of sacroiliac joints) and runs everything on this machine.")
        {
            adopt, randomSeed, slots, pbmPort, httpPort, httpHost, otlp, another, full,
        };
        workspace.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var entered = workspace.Enter(parsed);
            var specification = Prepare(entered.Folder, parsed.GetRequiredValue(randomSeed));
            return StandaloneRun.Execute(new StandaloneRun.Order(
                specification, RunStage.Evaluation, parsed.GetRequiredValue(another), parsed.GetValue(full),
                new("demo", entered, parsed.GetRequiredValue(slots), parsed.GetRequiredValue(pbmPort),
                    parsed.GetRequiredValue(httpPort), parsed.GetRequiredValue(httpHost), parsed.GetValue(otlp))
                { AdoptsJournal = parsed.GetValue(adopt) }), stop);
        });
        return command;
    }

    /// <summary>The cohort and its specification (samples/demo.yaml), made once for each random seed.</summary>
    private static RunSpecification Prepare(string workspace, ulong randomSeed)
    {
        using var held = WorkspaceLock.Take(workspace);
        var folder = Path.Combine(workspace, string.Create(CultureInfo.InvariantCulture, $"demo-{randomSeed}"));
        var specification = Path.Combine(folder, "demo.yaml");
        Console.Error.WriteLine($"The synthetic cohort of {Patients} patients is in {folder}.");
        SyntheticCohort.Generate(Path.Combine(folder, "demo"), Patients, randomSeed);
        using var sample = typeof(DemoCommand).Assembly.GetManifestResourceStream("demo.yaml")!;
        using var text = new StreamReader(sample);
        AtomicFile.Write(specification, text.ReadToEnd());
        return RunYaml.Read(specification) with { RandomSeed = randomSeed };
    }
}
