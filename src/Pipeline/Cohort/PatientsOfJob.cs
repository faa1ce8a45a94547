using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// The last net over what a job says: should an identifier of one of its patients be in it after all, its pseudonym stands there
/// instead. Messages name nobody to begin with; but libraries and operating systems have messages too.
/// </summary>
public static class PatientsOfJob
{
    /// <param name="roots">Nothing outside of them is read.</param>
    /// <param name="specification">Null where it could not be read; then only what earlier jobs made is looked at.</param>
    public static PatientIdFilter Hidden(RunFolder run, RunSpecification? specification, DataRoots roots)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var read in new[] { () => FromSplit(run, specification), () => FromTable(specification, roots), () => FromSplitFile(specification, roots) })
        {
            try
            {
                ids.UnionWith(read());
            }
            catch (Exception error) when (error is RefusedInputException or IOException or UnauthorizedAccessException or CsvHelper.CsvHelperException)
            {
                // What cannot be read now could not be read by the job either.
            }
        }
        return new PatientIdFilter(ids, Names(run.Workspace));
    }

    /// <summary>None before the cohort is prepared; and none where rows are the patients, for those have plain numbers.</summary>
    private static IEnumerable<string> FromSplit(RunFolder run, RunSpecification? specification) =>
        specification?.Cohort.PatientId == PatientIds.Row || !File.Exists(run.Split) ? [] : SplitHash.PatientsIn(File.ReadAllText(run.Split));

    private static IEnumerable<string> FromTable(RunSpecification? specification, DataRoots roots) =>
        specification is null
            ? []
            : Column(specification.Cohort.Clinical, specification.Cohort.PatientId, roots.For(InputPlaces.ClinicalKey), specification.Cohort.Reading);

    private static IEnumerable<string> FromSplitFile(RunSpecification? specification, DataRoots roots) =>
        specification?.Split.File is { } file ? Column(file, "patient_id", roots.For(InputPlaces.SplitKey), TableReading.Usual) : [];

    private static IEnumerable<string> Column(string path, string name, ReadPermit permit, TableReading reading)
    {
        // As they are written, and as they are compared: a library's message may hold either.
        var table = ClinicalTable.Read(path, permit, reading, exact: name);
        return table.Header.IndexOf(CellForm.Of(name)) is >= 0 and var column
            ? table.Rows.SelectMany(row => new[] { row[column], CellForm.Of(row[column]) })
            : [];
    }

    private static Func<string, string>? Names(string workspace)
    {
        try
        {
            var pseudonyms = Pseudonyms.Of(workspace);
            return id => pseudonyms[id];
        }
        catch (Exception error) when (error is RefusedInputException or IOException or UnauthorizedAccessException)
        {
            return null; // all alike, then
        }
    }
}
