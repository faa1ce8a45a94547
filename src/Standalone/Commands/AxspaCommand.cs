using System.CommandLine;
using System.CommandLine.Help;

namespace AxSpa.Standalone.Commands;

/// <summary>Everything that can be typed after <c>axspa</c>.</summary>
internal static class AxspaCommand
{
    /// <summary>Not a RootCommand: that would call itself by its file, which nobody types.</summary>
    public static Command Create() =>
        new("axspa", "Trains, fuses and evaluates a multimodal model of axial spondyloarthritis. Research use only, not a medical device.")
    {
        new HelpOption(),
        new VersionOption(),
        DemoCommand.Create(),
        RunCommand.Create(),
        CohortCommand.Create(),
        InspectCommand.Create(),
        ExportCommand.Create(),
        PredictCommand.Create(),
        EvaluateCommand.Create(),
        ExplainCommand.Create(),
        ScoreCommand.Create(),
        IdentifyCommand.Create(),
        CertsCommand.Create(),
        TokensCommand.Create(),
        StandaloneCommand.Create(),
        RoleCommands.Seed(),
        RoleCommands.Coordinator(),
        RoleCommands.GpuNode(),
    };
}
