using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Shared.Pbm;

/// <summary>
/// The commands that read or write files of the client's machine. Only these does a client know before it asks: it reads and checks
/// a file itself, and it alone says where one is written. Everything else about commands is the host's to say.
/// </summary>
public static class LocalFileCommands
{
    public const string Specification = "FILE";
    public const string Name = "--name";
    public const string Priority = "--priority";
    public const string MaxSlots = "--max-slots";

    public static readonly CommandDescription RunSubmit = new(
        "run", "submit", "Submits a run and prints its id. The same specification again goes on with its run.",
        [new ArgumentDescription(Specification, "the run's YAML file on this machine; docs/run-yaml.md explains every key.") { IsFreeText = true }],
        [
            new SwitchDescription("--wait", "Return when the run has ended, with its outcome as the exit code."),
            new SwitchDescription("--watch", "The same, with a line for each thing that happens."),
            new SwitchDescription("--until", "How far the run goes; a later stage goes on from there.", "STAGE",
                [.. Enum.GetNames<RunStage>().Select(stage => stage.ToLowerInvariant())]),
            new SwitchDescription("--new", "Start another run although one of the same specification exists."),
            new SwitchDescription(Priority, "Which runs are served before others: low, normal, high or -100 to 100. Instead of the file's.", "PRIORITY"),
            new SwitchDescription(MaxSlots, "Slots that the run uses at once, at most. Instead of the file's.", "SLOTS"),
            new SwitchDescription(Name, "Call the run so, whatever its file says; another name makes it another run.", "NAME") { IsFreeText = true },
        ],
        CommandEffect.Changes);

    /// <summary>Each with the argument that names the file.</summary>
    private static readonly ImmutableArray<(CommandDescription Command, string Argument)> All = [(RunSubmit, Specification)];

    /// <summary>Results go into a new folder, each with its hash checked.</summary>
    public static readonly SwitchDescription Download = new("--download", "Also bring the whole results folder to this machine, into a new folder.", "DIR");

    public static readonly SwitchDescription BundleOut = new("--out", "Where the archive goes; left out: into this folder, named by the time.", "FILE");

    private static readonly ImmutableArray<ReceivingCommand> Receiving =
    [
        new("run", "results", Download.Name, IsFolder: true, IsAlways: false),
        new("bundle", "", BundleOut.Name, IsFolder: false, IsAlways: true),
    ];

    public static ReceivingCommand? FindReceiving(string palette, string command) =>
        Receiving.FirstOrDefault(row => row.Palette == palette && (row.Command.Length == 0 || row.Command == command));

    public static (CommandDescription Command, string Argument)? Find(string palette, string command) =>
        All.Where(row => row.Command.Palette == palette && row.Command.Name == command).Select(row => ((CommandDescription, string)?)row).FirstOrDefault();
}

/// <summary>A command whose answer may hold files.</summary>
/// <param name="Switch">Names where they go.</param>
/// <param name="IsFolder">That is a folder, and else a file.</param>
/// <param name="IsAlways">A file comes without the switch too: then the client names it.</param>
public sealed record ReceivingCommand(string Palette, string Command, string Switch, bool IsFolder, bool IsAlways);
