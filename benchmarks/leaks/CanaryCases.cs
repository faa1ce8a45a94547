using AxSpa.Models.Boosting;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Benchmarks.Leaks;

/// <summary>The canary over cohorts without a leak, and over folds that do not hold out what they should.</summary>
internal static class CanaryCases
{
    /// <param name="seenShare">Of the held-out rows that are also learned from: 0 is right.</param>
    public static bool Alarms(PreparedCohort cohort, ulong seed, double seenShare)
    {
        int[] train = [.. Enumerable.Range(0, cohort.Patients.Length).Where(i => cohort.Patients[i].Set == PatientSet.Train)];
        var rows = new FusionFeatures(cohort, []).Rows(train, []);
        var options = new FusionOptions();
        IGradientBoosting boosting = seenShare == 0 ? new XgboostLibrary() : new Leaking(new XgboostLibrary(), rows, seenShare, seed);
        var check = LabelPermutation.Look(
            boosting, rows, Array.ConvertAll(train, i => cohort.Patients[i].IsCase), Array.ConvertAll(train, i => cohort.Patients[i].Fold!.Value),
            new BoostingOptions(options.MaxDepth, options.LearningRate, options.Subsample, 1), seed);
        return !check.Alarms.IsEmpty;
    }

    /// <summary>Learns from some rows that it was told to hold out: it finds them, with their labels, by what the canary asks of other folds.</summary>
    private sealed class Leaking(IGradientBoosting inner, FeatureMatrix all, double share, ulong seed) : IGradientBoosting
    {
        private readonly Dictionary<string, bool> _labels = [];

        public IBooster Begin(FeatureMatrix rows, ReadOnlySpan<bool> isCase, BoostingOptions options)
        {
            // Two folds together show every label of a permutation.
            for (var row = 0; row < rows.Rows; row++) _labels[Key(rows, row)] = isCase[row];
            var known = Enumerable.Range(0, rows.Rows).Select(row => Key(rows, row)).ToHashSet();
            int[] leaked =
            [
                .. Enumerable.Range(0, all.Rows).Where(row => !known.Contains(Key(all, row)) && _labels.ContainsKey(Key(all, row))
                    && RandomStream.From(seed, "leaked", row).NextDouble() < share),
            ];
            var more = new FeatureMatrix(all.Columns, rows.Rows + leaked.Length, [.. rows.Values, .. all.Only(leaked).Values]);
            return inner.Begin(more, [.. isCase, .. leaked.Select(row => _labels[Key(all, row)])], options);
        }

        public IBooster Load(ReadOnlySpan<byte> json) => inner.Load(json);

        private static string Key(FeatureMatrix rows, int row) => string.Join(' ', rows.Row(row).ToArray());
    }
}
