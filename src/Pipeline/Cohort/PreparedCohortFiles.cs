using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using CsvHelper;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// How a prepared cohort lies in its job's folder: <c>patients.csv</c>, <c>scans.csv</c>, <c>columns.json</c> and, of a repeated cross-validation,
/// <c>split_repeats.csv</c>.
/// </summary>
public sealed partial record PreparedCohort
{
    public const string PatientsFile = "patients.csv";
    public const string ScansFile = "scans.csv";
    public const string ColumnsFile = "columns.json";

    private static readonly ImmutableArray<string> OfScan = ["patient_id", "volume", "sha256"];

    /// <summary>Follows the others where one of the scans lies otherwise than x from left to right.</summary>
    private const string LeftRight = "left_right_axis";

    private static readonly ImmutableArray<string> Fixed = ["patient_id", "is_case", "set", "fold", "center"];

    /// <summary>Writes the files; numbers in the shortest text that reads back to the same double.</summary>
    public void Save(string folder)
    {
        AtomicFile.Write(Path.Combine(folder, PatientsFile), PatientsCsv());
        AtomicFile.Write(Path.Combine(folder, ScansFile), ScansCsv());
        AtomicFile.Write(Path.Combine(folder, ColumnsFile), new CohortSchema(Columns, VolumeSize).ToJson());
        if (!RepeatFolds.IsEmpty) AtomicFile.Write(Path.Combine(folder, RepeatFoldsFile.FileName), RepeatFoldsFile.Csv(this));
    }

    /// <exception cref="RefusedInputException">A file is missing or is not what <see cref="Save"/> wrote.</exception>
    public static PreparedCohort Load(string folder)
    {
        try
        {
            var schema = CohortSchema.FromJson(File.ReadAllBytes(Path.Combine(folder, ColumnsFile)));
            var rows = Rows(Path.Combine(folder, PatientsFile), [.. Fixed, .. schema.Columns.Select(column => column.Name)]);
            var scans = Rows(Path.Combine(folder, ScansFile), OfScan, [.. OfScan, LeftRight]);
            ImmutableArray<Patient> patients = [.. rows.Select(PatientOf)];
            var repeats = Path.Combine(folder, RepeatFoldsFile.FileName);
            return new PreparedCohort(
                patients,
                schema.Columns,
                [.. schema.Columns.Select((column, index) => rows.Select(row => ValueOf(column, row[Fixed.Length + index])).ToArray())],
                [.. scans.Select(ScanOf)],
                schema.VolumeSize)
            { RepeatFolds = File.Exists(repeats) ? RepeatFoldsFile.Read(repeats, patients) : [] };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or JsonException or CsvHelperException)
        {
            throw new RefusedInputException($"{folder}: the prepared cohort cannot be read: {error.Message} Prepare it again in a new run.", error);
        }
    }

    private string PatientsCsv()
    {
        var csv = new StringBuilder().AppendJoin(',', Fixed.Concat(Columns.Select(column => CsvCell.Quoted(column.Name)))).Append('\n');
        for (var i = 0; i < Patients.Length; i++)
        {
            var patient = Patients[i];
            csv.Append(CultureInfo.InvariantCulture,
                $"{CsvCell.Quoted(patient.Id)},{(patient.IsCase ? 1 : 0)},{SetWord.Of(patient.Set)},{patient.Fold},{CsvCell.Quoted(patient.Center ?? "")}");
            for (var column = 0; column < Columns.Length; column++)
                csv.Append(',').Append(CsvCell.Quoted(TextOf(Columns[column], Values[column][i])));
            csv.Append('\n');
        }
        return csv.ToString();
    }

    private string ScansCsv()
    {
        var withAxis = Scans.Any(scan => scan.LeftRightAxis != 0);
        var csv = new StringBuilder().AppendJoin(',', withAxis ? [.. OfScan, LeftRight] : OfScan).Append('\n');
        foreach (var scan in Scans)
            csv.Append(CultureInfo.InvariantCulture,
                $"{CsvCell.Quoted(scan.PatientId)},{CsvCell.Quoted(scan.Volume)},{scan.Sha256}{(withAxis ? $",{scan.LeftRightAxis}" : "")}\n");
        return csv.ToString();
    }

    private static Scan ScanOf(string[] row) => row.Length == OfScan.Length ? new Scan(row[0], row[1], row[2]) : new Scan(row[0], row[1], row[2], row[3] switch
    {
        "0" => 0,
        "2" => 2,
        _ => throw new FormatException($"{LeftRight} is neither 0 nor 2."),
    });

    private static string TextOf(ClinicalColumn column, double value) =>
        double.IsNaN(value) ? "" : column.Kind == ColumnKind.Numeric ? value.ToString("R", CultureInfo.InvariantCulture) : column.Levels[(int)value];

    private static double ValueOf(ClinicalColumn column, string text)
    {
        if (text.Length == 0) return double.NaN;
        // What the cell holds is not told: where a file is damaged, it may be of any column.
        if (column.Kind == ColumnKind.Numeric)
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException($"a cell of '{column.Name}' is no number.");
        return column.Levels.IndexOf(text) is >= 0 and var level ? level : throw new FormatException($"a cell of '{column.Name}' is none of its levels.");
    }

    private static Patient PatientOf(string[] row) => new(
        row[0], row[1] == "1",
        SetWord.Parse(row[2]) ?? throw new FormatException($"a set is not {SetWord.Allowed}."),
        row[3].Length == 0 ? null : FoldOf(row[3]),
        row[4].Length == 0 ? null : row[4]);

    /// <summary>What the cell holds is not told: where a file is damaged, it may be an id.</summary>
    internal static int FoldOf(string cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var fold) ? fold : throw new FormatException("a fold is no number.");

    private static List<string[]> Rows(string path, params ReadOnlySpan<ImmutableArray<string>> headers)
    {
        using var parser = new CsvParser(new StreamReader(path), CsvFormat.Edited);
        ImmutableArray<string> header = parser.Read() ? [.. parser.Record!] : [];
        var isKnown = false;
        foreach (var known in headers) isKnown |= known.SequenceEqual(header);
        if (!isKnown) throw new FormatException($"{Path.GetFileName(path)} has other columns than {ColumnsFile} says.");
        var rows = new List<string[]>();
        while (parser.Read())
            rows.Add(parser.Record!.Length == header.Length ? parser.Record : throw new FormatException($"{Path.GetFileName(path)} is cut off."));
        return rows;
    }
}
