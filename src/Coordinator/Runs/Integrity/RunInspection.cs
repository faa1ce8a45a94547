using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs.Integrity;

/// <summary>Everything that can be checked about a run on disk, against its journal and against itself.</summary>
internal sealed class RunInspection
{
    /// <summary>Of one kind: an answer must fit one frame, and who has a hundred damaged files looks at the disk first.</summary>
    internal const int MostFindings = 40;

    private readonly IWorkspaceStore _store;
    private readonly RunFolder _folder;
    private readonly RunState _run;
    private readonly Action<RunVerification> _tell;
    private readonly long _bytes;
    private ImmutableArray<VerifiedPart> _parts = [];
    private long _done;

    private RunInspection(IWorkspaceStore store, RunFolder folder, RunState run, Action<RunVerification> tell)
    {
        (_store, _folder, _run, _tell) = (store, folder, run, tell);
        _bytes = Official.Sum(official => official.Result.Files.Sum(file => file.Bytes));
    }

    /// <param name="tell">Called now and then with what was found so far.</param>
    public static RunVerification Of(IWorkspaceStore store, RunFolder folder, RunState run, Action<RunVerification> tell)
    {
        var inspection = new RunInspection(store, folder, run, tell);
        inspection.Part("official files", inspection.Files);
        inspection.Part("copies", inspection.Copies);
        if (run.CohortFolder(folder) is { } official)
        {
            var cohort = store.PathOf(StoreName.In(folder.Workspace, official));
            inspection.Part("prepared volumes", inspection.Volumes);
            inspection.Part("input files", () => Inputs(cohort));
            inspection.Part("split", () => inspection.Split(cohort));
            foreach (var branch in inspection.Folds.Select(fold => fold.Request.Fold!.Value.Branch).Distinct().Order())
                foreach (var repeat in inspection.RepeatsOf(branch))
                    inspection.Part(
                        $"coverage, {branch}{(repeat == 0 ? "" : $" {RepeatName.Of(repeat)}")}", () => inspection.Coverage(cohort, branch, repeat));
        }
        return inspection.Now(finished: true);
    }

    private StoreName NameOf(string path) => StoreName.In(_folder.Workspace, path);

    private IEnumerable<(JobRequest Request, OfficialResult Result)> Official => _run.Jobs.Values
        .Where(job => job.Official is not null).Select(job => (job.Request, job.Official!));

    private IEnumerable<JobState> Folds => _run.Jobs.Values.Where(job => job.Request.Kind == JobKind.TrainFold);

    private RunVerification Now(bool finished) => new(_run.Id, finished, Math.Min(_done, _bytes), _bytes, _parts);

    /// <param name="check">Its result, null where there is nothing of the kind to check, and its findings.</param>
    private void Part(string name, Func<(string? Result, List<string> Findings)> check)
    {
        string? result;
        List<string> findings;
        try
        {
            (result, findings) = check();
        }
        catch (Exception trouble) when (trouble is RefusedInputException or IOException or UnauthorizedAccessException or JsonException)
        {
            (result, findings) = ("cannot be checked", [trouble.Message]);
        }
        if (result is null)
            return;
        if (findings.Count > MostFindings)
            findings = [.. findings.Take(MostFindings), string.Create(CultureInfo.InvariantCulture, $"and {findings.Count - MostFindings} more.")];
        _parts = _parts.Add(new VerifiedPart(name, result, [.. findings]));
        _tell(Now(finished: false));
    }

    private (string?, List<string>) Files()
    {
        var (count, findings) = (0, new List<string>());
        foreach (var file in Official.SelectMany(official => official.Result.Files))
        {
            if (OfficialFiles.Problem(_store, file) is { } problem)
                findings.Add(problem);
            count++;
            _done += file.Bytes;
            _tell(Now(finished: false));
        }
        return (Whole(count, findings.Count, "whole"), findings);
    }

    /// <summary>What is shown under plain names is what the attempts hold.</summary>
    private (string?, List<string>) Copies()
    {
        var copies = Official.SelectMany(official => RunPublication.Copies(_folder, official.Request, official.Result)).ToList();
        var findings = copies
            .Select(copy => OfficialFiles.Problem(_store, copy.Source with { Path = NameOf(copy.Target).Path }))
            .OfType<string>().ToList();
        List<(StoreName Name, byte[] Bytes)> texts = [.. Official.Where(official => official.Request.Kind == JobKind.TrainFold)
            .Select(official => (Name: NameOf(_folder.FoldOfficial(official.Request.Fold!.Value)), Bytes: RunPublication.Official(official.Result)))
            .Append((NameOf(_folder.Specification), StoreReading.Bytes(_run.Specification)))];
        findings.AddRange(texts.Where(text => !_store.Holds(text.Name, text.Bytes))
            .Select(text => $"{text.Name} is missing or was altered: the journal has it otherwise."));
        return (Whole(copies.Count + texts.Count, findings.Count, "equal"), findings);
    }

    private (string?, List<string>) Volumes()
    {
        var volumes = OfficialFiles.Volumes(_store, _folder, _run).ToList();
        var findings = volumes.Select(volume => OfficialFiles.Problem(_store, volume)).OfType<string>().ToList();
        return (volumes.Count == 0 ? null : Whole(volumes.Count, findings.Count, "whole"), findings);
    }

    private static (string?, List<string>) Inputs(string cohort)
    {
        var changed = InputFiles.Changes(cohort).ToList();
        return (Whole(InputFiles.Load(cohort).Length, changed.Count, "as they were"),
            [.. changed.Select(change => $"{change} since the cohort was prepared.")]);
    }

    private (string?, List<string>) Split(string cohort)
    {
        var patients = PreparedCohort.Load(cohort).Patients;
        var hash = SplitHash.Of(patients);
        var findings = new List<string>();
        using (var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(cohort, CohortReport.FileName))))
            if (report.RootElement.GetProperty("splitHash").GetString() is var reported && reported != hash)
                findings.Add($"{CohortReport.FileName} has the split hash {reported}, but the patients give {hash}.");
        if (File.ReadAllText(Path.Combine(cohort, Path.GetFileName(_folder.Split))) != SplitHash.Csv(patients))
            findings.Add($"{Path.GetFileName(_folder.Split)} does not list the patients as they were split.");
        return (string.Create(CultureInfo.InvariantCulture, $"{patients.Length} patients, hash {hash}"), findings);
    }

    private IEnumerable<int> RepeatsOf(BranchId branch) =>
        Folds.Where(job => job.Request.Fold?.Branch == branch).Select(job => job.Request.Fold!.Value.Repeat).Distinct().Order();

    /// <summary>Only where every fold of the branch in this repeat is official: before that there is nothing that would have to be complete.</summary>
    private (string?, List<string>) Coverage(string cohortFolder, BranchId branch, int repeat)
    {
        var folds = Folds.Where(job => job.Request.Fold?.Branch == branch && job.Request.Fold?.Repeat == repeat).ToList();
        if (folds.Count == 0 || folds.Any(fold => fold.Official is null))
            return (null, []);
        var cohort = PreparedCohort.Load(cohortFolder).OfRepeat(repeat);
        CoverageLedger.Check(cohort, branch, [.. folds.Select(fold => (fold.Request.Fold!.Value, Scores(fold.Official!)))]);
        var covered = CoverageLedger.Covered(cohort, branch).Where((isCovered, i) => isCovered && cohort.Patients[i].Set == PatientSet.Train).Count();
        return (string.Create(CultureInfo.InvariantCulture, $"{covered} train patients out of fold exactly once, over {folds.Count} folds"), []);
    }

    private IReadOnlyList<PatientScore> Scores(OfficialResult official) =>
    [
        .. official.Files.Where(file => Path.GetFileName(file.Path) is "oof.csv" or "holdout.csv")
            .SelectMany(file => ScoreFile.Read(_store.PathOf(StoreName.Of(file.Path)))),
    ];

    private static string Whole(int all, int damaged, string how) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, all - damaged)} of {all} {how}");
}
