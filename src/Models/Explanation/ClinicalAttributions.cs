using AxSpa.Models.Deployment;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>
/// What the clinical branch looks at: expected gradients of every fold model against its own training patients, averaged over the models, as
/// the branch averages their log-odds.
/// </summary>
public static class ClinicalAttributions
{
    /// <param name="cohort">The run's own: each fold model's background are the patients it was trained on.</param>
    /// <param name="patients">Indices into the cohort: who is explained.</param>
    /// <param name="progress">Fold models done, of how many.</param>
    /// <returns>
    /// In log-odds before calibration; the bias is the mean answer over the background. Features are those of the fusion without the MRI
    /// probability: the two inputs of a yes-or-no column are one feature.
    /// </returns>
    public static ShapTable Of(
        RunSpecification specification, IReadOnlyList<FrozenFold> folds, PreparedCohort cohort, int[] patients, string workspace, string device,
        Action<int, int> progress)
    {
        var on = TrainingDevice.Of(device);
        var features = new FusionFeatures(cohort, []);
        var (mean, bias) = (new double[patients.Length, features.Columns.Count], 0.0);
        for (var f = 0; f < folds.Count; f++)
        {
            using var scope = NewDisposeScope();
            using var model = BranchTrainers.Of(folds[f].Fold.Branch).Load(specification, folds[f], cohort, workspace, on);
            var preprocessing = model.Preprocessing!;
            var training = FoldPatients.Of(cohort, folds[f].Fold).Training;
            var background = preprocessing.Apply(cohort, training.AsSpan());
            bias += MeanLogit(model.Network, background, preprocessing.Width, on) / folds.Count;
            var attributions = ExpectedGradients.Of(
                model.Network, preprocessing.Apply(cohort, patients), background, preprocessing.Width,
                patient => RandomStream.From(specification.RandomSeed, RandomUse.ExpectedGradients, folds[f].Fold.Index, patients[patient]), on);
            var featureOf = FeatureOf(preprocessing, cohort, [.. features.Columns]);
            for (var patient = 0; patient < patients.Length; patient++)
                for (var input = 0; input < preprocessing.Width; input++)
                    mean[patient, featureOf[input]] += attributions[patient * preprocessing.Width + input] / folds.Count;
            progress(f + 1, folds.Count);
        }
        var values = features.Rows(patients, []);
        return new ShapTable(
            [.. features.Columns],
            [.. patients.Select((patient, row) => new ShapRow(
                cohort.Patients[patient].Id, cohort.Patients[patient].Set, bias, [.. values.Row(row)],
                [.. Enumerable.Range(0, features.Columns.Count).Select(feature => mean[row, feature])]))]);
    }

    /// <returns>[inputs of the network] the feature that each belongs to.</returns>
    private static int[] FeatureOf(ClinicalPreprocessing preprocessing, PreparedCohort cohort, string[] features)
    {
        var kinds = cohort.Columns.ToDictionary(column => column.Name, column => column.Kind, StringComparer.Ordinal);
        var names = preprocessing.Numbers.Select(number => number.Column).Concat(preprocessing.Levels.SelectMany(encoding =>
            encoding.Levels.Select(level => kinds[encoding.Column] == ColumnKind.Categorical ? $"{encoding.Column}={level}" : encoding.Column)));
        return [.. names.Select(name => Array.IndexOf(features, name))];
    }

    private static double MeanLogit(nn.Module<Tensor, Tensor> network, float[] rows, int inputs, Device device)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return network.call(TorchTensor.Of(rows, [rows.Length / inputs, inputs], device)).mean().item<float>();
    }
}
