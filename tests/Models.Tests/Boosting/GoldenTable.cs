using System.Globalization;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Models.Tests.Boosting;

/// <summary>The golden tables of numbers: a header line, then rows; an empty cell is a missing value.</summary>
internal sealed record GoldenTable(string[] Header, float[][] Rows)
{
    public static GoldenTable Read(string file)
    {
        var lines = File.ReadAllLines(SharedFolder.Golden(file));
        return new(lines[0].Split(','), [.. lines.Skip(1).Select(line => line.Split(',')
            .Select(cell => cell.Length == 0 ? float.NaN : float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())]);
    }

    public FeatureMatrix Features(int columns) =>
        new(Header[..columns], Rows.Length, [.. Rows.SelectMany(row => row[..columns])]);

    public bool[] Labels() => [.. Rows.Select(row => row[^1] == 1)];
}
