using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using CsvHelper;

namespace AxSpa.Pipeline.Folds;

/// <summary>Who is where, as the text of <c>split.csv</c> and as one hash: two runs are comparable only if theirs are equal.</summary>
public static class SplitHash
{
    public const string Header = "patient_id,set,fold";

    /// <returns>Lower-case hexadecimal SHA-256 of the sorted <c>patient_id,set,fold</c> lines, without the header.</returns>
    public static string Of(IEnumerable<Patient> patients) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Lines(patients)))));

    /// <summary>The whole of <c>split.csv</c>.</summary>
    public static string Csv(IEnumerable<Patient> patients) => $"{Header}\n{string.Concat(Lines(patients))}";

    /// <summary>Who is in a <c>split.csv</c>.</summary>
    /// <param name="csv">Its text; none where it is empty or something else.</param>
    public static IEnumerable<string> PatientsIn(string csv)
    {
        using var parser = new CsvParser(new StringReader(csv), CsvFormat.Edited);
        var patients = new List<string>();
        if (parser.Read() && string.Join(',', parser.Record!) == Header)
            while (parser.Read())
                patients.Add(parser[0]);
        return patients;
    }

    private static IEnumerable<string> Lines(IEnumerable<Patient> patients) => patients
        .Select(patient => string.Create(CultureInfo.InvariantCulture, $"{CsvCell.Quoted(patient.Id)},{SetWord.Of(patient.Set)},{patient.Fold}\n"))
        .Order(StringComparer.Ordinal);
}
