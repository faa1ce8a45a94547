using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using CsvHelper;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// split_repeats.csv: the fold that holds each train patient out in the repeats of the cross-validation after the first, as
/// patient_id, fold_r2, fold_r3, …; those of the first stand in split.csv.
/// </summary>
public static class RepeatFoldsFile
{
    public const string FileName = "split_repeats.csv";

    internal static string Csv(PreparedCohort cohort)
    {
        var csv = new StringBuilder().AppendJoin(',', Header(cohort.RepeatFolds.Length)).Append('\n');
        for (var i = 0; i < cohort.Patients.Length; i++)
            if (cohort.Patients[i].Set == PatientSet.Train)
                csv.Append(CsvCell.Quoted(cohort.Patients[i].Id))
                    .AppendJoin("", cohort.RepeatFolds.Select(folds => string.Create(CultureInfo.InvariantCulture, $",{folds[i]}")))
                    .Append('\n');
        return csv.ToString();
    }

    /// <param name="patients">Of the cohort, in its order.</param>
    /// <returns>[repeat − 1][patient]</returns>
    /// <exception cref="FormatException">Not the file of these patients.</exception>
    internal static ImmutableArray<ImmutableArray<int?>> Read(string path, ImmutableArray<Patient> patients)
    {
        using var parser = new CsvParser(new StreamReader(path), CsvFormat.Edited);
        if (!parser.Read() || !parser.Record!.SequenceEqual(Header(parser.Record!.Length - 1)))
            throw new FormatException($"{FileName} has other columns than patient_id, fold_r2 and so on.");
        var folds = Enumerable.Range(1, parser.Record!.Length - 1).Select(_ => new int?[patients.Length]).ToArray();
        foreach (var i in Enumerable.Range(0, patients.Length).Where(i => patients[i].Set == PatientSet.Train))
        {
            if (!parser.Read() || parser.Record!.Length != folds.Length + 1 || parser.Record[0] != patients[i].Id)
                throw new FormatException($"{FileName} does not list the train patients of the cohort, each once.");
            for (var repeat = 0; repeat < folds.Length; repeat++)
                folds[repeat][i] = PreparedCohort.FoldOf(parser.Record[repeat + 1]);
        }
        return !parser.Read() ? [.. folds.Select(ofRepeat => ofRepeat.ToImmutableArray())]
            : throw new FormatException($"{FileName} lists more than the train patients of the cohort.");
    }

    private static IEnumerable<string> Header(int repeats) =>
        Enumerable.Range(1, repeats).Select(repeat => $"fold_{RepeatName.Of(repeat)}").Prepend("patient_id");
}
