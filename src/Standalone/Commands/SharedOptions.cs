using System.CommandLine;
using AxSpa.Seed.CommandHost;

namespace AxSpa.Standalone.Commands;

/// <summary>Options that more than one command has, each written once.</summary>
internal static class SharedOptions
{
    public static Option<string> Workspace() => new("--workspace")
    {
        Description = "The folder that holds runs, prepared volumes and the journal; created when absent.",
        DefaultValueFactory = _ => "axspa-workspace",
        HelpName = "DIR",
    };

    public static Option<string> Slots() => new("--slots")
    {
        Description = "How many jobs at once, and where: auto, cpu:2, or cuda:0,cuda:1.",
        DefaultValueFactory = _ => "auto",
        HelpName = "SLOTS",
    };

    public static Option<string> PbmPort() => new("--pbm-port")
    {
        Description = "Where pbm finds this process on loopback: a port, auto for the first free one from 9110, or off.",
        DefaultValueFactory = _ => CommandPort.Automatic,
        HelpName = "PORT",
    };

    public static Option<ulong> RandomSeed() => new("--random-seed")
    {
        Description = "Everything that is drawn at random follows from this number.",
        DefaultValueFactory = _ => 42,
        HelpName = "N",
    };
}
