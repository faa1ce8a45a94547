using System.CommandLine;

namespace AxSpa.Standalone.Commands;

/// <summary>Everything that can be typed after <c>axspa</c>.</summary>
internal static class AxspaCommand
{
    public static RootCommand Create() => new("Trains, fuses and evaluates a multimodal model of axial spondyloarthritis. Research use only, not a medical device.")
    {
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
