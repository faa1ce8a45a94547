using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack;

/// <summary>Where and with what the figures were made. The only part of the report that differs between two runs of one specification.</summary>
/// <param name="Inputs">Names of scans may tell who a patient is: they are counted.</param>
internal sealed record Origin(string Run, string ReportedAt, Table Machine, Table Inputs)
{
    public static Origin Of(ReportContents contents)
    {
        var made = contents.Provenance;
        TableRow Row(string heading, string text) => new(heading, "", [new Cell(text)]);
        var scans = made.Inputs.Count(input => input.Role == InputFiles.ScanRole);
        return new Origin(
            made.Run, made.ReportedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            new Table("software", "Software, device and seed", ["", ""],
            [
                Row("Run", made.Run), Row("Report made", made.ReportedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
                Row("Operating system", made.OperatingSystem), Row("Processor and Torch", made.InstructionSet), Row("Device of the report", made.Device),
                Row("Threads per training", FormattableString.Invariant($"{made.ThreadsPerJob}")),
                .. made.Software.Select(software => Row(software.Key, software.Value)),
            ], [])
            { HasWords = true },
            new Table("inputs", "What the run read", ["File", "Bytes", "SHA-256"],
                [.. made.Inputs.Where(input => input.Role != InputFiles.ScanRole).Select(input => new TableRow(
                    $"{input.Role}: {Path.GetFileName(input.Path)}", "",
                    [new Cell(input.Bytes.ToString("N0", CultureInfo.InvariantCulture)), new Cell(input.Sha256)]))],
                scans == 0
                    ? []
                    : [FormattableString.Invariant($"and {scans} files of scans, each with its SHA-256 in provenance.json; ")
                        + "their names may tell who a patient is, and are nowhere in the results"])
            { HasWords = true });
    }
}
