using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using AxSpa.Pipeline.Folds;
using HashOfSplit = AxSpa.Pipeline.Folds.SplitHash;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// <c>cohort.json</c>: who came in, who stayed and where they are, in the order of a TRIPOD flow diagram. It holds no time, host
/// or absolute path, so that equal cohorts have equal reports.
/// </summary>
public sealed record CohortReport(
    int RowsIn, ImmutableArray<Exclusion> Excluded, GroupCount Patients, ImmutableArray<SetCount> Sets, ImmutableArray<FoldCount> Folds,
    ImmutableArray<ColumnReport> Columns, ImmutableArray<ColumnLeftOut> ColumnsLeftOut, string SplitHash,
    ImmutableArray<string> Warnings, ImmutableArray<InputReport> Inputs)
{
    /// <summary>
    /// Which labels made whom a case or a control, with the rows that have them; left out where the column holds 0 and 1, and in cohorts of before.
    /// </summary>
    public IReadOnlyList<LabelCount>? Labels { get; init; }

    /// <summary>In which planes the scans were acquired; null: no scans, or written before planes were told.</summary>
    public ImmutableArray<PlaneCount>? Planes { get; init; }

    /// <summary>
    /// Those of the warnings that are about how the clinical table was read; they name columns and no row. Null: there are none, or the cohort is older than
    /// they are.
    /// </summary>
    public IReadOnlyList<string>? TableWarnings { get; init; }

    /// <summary>Those of the warnings that are about scans, without rows to look at, for reports that others see.
    /// Null: there are none, or the cohort is older than they are.</summary>
    public IReadOnlyList<string>? ScanWarnings { get; init; }

    public const string FileName = "cohort.json";

    /// <summary>For people: names of columns and diseases stay as they are written, beyond ASCII too.</summary>
    private static readonly CohortJson Readable = new(
        new JsonSerializerOptions(CohortJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Readable.CohortReport);

    /// <exception cref="RefusedInputException">Not a cohort.json.</exception>
    public static CohortReport FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Readable.CohortReport) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new RefusedInputException($"{FileName} cannot be read: {wrong.Message} Prepare the cohort again in a new run.", wrong);
        }
    }

    internal static CohortReport Of(
        PreparedCohort cohort, CohortTable table, ImmutableArray<Exclusion> excluded, IReadOnlyDictionary<string, string> declared,
        ImmutableArray<string> warnings, ImmutableArray<InputFile> inputs, ImmutableArray<PlaneCount> planes)
    {
        var scansOf = cohort.Scans.CountBy(scan => scan.PatientId).ToDictionary(StringComparer.Ordinal);
        GroupCount Count(IEnumerable<Patient> patients)
        {
            var group = patients.ToList();
            var scanned = group.Where(patient => scansOf.ContainsKey(patient.Id)).ToList();
            return new GroupCount(group.Count, group.Count(patient => patient.IsCase), scanned.Count, scanned.Count(patient => patient.IsCase),
                scanned.Sum(patient => scansOf[patient.Id]));
        }
        return new CohortReport(
            table.Table.Rows.Length,
            excluded,
            Count(cohort.Patients),
            [.. Enum.GetValues<PatientSet>().Select(set => new SetCount(SetWord.Of(set), Count(cohort.Patients.Where(patient => patient.Set == set))))],
            [.. cohort.Patients.Where(patient => patient.Fold is not null).GroupBy(patient => patient.Fold!.Value).OrderBy(fold => fold.Key)
                .Select(fold => new FoldCount(fold.Key, Count(fold)))],
            [.. cohort.Columns.Select((column, i) => new ColumnReport(
                column.Name, column.Kind, declared.ContainsKey(column.Name) ? "declared" : "inferred", cohort.Values[i].Count(double.IsNaN), column.Levels))],
            [.. table.LeftOut.Select(column => new ColumnLeftOut(column.Name, column.Reason))],
            HashOfSplit.Of(cohort.Patients), warnings,
            [.. InputFiles.WithoutScanNames(inputs).Select(input => new InputReport(input.Role, input.Name, input.Bytes, input.Sha256))])
        {
            TableWarnings = table.Warnings.IsEmpty ? null : table.Warnings,
            Labels = table.Labels.IsEmpty ? null : table.Labels,
            Planes = planes.IsEmpty ? null : planes,
        };
    }
}

/// <param name="Count">Rows or files, as the reason says.</param>
/// <param name="First">Which they are, in words that name no patient: the row of the first, or how the files are named.</param>
public sealed record Exclusion(string Reason, int Count, string? First)
{
    /// <summary>For people: the count, what they are, and which.</summary>
    internal string Sentence => FormattableString.Invariant($"{Count} {Reason} ({First}).");

    /// <param name="names">Of files; none: nothing is excluded.</param>
    internal static IEnumerable<Exclusion> OfScans(IReadOnlyCollection<string> names, string reason) =>
        names.Count == 0 ? [] : [new Exclusion(reason, names.Count, $"named {CellText.FormsOf(names)}")];
}

public sealed record GroupCount(int Patients, int Cases, int WithMri, int CasesWithMri, int Scans);

public sealed record SetCount(string Set, GroupCount Count);

public sealed record FoldCount(int Fold, GroupCount Count);

/// <param name="Type">declared or inferred.</param>
/// <param name="Missing">Patients without a value.</param>
public sealed record ColumnReport(string Name, ColumnKind Kind, string Type, int Missing, ImmutableArray<string> Levels);

public sealed record ColumnLeftOut(string Name, string Reason);

public sealed record InputReport(string Role, string Name, long Bytes, string Sha256);
