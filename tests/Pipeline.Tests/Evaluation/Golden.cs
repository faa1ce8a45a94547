using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

/// <summary>
/// Reference values computed once with scikit-learn 1.2.1, numpy 1.24.2 and scipy 1.10.1 (shared/reference/golden/README.md).
/// </summary>
internal static class Golden
{
    public static JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(Find(file)))!.AsObject();

    public static string[][] Csv(string file) => [.. File.ReadLines(Find(file)).Skip(1).Select(line => line.Split(','))];

    public static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>One of the named vectors of labels and scores.</summary>
    public static (bool[] IsCase, double[] Score) Vector(string name)
    {
        var rows = Csv("metrics_vectors.csv").Where(row => row[0] == name).ToArray();
        return ([.. rows.Select(row => row[2] == "1")], [.. rows.Select(row => Number(row[3]))]);
    }

    public static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<double>())];

    private static string Find(string file)
    {
        var path = Path.Combine(Root() ?? "", "reference", "golden", file);
        Assert.SkipUnless(File.Exists(path), $"needs shared/reference/golden/{file}; set AXSPA_SHARED");
        return path;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("AXSPA_SHARED") is { Length: > 0 } told) return told;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AxSpa.Cluster.sln")))
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
        return null;
    }
}
