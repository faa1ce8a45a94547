using System.CommandLine;
using AxSpa.Monitoring;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa run RUN.yaml</c>: one run on this machine, begun, gone on with, or shown.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("RUN.yaml") { Description = "What to run; docs/run-yaml.md explains every key." };
        var workspace = new WorkspaceOptions();
        var until = new Option<RunStage>("--until")
        {
            Description = "Stop after this stage: cohort, mri, clinical, fusion or evaluation. The same command with a later stage goes on.",
            DefaultValueFactory = _ => RunStage.Evaluation,
            HelpName = "STAGE",
        };
        var slots = SharedOptions.Slots();
        var (another, full, adopt) = (AnotherOption(), FullOption(), SharedOptions.AdoptJournal());
        var pbmPort = SharedOptions.PbmPort();
        var (httpPort, httpHost, otlp) = (SharedOptions.HttpPort(HttpPort.Off), SharedOptions.HttpHost(), SharedOptions.Otlp());
        var command = new Command("run", "Runs a specification on this machine. The same specification again goes on where it stopped, or shows its results.")
        {
            file, adopt, until, slots, another, full, pbmPort, httpPort, httpHost, otlp,
        };
        workspace.AddTo(command);
        command.SetAction((parsed, stop) => StandaloneRun.Execute(new StandaloneRun.Order(
            RunYaml.Read(parsed.GetRequiredValue(file)), parsed.GetRequiredValue(until), parsed.GetRequiredValue(another), parsed.GetValue(full),
            new("run", workspace.Enter(parsed), parsed.GetRequiredValue(slots), parsed.GetRequiredValue(pbmPort),
                parsed.GetRequiredValue(httpPort), parsed.GetRequiredValue(httpHost), parsed.GetValue(otlp))
            { AdoptsJournal = parsed.GetValue(adopt) }), stop));
        return command;
    }

    public static Option<bool> FullOption() => new("--full") { Description = "Print every figure at the end, not only what fits a screen." };

    public static Option<bool> AnotherOption() => new("--new") { Description = "Start another run although one of the same specification exists." };
}
