using AxSpa.Hosting.Journals;
using AxSpa.Pipeline.Access;

namespace AxSpa.Coordinator;

/// <summary>What a process needs to be the coordinator.</summary>
/// <param name="Workspace">The shared directory, as this machine mounts it.</param>
/// <param name="Journal">The one whose plugins its actor system has.</param>
public sealed record CoordinatorOptions(string Workspace, Journal Journal)
{
    /// <summary>Where the files of runs may lie.</summary>
    public DataRoots Roots { get; init; } = DataRoots.Anywhere;

    /// <summary>Workspace and journal were bound to each other at the start of this process: the journal may know none of the workspace's runs.</summary>
    public bool AdoptedJournal { get; init; }

    /// <summary>Hears that it begins to work; what troubles it goes to the log of its actor system.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
