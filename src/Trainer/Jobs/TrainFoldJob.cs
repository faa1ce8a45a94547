using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Trainer.Jobs;

/// <summary>Trains one fold of one branch, going on from the newest checkpoint that an earlier attempt left.</summary>
internal static class TrainFoldJob
{
    public static JobResult Do(Assignment assignment)
    {
        var fold = assignment.Job.Fold ?? throw new RefusedInputException($"Job {assignment.Job.Id} does not say which fold to train.");
        var outcome = FoldTraining.Run(
            new FoldTrainingRequest
            {
                Specification = assignment.Specification,
                Cohort = assignment.Inputs.Cohort(),
                Fold = fold,
                Workspace = assignment.Run.Workspace,
                MayRead = assignment.Roots.For(InputPlaces.PretrainedKey),
                AttemptFolder = assignment.Folder,
                EarlierAttempts = EarlierAttempts(assignment.Run.FoldFolder(fold), assignment.Job.Attempt),
                JobIdentity = Identity(assignment, fold),
                Device = assignment.Device,
            },
            assignment.Say, assignment.Stop);
        return new JobResult(outcome.Files.Select(file => Path.Combine(assignment.Run.Workspace, file.Path)), outcome.Figures);
    }

    /// <summary>A checkpoint may be continued only where all that determines the result is the same.</summary>
    private static string Identity(Assignment assignment, FoldId fold)
    {
        string[] determines =
        [
            RunKey.Of(assignment.Specification), fold.ToString(), assignment.Inputs.Sha256(PreparedCohort.PatientsFile),
            assignment.Inputs.Sha256(PreparedCohort.ColumnsFile), assignment.Inputs.Sha256(PreparedCohort.ScansFile),
            assignment.Inputs.Sha256(InputFiles.FileName), // pretrained weights among them
            .. fold.Repeat == 0 ? [] : new[] { assignment.Inputs.Sha256(RepeatFoldsFile.FileName) },
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', determines))));
    }

    private static ImmutableArray<string> EarlierAttempts(string foldFolder, int thisAttempt) =>
        [.. Enumerable.Range(1, thisAttempt - 1)
            .Select(attempt => Path.Combine(foldFolder, string.Create(CultureInfo.InvariantCulture, $"attempt-{attempt}")))
            .Where(Directory.Exists)];
}
