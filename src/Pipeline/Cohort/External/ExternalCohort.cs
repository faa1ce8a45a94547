using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort.External;

/// <summary>Patients who are no part of a run, ready for its frozen model.</summary>
/// <param name="Options">What its file says.</param>
/// <param name="Cohort">Everyone is in <see cref="PatientSet.Test"/>; without labels, nobody counts as a case and it must not be asked.</param>
/// <param name="Inputs">Every file that was read, with its hash.</param>
public sealed record ExternalCohort(
    ExternalCohortOptions Options, PreparedCohort Cohort, bool IsLabelled, ImmutableArray<InputFile> Inputs, ImmutableArray<string> Warnings)
{
    /// <summary>[patient] where each stands in the table, for messages: row 12 (line 13) of patients.csv.</summary>
    public required ImmutableArray<string> Places { get; init; }

    /// <summary>[patient] answers that the model does not know: <c>smoking=vaping</c>.</summary>
    public required ImmutableArray<ImmutableArray<string>> UnknownAnswers { get; init; }

    /// <param name="features">The clinical features of the model; empty where it has none.</param>
    /// <param name="geometry">How the model's scans were prepared; null: it looks at no scan.</param>
    /// <param name="withLabels">False: labels are not looked at.</param>
    /// <param name="workspace">Prepared volumes are cached in it.</param>
    /// <exception cref="RefusedInputException">The table or a scan cannot be used.</exception>
    public static ExternalCohort Prepare(
        ExternalCohortOptions options, ImmutableArray<ClinicalColumn> features, InputGeometry? geometry, bool withLabels, string workspace,
        Action<int, int> progress)
    {
        if (withLabels && options.Label is null)
            throw new SpecificationException(options.File,
                "'cohort.label' is missing, and without labels there is nothing to compare the answers with. Add for example 'label: { column: label "
                + "}', or use 'axspa predict'.");
        var (table, columnWarnings) = ExternalTable.Read(options, features, withLabels);
        var warnings = columnWarnings.ToBuilder();
        var files = geometry is not null && options.Mri is { } mri ? ScanFiles.Find(table, mri, options.Rules) : null;
        if (geometry is not null && files is null)
            warnings.Add("The model has an MRI branch, and there is no 'cohort.mri': everyone counts as a patient without MRI.");
        if (geometry is null && options.Mri is not null)
            warnings.Add("The model has no MRI branch: the scans under 'cohort.mri' are not looked at.");
        if (files is not null)
            warnings.AddRange(files.Excluded.Select(exclusion => exclusion.Sentence).Concat(files.Warnings));
        if (files is null && features.IsEmpty)
            throw new SpecificationException(options.File, "'cohort.mri' is missing, and scans are all that this model looks at.");

        var scans = files is null ? PreparedScans.None
            : PreparedScans.Prepare(files.Scans, options.Mri!.Folder, geometry!, options.Mri.Volume, workspace,
                (path, onGrid, volume) => ScanPreparation.Prepare(path, onGrid, volume), progress);
        var patients = table.Ids.Select((id, i) => new Patient(id, table.IsCase[i], PatientSet.Test, null, table.Centers[i]));
        return new ExternalCohort(
            options, new PreparedCohort([.. patients], table.Columns, table.Values, scans.Scans, files is null ? null : geometry!.Size),
            withLabels,
            [new InputFile("clinical", Path.GetFileName(options.Clinical), options.Clinical, table.Table.Bytes, table.Table.Sha256), .. scans.Inputs],
            [.. warnings, .. scans.Warnings, .. geometry is null ? [] : PlaneCount.Warnings(scans.Planes, geometry, ofFrozenModel: true)])
        {
            Places = [.. table.Ids.Select((_, patient) => table.Place(patient))],
            UnknownAnswers = ExternalColumn.UnknownIn(table, features),
        };
    }
}
