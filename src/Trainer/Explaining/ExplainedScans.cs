using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Models.Explanation;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Trainer.Explaining;

/// <summary>A patient whose scans are looked at.</summary>
/// <param name="Index">In the cohort.</param>
/// <param name="Stem">What the files begin with.</param>
/// <param name="Title">For pictures: one line.</param>
/// <param name="Called">For messages, which name nobody.</param>
internal sealed record ExplainedPatient(int Index, string Stem, string Title, string Called);

/// <summary>Maps of some patients' scans, each in the scan's own space, and maps.csv that lists them.</summary>
/// <param name="Sources">[scan of the cohort] the file that it was made from.</param>
/// <param name="Volume">Which volume of 4-D files.</param>
internal sealed record ExplainedScans(
    RunSpecification Specification, ImmutableArray<FrozenFold> Folds, PreparedCohort Cohort, ImmutableArray<ScanSource> Sources, int? Volume, string Workspace,
    string Device)
{
    /// <summary>Null: a person looks at scans on a machine of their own.</summary>
    public ReadPermit? Permit { get; init; }

    public const string ListFile = "maps.csv";

    /// <summary>A scan whose file is gone or changed has no map, and is told; so are folders that are not mounted here.</summary>
    /// <returns>Names of the files written; none where nobody has a scan.</returns>
    public ImmutableArray<string> Write(string folder, IReadOnlyList<ExplainedPatient> patients, Action<string> warn, Action<int, int> progress)
    {
        var wanted = (from patient in patients
                      from scan in Enumerable.Range(0, Cohort.Scans.Length)
                      where Cohort.Scans[scan].PatientId == Cohort.Patients[patient.Index].Id
                      select (Patient: patient, Scan: scan)).ToArray();
        if (wanted.Length == 0 || Folds.IsEmpty)
            return [];
        var (method, maps) = ScanAttributions.Of(Specification, Folds, Cohort, [.. wanted.Select(one => one.Scan)], Workspace, Device, progress);
        var lines = new List<ScanExplanation>();
        for (var i = 0; i < wanted.Length; i++)
        {
            var (patient, scan) = wanted[i];
            var number = wanted.Take(i).Count(other => other.Patient == patient) + 1;
            var source = Sources[scan];
            try
            {
                lines.Add(ScanExplanation.Write(
                    folder, string.Create(CultureInfo.InvariantCulture, $"{patient.Stem}_scan{number}"), Cohort.Patients[patient.Index].Id, source, Volume,
                    Specification.Mri!.Input, method, maps[i],
                    $"{patient.Title}\n{source.Name}: what speaks for the disease ({method.Title()})", Permit));
            }
            catch (Exception trouble) when (trouble is RefusedInputException or IOException or UnauthorizedAccessException)
            {
                var told = new ScanCalled(string.Create(CultureInfo.InvariantCulture, $"scan {number} of {patient.Called}"), source.Path).Instead(trouble);
                if (told is not RefusedInputException) throw told;
                warn($"No map: {told.Message}");
            }
        }
        AtomicFile.Write(Path.Combine(folder, ListFile), $"{ScanExplanation.Header}\n{string.Concat(lines.Select(line => line.Line()))}");
        return [ListFile, .. lines.SelectMany(line => new[] { line.Map, line.Picture })];
    }
}
