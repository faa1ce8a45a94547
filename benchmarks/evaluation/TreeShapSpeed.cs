using System.Diagnostics;
using System.Globalization;
using AxSpa.Models.Boosting;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Evaluation;

/// <summary>
/// What each of 15 features adds for 1,813 patients, by 100 trees of depth 3 that grew on 8,459: the shape of the real table's fusion. Both sides ask the
/// same model of the same library, ours through its C interface.
/// </summary>
internal static class TreeShapSpeed
{
    private const int Trained = 8459, Asked = 1813, Features = 15, Trees = 100;

    public static int Run(RowArguments row)
    {
        var random = RandomStream.From(1, "treeshap");
        var (rows, isCase) = Made(Trained, random);
        var (asked, _) = Made(Asked, random);
        var library = new XgboostLibrary();
        using var booster = library.Begin(rows, isCase, new BoostingOptions(MaxDepth: 3, LearningRate: 0.1, Subsample: 1, Seed: 1));
        for (var tree = 0; tree < Trees; tree++) booster.Grow();
        row.Shared("model.json", path => File.WriteAllBytes(path, booster.ToJson()));
        row.Shared("rows.csv", path => File.WriteAllLines(path, Enumerable.Range(0, Asked).Select(one =>
            string.Join(',', asked.Row(one).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture))))));

        booster.Contributions(asked);
        double[] milliseconds = new double[row.IsQuick ? 5 : 15];
        for (var i = 0; i < milliseconds.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            booster.Contributions(asked);
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(milliseconds);
        return row.Report("TreeSHAP, 1,813 patients × 15 features, 100 trees", "ms", milliseconds[milliseconds.Length / 2]);
    }

    /// <summary>Every tenth value is missing; the first three features tell the label.</summary>
    private static (FeatureMatrix Rows, bool[] IsCase) Made(int count, RandomStream random)
    {
        var (values, isCase) = (new float[count * Features], new bool[count]);
        for (var one = 0; one < count; one++)
        {
            isCase[one] = random.NextDouble() < 0.18;
            for (var feature = 0; feature < Features; feature++)
                values[one * Features + feature] = random.NextDouble() < 0.1 ? float.NaN
                    : (float)(random.NextGaussian() + (isCase[one] && feature < 3 ? 1 : 0));
        }
        return (new FeatureMatrix([.. Enumerable.Range(0, Features).Select(feature => $"f{feature}")], count, values), isCase);
    }
}
