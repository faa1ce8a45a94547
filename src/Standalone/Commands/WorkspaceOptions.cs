using System.CommandLine;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;

namespace AxSpa.Standalone.Commands;

/// <summary>Where a process that makes a workspace works, and for whom it keeps what it makes there.</summary>
/// <param name="isMade">The process makes the workspace where there is none; else it must be there.</param>
internal sealed class WorkspaceOptions(bool isMade = true)
{
    private readonly Option<string> _folder = SharedOptions.Workspace(isMade);

    private readonly Option<bool> _group = new(WorkspaceAccess.Option)
    {
        Description = $"Keeps the workspace for its group: folders 0770 and files 0660, else 0700 and 0600. "
            + $"{WorkspaceAccess.EnvironmentVariable}=1 says the same. For members under several users (docs/keys.md).",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_group);
    }

    /// <summary>To be called before anything is made: it holds from here on, for this process and those that it starts.</summary>
    /// <returns>The workspace's absolute path, and for whom it is kept.</returns>
    /// <exception cref="RefusedInputException">What the environment says cannot be meant.</exception>
    public (string Folder, WorkspaceAccess Access) Enter(ParseResult parsed)
    {
        var access = WorkspaceAccess.Configured(parsed.GetValue(_group));
        access.Begin();
        return (Path.GetFullPath(parsed.GetRequiredValue(_folder)), access);
    }
}
