using AxSpa.Pipeline.Access;

namespace AxSpa.Pipeline.Files;

/// <summary>What lies at the top of a workspace beside <see cref="RunFolder"/>, <see cref="WorkspaceIdentity"/> and the key of pseudonyms.</summary>
public static class WorkspaceNames
{
    /// <summary>Where one process is the whole cluster.</summary>
    public const string Journal = "journal.db", Audit = "audit.log", Lock = "workspace.lock", Owner = "workspace.owner";
}
