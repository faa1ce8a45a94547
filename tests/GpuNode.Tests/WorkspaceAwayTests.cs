using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.GpuNode.Tests;

/// <summary>A node writes nothing into a folder that is not the workspace of the job.</summary>
public sealed class WorkspaceAwayTests : IDisposable
{
    private const string Right = "00112233445566778899aabbccddeeff", Other = "ffeeddccbbaa99887766554433221100";

    private readonly string _workspace = Directory.CreateTempSubdirectory("axspa-away-").FullName;

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    public static TheoryData<string?, bool, bool> Folders => [..
        from there in new[] { null, Right, Other }
        from hasRun in new[] { false, true }
        from hasAttempt in new[] { false, true }
        select new TheoryDataRow<string?, bool, bool>(there, hasRun, hasAttempt)];

    /// <summary>Whatever else of the run is there: with another identity or none the folder stays as it is.</summary>
    [Theory, MemberData(nameof(Folders))]
    public void The_log_of_an_attempt_is_begun_only_in_its_workspace(string? there, bool hasRun, bool hasAttempt)
    {
        var job = new Job(new RunId("r"), new JobId("mri-0"), JobKind.TrainFold, 1, Fold: new FoldId(BranchId.Mri, 0), Workspace: Right);
        var run = new RunFolder(_workspace, job.Run);
        if (there is not null)
            new WorkspaceIdentity(there, Right).Write(_workspace);
        if (hasRun)
            AtomicFile.Write(run.Specification, "name: x");
        if (hasAttempt)
            Directory.CreateDirectory(run.AttemptFolder(job));
        KnownWorkspaces.Expect(_workspace, Right); // as the slot does with each job
        var before = Everything();
        using (var log = new AttemptLog(run, run.AttemptLog(job), TimeProvider.System))
        {
            log.Write(Severity.Info, "epoch 1/9");
            log.Flush();
        }
        if (there == Right && hasRun)
            Assert.Contains("epoch 1/9", File.ReadAllText(run.AttemptLog(job)));
        else
            Assert.Equal(before, Everything());
    }

    private string[] Everything() => [.. Directory.EnumerateFileSystemEntries(_workspace, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
