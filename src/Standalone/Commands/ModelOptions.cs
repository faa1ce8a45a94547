using System.CommandLine;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Deployment;

namespace AxSpa.Standalone.Commands;

/// <summary>How <c>predict</c>, <c>evaluate</c> and <c>explain</c> are told which frozen model to use, and on what device.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _run = new(
        "--run")
    { Description = "A finished run of the workspace: its id, a beginning of it, its name, or last.", HelpName = "RUN" };
    private readonly Option<string?> _bundle = new(
        "--bundle")
    { Description = "A bundle that 'axspa export' wrote; nothing else is needed.", HelpName = "FILE" };
    private readonly Option<string?> _sha256 = new("--sha256") { Description = "What the bundle must be: the SHA-256 that export printed.", HelpName = "HASH" };
    private readonly Option<string> _workspace = SharedOptions.Workspace(isMade: false);
    private readonly Option<string> _device = new("--device") { Description = "auto, cpu or cuda:0.", DefaultValueFactory = _ => "auto", HelpName = "DEVICE" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_run, _bundle, _sha256, _workspace, _device])
            command.Options.Add(option);
    }

    /// <exception cref="RefusedInputException">Neither a run nor a bundle is named, or both.</exception>
    public ModelSource Source(ParseResult parsed)
    {
        var (run, bundle, sha256) = (parsed.GetValue(_run), parsed.GetValue(_bundle), parsed.GetValue(_sha256));
        if (run is null == bundle is null)
            throw new RefusedInputException("Name the model: either --run RUN, a finished run of the workspace, or --bundle FILE, what 'axspa export' wrote.");
        if (sha256 is not null && bundle is null)
            throw new RefusedInputException("--sha256 says what a bundle must be, and goes with --bundle. A run's files are compared with its own record.");
        return bundle is not null
            ? new ModelSource(null, Path.GetFullPath(bundle), sha256)
            : new ModelSource(RunSearch.Find(WorkspaceOf(parsed), run!).Root, null, null);
    }

    /// <summary>A run's workspace caches prepared scans, with the rights that the workspace has; a bundle leaves nothing behind.</summary>
    public string? Cache(ParseResult parsed)
    {
        if (parsed.GetValue(_run) is not { } run)
            return null;
        var workspace = RunSearch.Find(WorkspaceOf(parsed), run).Workspace;
        WorkspaceAccess.Of(workspace).Begin();
        return workspace;
    }

    public string Device(ParseResult parsed) => parsed.GetRequiredValue(_device);

    private string WorkspaceOf(ParseResult parsed) => Path.GetFullPath(parsed.GetRequiredValue(_workspace));
}
