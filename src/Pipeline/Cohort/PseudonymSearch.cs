using System.Globalization;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Who a pseudonym stands for: only who holds the key and the patients' own files can tell.</summary>
/// <param name="Patients">The identifier, and where it was found: a run, or a table.</param>
/// <param name="LookedAt">How many identifiers were tried.</param>
/// <param name="Places">Where they come from, for people.</param>
public sealed record PseudonymSearch(IReadOnlyList<(string Patient, string Where)> Patients, int LookedAt, string Places)
{
    /// <param name="table">Patients who are in no run yet; null: only runs are looked through.</param>
    /// <exception cref="RefusedInputException">The workspace never gave a pseudonym, or the table cannot be read.</exception>
    public static PseudonymSearch Of(string pseudonym, string workspace, (string Path, string Column)? table)
    {
        if (!File.Exists(Path.Combine(workspace, Pseudonyms.KeyFileName)))
            throw new RefusedInputException($"{Path.GetFullPath(workspace)}: there is no {Pseudonyms.KeyFileName} in this workspace, so no pseudonym comes "
                + "from it. Name another with --workspace.");
        var pseudonyms = Pseudonyms.Of(workspace);
        var runs = RunFolder.AllIn(workspace).Where(run => File.Exists(run.Split)).ToList();
        var known = runs.SelectMany(run => SplitHash.PatientsIn(File.ReadAllText(run.Split)).Select(patient => (Patient: patient, Where: $"run {run.Run}")))
            .ToList();
        if (table is var (path, column))
        {
            var rows = ClinicalTable.Read(path, exact: column);
            var at = rows.ColumnOf(column, "--patient-id");
            known.AddRange(rows.Rows.SelectMany((row, i) =>
                new[] { row[at], CellForm.Of(row[at]) }.Distinct(StringComparer.Ordinal).Select(id => (id, $"row {i + 1} (line {rows.Lines[i]}) of {path}"))));
        }
        return new PseudonymSearch([.. known.Where(patient => pseudonyms[patient.Patient] == pseudonym)], known.Select(patient => patient.Patient)
            .Distinct()
            .Count(),
            string.Create(CultureInfo.InvariantCulture,
                $"{runs.Count} run{(runs.Count == 1 ? "" : "s")} with a split in "
                + $"{Path.GetFullPath(workspace)}{(table is null ? "" : $" and of {table.Value.Path}")}"));
    }
}
