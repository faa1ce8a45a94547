using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort.Inspection;

/// <summary>
/// A cohort stage that goes on after a refusal: what was refused is taken out of the specification, and the same stage begins again, so that the
/// next refusal is found by the reader that a run has.
/// </summary>
internal sealed class CohortLook(RunSpecification given)
{
    /// <summary>Each costs another reading of the table.</summary>
    private const int MostRefusals = 100;

    /// <summary>Begins what a scan was refused for, among the warnings of the others: no warning holds such a letter.</summary>
    private const char Refused = '\u0001';

    private readonly List<string> _refusals = [];
    private readonly HashSet<string> _columns = new(StringComparer.Ordinal);

    public sealed record Seen(ImmutableArray<string> Refusals, ImmutableArray<string> Warnings, CohortReport? Cohort, ScansInspection? Scans);

    public Seen Take(Action<int, int> progress)
    {
        var scratch = Directory.CreateTempSubdirectory("axspa-inspect-").FullName;
        try
        {
            for (var specification = given; specification is not null;)
            {
                try
                {
                    return Of(specification, Prepared(specification, scratch, progress));
                }
                catch (Exception refusal) when (refusal is RefusedInputException or IOException or UnauthorizedAccessException)
                {
                    if (!_refusals.Contains(refusal.Message))
                        _refusals.Add(refusal.Message);
                    specification = _refusals.Count < MostRefusals ? Without(specification, refusal) : null;
                }
            }
            return new([.. _refusals], [], null, null);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static CohortReport Prepared(RunSpecification specification, string scratch, Action<int, int> progress)
    {
        CohortPreparation.Prepare(specification, scratch, scratch, _ => { }, progress, Look, DataRoots.Anywhere);
        return CohortReport.FromJson(File.ReadAllBytes(Path.Combine(scratch, CohortReport.FileName)));
    }

    /// <summary>
    /// Every scan is read as a run reads it, and none is kept: only what is said of it, and a fingerprint, by which the same scan twice is found.
    /// </summary>
    private static PreparedVolume Look(string path, InputGeometry geometry, int? volume)
    {
        try
        {
            var prepared = ScanPreparation.Prepare(path, geometry, volume);
            return prepared with { Voxels = Fingerprint(MemoryMarshal.AsBytes(prepared.Voxels.AsSpan())) };
        }
        catch (Exception refusal) when (refusal is RefusedInputException or IOException or UnauthorizedAccessException)
        {
            return new PreparedVolume(geometry.Size, Fingerprint(Encoding.UTF8.GetBytes(path)), [Refused + new ScanCalled("it", path).Instead(refusal).Message],
                new ScanAcquisition(AcquisitionPlane.NearlyIsotropic, null, null, 0));
        }
    }

    private static float[] Fingerprint(ReadOnlySpan<byte> of) => [.. SHA256.HashData(of).Select(part => (float)part)];

    private Seen Of(RunSpecification specification, CohortReport cohort)
    {
        var warnings = cohort.Warnings.Where(warning => !warning.Contains(Refused, StringComparison.Ordinal)).ToImmutableArray();
        ImmutableArray<string> ofScans = [.. cohort.Warnings.Where(warning => warning.Contains(Refused, StringComparison.Ordinal))
            .Select(warning => warning.Replace($"{Refused}it: ", "", StringComparison.Ordinal).Replace($"{Refused}", "", StringComparison.Ordinal))];
        var report = cohort with
        {
            Warnings = warnings,
            ColumnsLeftOut = [.. cohort.ColumnsLeftOut.Select(
                column => _columns.Contains(column.Name) ? column with { Reason = "refused, see above" } : column)],
        };
        return new([.. _refusals, .. ofScans], warnings, report, ScansOf(specification, cohort));
    }

    private static ScansInspection? ScansOf(RunSpecification specification, CohortReport cohort) => specification is { Mri: not null, Cohort.Mri: { } files }
        ? new(files.Folder, cohort.Patients.Scans, files.IdFrom is { } column ? $"as column '{column}' says" : $"that fit {files.Pattern}")
        : null;

    /// <summary>The specification without what was refused; null: there is no cohort without it.</summary>
    private RunSpecification? Without(RunSpecification specification, Exception refusal)
    {
        var cohort = specification.Cohort;
        if (cohort.Mri is { } scans
            && (refusal.Message.StartsWith($"{scans.Folder}: ", StringComparison.Ordinal)
                || (refusal as TableException)?.Column == scans.IdFrom && scans.IdFrom is not null))
            return WithoutScans(specification);
        if (specification.Mri?.Pretrained is { } weights && refusal.Message.Contains(weights, StringComparison.Ordinal))
            return specification with { Mri = specification.Mri with { Pretrained = null } };
        if (specification.Split.File is { } file && refusal.Message.StartsWith(file, StringComparison.Ordinal))
            return specification with { Split = new() };
        return refusal is TableException { Column: { } column } table && table.Path == cohort.Clinical
            ? WithoutColumn(specification, column, table.AskedBy)
            : null;
    }

    private RunSpecification? WithoutColumn(RunSpecification specification, string column, string? askedBy)
    {
        var cohort = specification.Cohort;
        if (column == cohort.Label.Column || column == cohort.PatientId)
            return null;
        if (column == specification.Split.Column)
            return specification with { Split = new() };
        if (askedBy == "cohort.exclude")
            return specification with { Cohort = cohort with { Exclude = cohort.Exclude.Remove(column) } };
        if (askedBy == "cohort.columns")
            return specification with { Cohort = cohort with { Columns = cohort.Columns.Remove(column) } };
        if (column == cohort.Center)
            return specification with { Cohort = cohort with { Center = null } };
        if (askedBy is null && _columns.Add(column))
            return specification with { Cohort = cohort with { Columns = cohort.Columns.SetItem(column, "ignore") } };
        return specification.Evaluation.Subgroups is { } groups && groups.Any(group => group.Column == column)
            ? specification with { Evaluation = specification.Evaluation with { Subgroups = [.. groups.Where(group => group.Column != column)] } }
            : null;
    }

    private static RunSpecification WithoutScans(RunSpecification specification) =>
        specification with { Mri = null, Clinical = specification.Clinical ?? new(), Cohort = specification.Cohort with { Mri = null } };
}
