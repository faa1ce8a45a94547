using System.CommandLine;
using AxSpa.Hosting.Journals;
using AxSpa.Monitoring;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Seed.CommandHost;

namespace AxSpa.Standalone.Commands;

/// <summary>Options that more than one command has, each written once.</summary>
internal static class SharedOptions
{
    /// <param name="isMade">Where there is none the command makes it; else it must be there.</param>
    public static Option<string> Workspace(bool isMade = true) => new("--workspace")
    {
        Description = $"The folder that holds runs, prepared volumes and the journal; {(isMade ? "created when absent" : "it must be there")}.",
        DefaultValueFactory = _ => "axspa-workspace",
        HelpName = "DIR",
    };

    public static Option<bool> Overwrite() => new(NewFile.Overwrite) { Description = "Replace the file where there is one already." };

    public static Option<bool> AdoptJournal() => new(WorkspaceBinding.Adopt)
    {
        Description = "Binds the workspace to this journal from now on, whatever either was bound to. For once, after a journal was deliberately changed.",
    };

    public static Option<string> Slots() => new("--slots")
    {
        Description = "How many jobs at once, and where: auto, cpu:2, cuda:0,cuda:1, or cuda:0*2 for two on one card.",
        DefaultValueFactory = _ => "auto",
        HelpName = "SLOTS",
    };

    public static Option<string[]> DataRoots() => new(Pipeline.Access.DataRoots.Option)
    {
        Description =
            $"Runs read files below this folder only; may be repeated. Without it, {Pipeline.Access.DataRoots.EnvironmentVariable} says it (DIR:DIR); "
            + "without both, a run reads what this process can.",
        HelpName = "DIR",
    };

    public static Option<string> PbmPort() => new("--pbm-port")
    {
        Description = "Where pbm finds this process on loopback: a port, auto for the first free one from 9110, or off.",
        DefaultValueFactory = _ => CommandPort.Automatic,
        HelpName = "PORT",
    };

    /// <param name="usual">Roles of a cluster show themselves; a run on one machine opens no more ports than it must.</param>
    public static Option<string> HttpPort(string usual) => new("--http-port")
    {
        Description =
            $"Where health and metrics are served (docs/watching.md): a port, auto for the first free one from {Monitoring.HttpPort.Default}, or off.",
        DefaultValueFactory = _ => usual,
        HelpName = "PORT",
    };

    public static Option<string> HttpHost() => new("--http-host")
    {
        Description = "The address of that port; 0.0.0.0 shows health and metrics to the whole network.",
        DefaultValueFactory = _ => Monitoring.HttpPort.DefaultHost,
        HelpName = "HOST",
    };

    public static Option<string?> Otlp() => new("--otlp")
    {
        Description =
            "Sends each run as a trace to this OpenTelemetry collector, such as http://localhost:4318. Without it, OTEL_EXPORTER_OTLP_ENDPOINT says it; "
            + "without both, nothing is sent.",
        HelpName = "URL",
    };

    public static Option<ulong> RandomSeed() => new("--random-seed")
    {
        Description = "Everything that is drawn at random follows from this number.",
        DefaultValueFactory = _ => 42,
        HelpName = "N",
    };
}
