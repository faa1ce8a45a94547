using System.Text.Json;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Trainer.Jobs;

/// <summary>Takes one line, does the job in it, and says how it ended. Whatever a job throws becomes an answer.</summary>
internal sealed class JobRunner(string workspace, DataRoots roots, TrainerLine.Ready trainer, Action<TrainerLine> say)
{
    /// <param name="stop">The job is to end before it is done; what has epochs keeps the last finished one.</param>
    public TrainerLine Do(string line, CancellationToken stop)
    {
        Job job;
        try
        {
            job = JobJson.ReadJob(line);
        }
        catch (JsonException error)
        {
            return new TrainerLine.Failed(FailureKind.BadInput, $"This line is not a job: {error.Message}");
        }
        if (!Enum.IsDefined(job.Kind))
            return new TrainerLine.Failed(
                FailureKind.BadInput, $"This trainer does not know jobs of kind {job.Kind}. Do the node and the coordinator run the same version?");
        if (job.Workspace is { } identity)
            KnownWorkspaces.Expect(workspace, identity);
        if (KnownWorkspaces.WhyAway(workspace) is { } away)
            return new TrainerLine.Failed(FailureKind.Storage, away);
        var run = new RunFolder(workspace, job.Run);
        // Not the researcher's fault: another workspace is mounted here, or the share has not shown the file yet.
        if (!File.Exists(run.Specification))
            return new TrainerLine.NotVisible(Path.GetRelativePath(workspace, run.Specification), $"{run.Specification} does not exist.");
        if (job.Inputs is { } list && !File.Exists(Path.Combine(workspace, list.Path)))
            return new TrainerLine.NotVisible(list.Path, $"{list.Path}, which lists the files that {job.Id} reads, does not exist.");
        var patients = new Lazy<PatientIdFilter>(() => PatientsOfJob.Hidden(run, SpecificationOf(run), roots));
        try
        {
            return Do(job, run, word => say(word is TrainerLine.Warning warning ? new TrainerLine.Warning(patients.Value.Hide(warning.Text)) : word), stop)
                .Completed(workspace);
        }
        catch (Exception error)
        {
            return Ended(job, run, error, patients);
        }
    }

    private TrainerLine Ended(Job job, RunFolder run, Exception error, Lazy<PatientIdFilter> patients)
    {
        var failed = JobFailure.From(error);
        if (failed.Kind == FailureKind.Cancelled)
        {
            Console.Error.WriteLine($"{job.Id} attempt {job.Attempt} was ended in order");
            return failed;
        }
        failed = failed with { Reason = patients.Value.Hide(failed.Reason) };
        Console.Error.WriteLine(patients.Value.Hide(
            $"error: {job.Run} {job.Id} attempt {job.Attempt}: {(error is RefusedInputException ? error.Message : error)}"));
        // Whatever a job says that cannot find its files: in a workspace that is away it means nothing, and there is nothing to remove.
        if (KnownWorkspaces.WhyAway(workspace) is { } away)
            return new TrainerLine.Failed(FailureKind.Storage, away);
        if (JobFailure.FileOf(error) is { } lost)
            return new TrainerLine.NotVisible(lost, failed.Reason);
        if (failed.Kind == FailureKind.BadInput)
            LeaveNothingBehind(run.AttemptFolder(job));
        // What is not allowed is not looked for elsewhere.
        return failed.Kind == FailureKind.BadInput && error is not DataRootException && Unseen(job, run) is { } file
            ? new TrainerLine.NotVisible(file, failed.Reason)
            : failed;
    }

    private JobResult Do(Job job, RunFolder run, Action<TrainerLine> say, CancellationToken stop)
    {
        var specification = Accepted(run);
        TorchSharp.torch.set_num_threads(specification.ThreadsPerJob);
        var inputs = new OfficialInputs(workspace, job.Id, InputList.Read(workspace, job.Inputs));
        var assignment = new Assignment(job, run, specification, inputs, trainer.Device, trainer, say) { Roots = roots, Stop = stop };
        InputPlaces.Require(specification, job.Kind, roots);
        roots.RequireInWorkspace(workspace, assignment.Folder);
        roots.RequireInWorkspace(workspace, RunFolder.Volumes(workspace));
        FolderSync.Make(assignment.Folder);
        return job.Kind switch
        {
            JobKind.PrepareCohort => PrepareCohortJob.Do(assignment),
            JobKind.TrainFold => TrainFoldJob.Do(assignment),
            JobKind.FitFusion => FitFusionJob.Do(assignment),
            JobKind.ExplainFold => ExplainFoldJob.Do(assignment),
            JobKind.Explain => ExplainJob.Do(assignment),
            JobKind.BootstrapShard => BootstrapShardJob.Do(assignment),
            JobKind.Report => ReportJob.Do(assignment),
        };
    }

    /// <exception cref="WorkspaceFileException">It was there a moment ago.</exception>
    private RunSpecification Accepted(RunFolder run)
    {
        try
        {
            return RunYaml.ReadAccepted(run.Specification);
        }
        catch (RefusedInputException) when (!File.Exists(run.Specification))
        {
            throw new WorkspaceFileException(Path.GetRelativePath(workspace, run.Specification), $"{run.Specification} does not exist.");
        }
    }

    /// <summary>What was refused may be there for others.</summary>
    private static string? Unseen(Job job, RunFolder run) =>
        SpecificationOf(run) is { } specification ? InputPlaces.FirstUnseen(specification, job.Kind) : null;

    /// <returns>Null where that is what fails.</returns>
    private static RunSpecification? SpecificationOf(RunFolder run)
    {
        try
        {
            return RunYaml.ReadAccepted(run.Specification);
        }
        catch (Exception error) when (error is RefusedInputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>But the log of the attempt, which its node writes: it says why.</summary>
    private static void LeaveNothingBehind(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
                return;
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name != RunFolder.AttemptLogName))
            {
                if (entry is DirectoryInfo inside)
                    inside.Delete(recursive: true);
                else
                    entry.Delete();
            }
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (IOException error)
        {
            Console.Error.WriteLine($"error: {folder} cannot be removed: {error.Message}");
        }
    }
}
