using System.Globalization;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Table.Running;

/// <summary>
/// A seeded table in the place of the real one: the same rows, columns, diseases and shares of missing cells, and the same law, since within a disease the real
/// numbers are flat between two bounds and a marker is positive always or by a coin.
/// </summary>
internal static class MadeTable
{
    private static readonly (string Name, int Rows)[] Diseases =
    [
        ("Rheumatoid Arthritis", 2848), ("Ankylosing Spondylitis", 2127), ("Sjögren's Syndrome", 1852), ("Psoriatic Arthritis", 1783), ("Normal", 1604),
        ("Systemic Lupus Erythematosus", 1355), ("Reactive Arthritis", 516),
    ];

    private static readonly (string Name, double Missing)[] Columns =
    [
        ("Age", 0), ("Gender", 0), ("ESR", 0.09), ("CRP", 0.20), ("RF", 0.11), ("Anti-CCP", 0.27), ("HLA-B27", 0.16), ("ANA", 0.31), ("Anti-Ro", 0.24),
        ("Anti-La", 0.25), ("Anti-dsDNA", 0.39), ("Anti-Sm", 0.43), ("C3", 0.14), ("C4", 0.17),
    ];

    public static void Write(string path)
    {
        var random = RandomStream.From(1, "benchmark table");
        using var file = new StreamWriter(path);
        file.Write(string.Join(',', Columns.Select(column => column.Name).Append("Disease")) + "\n");
        foreach (var (disease, rows) in Diseases)
            for (var row = 0; row < rows; row++)
                file.Write(string.Join(',', Columns.Select(column => Kept(column.Missing, Cell(column.Name, disease, random))).Append(disease)) + "\n");

        string Kept(double missing, string cell) => random.NextDouble() < missing ? "" : cell;
    }

    private static string Cell(string column, string disease, RandomStream random)
    {
        var spondylitis = disease is "Ankylosing Spondylitis";
        return column switch
        {
            "Age" => Between(20, 81, "0"),
            "Gender" => random.NextDouble() < 0.5 ? "Male" : "Female",
            "ESR" => spondylitis ? Between(26, 40, "0.0") : disease is "Normal" ? Between(0, 20, "0.0") : Between(15, 50, "0.0"),
            "CRP" => spondylitis ? Between(13, 30, "0.0") : disease is "Normal" ? Between(0.1, 10, "0.0") : Between(5, 30, "0.0"),
            "RF" or "Anti-CCP" => disease is "Rheumatoid Arthritis" ? Between(20, 40, "0.0") : Between(0, 40, "0.0"),
            "HLA-B27" => Marker(spondylitis || disease is "Reactive Arthritis"),
            "ANA" => Marker(disease is "Sjögren's Syndrome" or "Systemic Lupus Erythematosus"),
            "Anti-Ro" or "Anti-La" => Marker(disease is "Sjögren's Syndrome"),
            "Anti-dsDNA" or "Anti-Sm" => Marker(disease is "Systemic Lupus Erythematosus"),
            "C3" => disease is "Systemic Lupus Erythematosus" ? Between(50, 100, "0.0") : Between(80, 205, "0.0"),
            "C4" => spondylitis ? Between(12, 75, "0.0") : Between(5, 75, "0.0"),
            _ => throw new ArgumentException($"No law for {column}.", nameof(column)),
        };

        string Between(double least, double below, string format) =>
            (format == "0" ? Math.Floor(least + random.NextDouble() * (below - least)) : least + random.NextDouble() * (below - least))
            .ToString(format, CultureInfo.InvariantCulture);

        string Marker(bool always) => always || random.NextDouble() < 0.5 ? "Positive" : "Negative";
    }
}
