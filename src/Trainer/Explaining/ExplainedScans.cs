using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
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

/// <summary>The scans of some patients, with maps of each in the scan's own space, and maps.csv that lists them.</summary>
/// <param name="Sources">[scan of the cohort] the file that it was made from.</param>
/// <param name="Volume">Which volume of 4-D files.</param>
/// <param name="Geometry">How scans were prepared.</param>
internal sealed record ExplainedScans(
    PreparedCohort Cohort, IReadOnlyList<ExplainedPatient> Patients, ImmutableArray<ScanSource> Sources, int? Volume, InputGeometry Geometry)
{
    /// <summary>Null: a person looks at scans on a machine of their own.</summary>
    public ReadPermit? Permit { get; init; }

    private const string ListFile = "maps.csv";

    /// <summary>In the order in which maps of them are made.</summary>
    /// <param name="patients">Indices into the cohort.</param>
    /// <returns>Positions in the cohort's scans.</returns>
    public static ImmutableArray<int> Of(PreparedCohort cohort, IEnumerable<int> patients) =>
    [
        .. from patient in patients
           from scan in Enumerable.Range(0, cohort.Scans.Length)
           where cohort.Scans[scan].PatientId == cohort.Patients[patient].Id
           select scan,
    ];

    /// <summary>A scan whose file is gone or changed has no map, and is told; so are folders that are not mounted here.</summary>
    /// <param name="prefix">Of the files' names.</param>
    /// <param name="folds">Of <see cref="Of"/> these patients, in the order of the folds.</param>
    /// <returns>Names of the files written; none where nobody has a scan.</returns>
    public ImmutableArray<string> Write(string folder, string prefix, ImmutableArray<FoldMaps> folds, Action<string> warn)
    {
        if (folds.IsEmpty || folds[0].Maps.IsEmpty)
            return [];
        var (mean, next, lines) = (FoldMaps.MeanOf(folds), 0, new List<ScanExplanation>());
        foreach (var patient in Patients)
            foreach (var (number, scan) in Of(Cohort, [patient.Index]).Index())
            {
                var (source, map) = (Sources[scan], mean.Maps[next++]);
                try
                {
                    lines.Add(ScanExplanation.Write(
                        folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}{patient.Stem}_scan{number + 1}"), Cohort.Patients[patient.Index].Id,
                        source, Volume, Geometry, mean.Method, map,
                        $"{patient.Title}\n{source.Name}: what speaks for the disease ({mean.Method.Title()})", Permit));
                }
                catch (Exception trouble) when (trouble is RefusedInputException or IOException or UnauthorizedAccessException)
                {
                    var called = string.Create(CultureInfo.InvariantCulture, $"scan {number + 1} of {patient.Called}");
                    var told = new ScanCalled(called, source.Path).Instead(trouble);
                    if (told is not RefusedInputException) throw told;
                    warn($"No map: {told.Message}");
                }
            }
        AtomicFile.Write(Path.Combine(folder, $"{prefix}{ListFile}"), $"{ScanExplanation.Header}\n{string.Concat(lines.Select(line => line.Line()))}");
        return [$"{prefix}{ListFile}", .. lines.SelectMany(line => new[] { line.Map, line.Picture })];
    }
}
