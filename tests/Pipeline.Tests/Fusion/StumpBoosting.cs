using System.Text.Json;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Pipeline.Tests.Fusion;

/// <summary>
/// A small real booster for tests without native code: Newton boosting of the log loss with trees of one split, missing values
/// following whichever side is better. Deterministic.
/// </summary>
internal sealed class StumpBoosting : IGradientBoosting
{
    public IBooster Begin(FeatureMatrix rows, ReadOnlySpan<bool> isCase, BoostingOptions options) => new Booster(rows, isCase.ToArray(), options);

    public IBooster Load(ReadOnlySpan<byte> json) => new Booster(JsonSerializer.Deserialize<Stored>(json)!);

    /// <summary>The trees, with the mean of each over the rows it was grown on.</summary>
    public sealed record Stored(List<Stump> Stumps, List<double> Means);

    public sealed record Stump(int Column, float Threshold, bool MissingGoesLeft, float Left, float Right)
    {
        public float Value(ReadOnlySpan<float> row) =>
            (float.IsNaN(row[Column]) ? MissingGoesLeft : row[Column] < Threshold) ? Left : Right;
    }

    private sealed class Booster(FeatureMatrix training, bool[] isCase, BoostingOptions options) : IBooster
    {
        private readonly List<Stump> _stumps = [];
        private readonly List<double> _means = [];
        private readonly double[] _margins = new double[training.Rows];

        public Booster(Stored stored) : this(new FeatureMatrix([], 0, []), [], new BoostingOptions(1, 1, 1, 0)) =>
            (_stumps, _means) = (stored.Stumps, stored.Means);

        public void Grow()
        {
            var (best, bestGain) = ((Stump?)null, double.NegativeInfinity);
            for (var column = 0; column < training.Columns.Count; column++)
            {
                var values = Enumerable.Range(0, training.Rows)
                    .Select(row => training.Row(row)[column])
                    .Where(v => !float.IsNaN(v))
                    .Distinct()
                    .Order()
                    .ToArray();
                for (var i = 1; i < values.Length; i += Math.Max(1, values.Length / 16))
                    foreach (var missingLeft in (bool[])[true, false])
                    {
                        var candidate = new Stump(column, (values[i - 1] + values[i]) / 2, missingLeft, 0, 1);
                        var (gain, left, right) = Fit(candidate);
                        if (gain > bestGain) (best, bestGain) = (candidate with { Left = left, Right = right }, gain);
                    }
            }
            if (best is null) return;
            _stumps.Add(best);
            _means.Add(Enumerable.Range(0, training.Rows).Average(row => (double)best.Value(training.Row(row))));
            for (var row = 0; row < _margins.Length; row++) _margins[row] += best.Value(training.Row(row));
        }

        private (double Gain, float Left, float Right) Fit(Stump split)
        {
            var gradient = new double[2];
            var weight = new double[] { 1, 1 };
            for (var row = 0; row < _margins.Length; row++)
            {
                var p = 1 / (1 + Math.Exp(-_margins[row]));
                var side = (int)split.Value(training.Row(row));
                gradient[side] += (isCase[row] ? 1 : 0) - p;
                weight[side] += p * (1 - p);
            }
            return (gradient[0] * gradient[0] / weight[0] + gradient[1] * gradient[1] / weight[1],
                (float)(options.LearningRate * gradient[0] / weight[0]), (float)(options.LearningRate * gradient[1] / weight[1]));
        }

        public float[] Margins(FeatureMatrix rows) =>
            [.. Enumerable.Range(0, rows.Rows).Select(row => (float)_stumps.Sum(stump => (double)stump.Value(rows.Row(row))))];

        public float[,] Contributions(FeatureMatrix rows)
        {
            // With one split per tree, a feature's exact Shapley value is its trees' values less their means; the bias holds those.
            var table = new float[rows.Rows, rows.Columns.Count + 1];
            foreach (var (stump, mean) in _stumps.Zip(_means))
            {
                for (var row = 0; row < rows.Rows; row++)
                {
                    table[row, stump.Column] += (float)(stump.Value(rows.Row(row)) - mean);
                    table[row, rows.Columns.Count] += (float)mean;
                }
            }
            return table;
        }

        public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new Stored(_stumps, _means));

        public void Dispose() { }
    }
}
