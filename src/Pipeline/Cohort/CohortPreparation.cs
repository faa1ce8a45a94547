using System.Collections.Immutable;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>The first job of a run: from a researcher's files to a clean cohort with a split, and an account of what became of each row.</summary>
public static class CohortPreparation
{
    public const string SplitFile = "split.csv";

    /// <param name="workspace">Prepared volumes are cached in it and shared with other runs.</param>
    /// <param name="attemptFolder">Gets cohort.json, split.csv, patients.csv, columns.json, scans.csv, subgroups.json, inputs.csv, cohort_leaks.json and, of a
    /// repeated cross-validation, split_repeats.csv, all or none.</param>
    /// <param name="warn">Called with each thing a person should know.</param>
    /// <param name="progress">Scans done, of how many; may be called on any thread, one call at a time.</param>
    /// <exception cref="RefusedInputException">The input cannot be used; nothing was written but volumes that are good anyway.</exception>
    /// <param name="roots">Everything that is read lies below them.</param>
    public static PreparedCohort Prepare(
        RunSpecification spec, string workspace, string attemptFolder, Action<string> warn, Action<int, int> progress, DataRoots roots)
    {
        var scans = roots.For(InputPlaces.ScansKey);
        return Prepare(spec, workspace, attemptFolder, warn, progress, (path, geometry, volume) => ScanPreparation.Prepare(path, geometry, volume, scans),
            roots);
    }

    /// <inheritdoc cref="Prepare(RunSpecification, string, string, Action{string}, Action{int, int}, DataRoots)"/>
    internal static PreparedCohort Prepare(
        RunSpecification spec, string workspace, string attemptFolder, Action<string> warn, Action<int, int> progress, PrepareScan prepareScan, DataRoots roots)
    {
        var table = CohortTable.Read(spec.Cohort, spec.Split.Column, withFeatures: spec.Clinical is not null, roots.For(InputPlaces.ClinicalKey), spec.Rules);
        var files = spec is { Mri: not null, Cohort.Mri: { } mriFiles } ? ScanFiles.Find(table, mriFiles, spec.Rules, roots.For(InputPlaces.ScansKey)) : null;
        if (files is null && table.Columns.IsEmpty)
            throw new TableException(spec.Cohort.Clinical,
                "no column is left as a feature and there is no MRI, so nothing can be learned. Bring a feature column, or scans.");

        var withScan = files?.Scans.Select(scan => scan.PatientId).ToHashSet(StringComparer.Ordinal);
        var split = CohortSplit.Assign(table, spec, withScan ?? [], roots);
        SplitRules.Check(spec.Split.File ?? spec.Cohort.Clinical, split, spec.Folds, withScan); // before hours of resampling
        var subgroups = CohortSubgroups.Of(table, spec);
        var others = OtherInputs(spec, table, roots);
        var scans = files is null ? PreparedScans.None : PreparedScans.Prepare(
            files.Scans, spec.Cohort.Mri!.Folder, spec.Mri!.Input, spec.Cohort.Mri.Volume, workspace, prepareScan, progress, roots.For(InputPlaces.ScansKey));

        var cohort = new PreparedCohort(split.Patients, table.Columns, table.Values, scans.Scans, files is null ? null : spec.Mri!.Input.Size)
        { RepeatFolds = split.RepeatFolds };
        var leaks = CohortLeaks.Look(cohort, table.SourceRow, scans.SourceSha256);
        var excluded = Excluded(files, split.UnknownPatients);
        ImmutableArray<string> warnings =
        [
            .. excluded.Select(exclusion => exclusion.Sentence),
            .. split is { GivesFolds: true, RepeatFolds.IsEmpty: false }
                ? ["The folds of the split file are those of the first repeat of the cross-validation. Those of the other repeats are drawn."]
                : (string[])[],
            .. table.Warnings, .. split.Warnings, .. files?.Warnings ?? [], .. scans.Warnings,
            .. PlaneCount.Warnings(scans.Planes, spec.Mri?.Input ?? new InputGeometry()),
            .. CohortWarnings.Of(cohort), .. leaks.SelectMany(check => check.Alarms).Select(LeakText.Of),
        ];
        ImmutableArray<InputFile> inputs = [.. others, .. scans.Inputs];
        ImmutableArray<string> ofScans = [.. files?.Warnings ?? [], .. scans.WarningsWithoutRows];
        var report = CohortReport.Of(cohort, table, excluded, spec.Cohort.Columns, warnings, inputs, scans.Planes) with
        { ScanWarnings = ofScans.IsEmpty ? null : ofScans };
        Write(attemptFolder, cohort, subgroups, report, inputs, leaks);
        foreach (var warning in warnings) warn(warning);
        return cohort;
    }

    private static ImmutableArray<InputFile> OtherInputs(RunSpecification spec, CohortTable table, DataRoots roots)
    {
        var inputs = ImmutableArray.CreateBuilder<InputFile>();
        inputs.Add(new InputFile("clinical", Path.GetFileName(table.Table.Path), table.Table.Path, table.Table.Bytes, table.Table.Sha256));
        if (spec.Split.File is { } split) inputs.Add(InputFile.Of("split", Path.GetFileName(split), split, roots.For(InputPlaces.SplitKey)));
        if (spec.Mri?.Pretrained is { } weights)
            inputs.Add(InputFile.Of("pretrained", Path.GetFileName(weights), weights, roots.For(InputPlaces.PretrainedKey)));
        return inputs.ToImmutable();
    }

    private static ImmutableArray<Exclusion> Excluded(ScanFiles? files, ImmutableArray<int> strangers)
    {
        var excluded = ImmutableArray.CreateBuilder<Exclusion>();
        excluded.AddRange(files?.Excluded ?? []);
        if (!strangers.IsEmpty)
            excluded.Add(new Exclusion("patients of the split file are not in the clinical table", strangers.Length,
                FormattableString.Invariant($"first: row {strangers[0] + 1}")));
        return excluded.ToImmutable();
    }

    private static void Write(
        string folder, PreparedCohort cohort, SubgroupTable subgroups, CohortReport report, ImmutableArray<InputFile> inputs, ImmutableArray<LeakCheck> leaks)
    {
        try
        {
            cohort.Save(folder);
            InputFiles.Save(folder, inputs);
            AtomicFile.Write(Path.Combine(folder, SubgroupTable.FileName), subgroups.ToJson());
            AtomicFile.Write(Path.Combine(folder, LeakFile.OfCohort), LeakFile.ToJson(leaks));
            AtomicFile.Write(Path.Combine(folder, SplitFile), SplitHash.Csv(cohort.Patients));
            AtomicFile.Write(Path.Combine(folder, CohortReport.FileName), report.ToJson());
        }
        catch
        {
            foreach (var name in new[] { PreparedCohort.PatientsFile, PreparedCohort.ScansFile, PreparedCohort.ColumnsFile, RepeatFoldsFile.FileName,
                SubgroupTable.FileName, InputFiles.FileName, LeakFile.OfCohort, SplitFile, CohortReport.FileName })
                if (File.Exists(Path.Combine(folder, name))) File.Delete(Path.Combine(folder, name));
            throw;
        }
    }
}
