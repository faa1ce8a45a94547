using System.Collections.Immutable;
using System.Text;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Extension;

/// <summary>The mean of the branches' log-odds, as far as a patient has them: nothing is fitted but the calibration.</summary>
internal sealed class MeanFusion : FusionMethod
{
    public override PredictorId Predictor { get; } = new("mean");
    public override string Title => "Mean-fusion";
    public override string Colour => "#D55E00";
    public override string FileName => "mean.txt";
    public override bool IsAskedFor(FusionOptions options) => options.Baseline == Predictor;
    public override string Methods(FusionOptions options) => "The mean of the branches' log-odds.";

    public override FusedModel Fit(FusionTask task, IGradientBoosting boosting)
    {
        var model = new Mean([.. task.Features.Columns]);
        var crossFitted = Array.ConvertAll(model.Margins(task.TrainRows), margin => (double)margin); // out-of-fold probabilities: nothing was fitted on them
        var (calibration, threshold) = FusedModel.Calibrate(task, crossFitted);
        return new FusedModel(task.Margins(crossFitted, model), calibration, threshold, Encoding.UTF8.GetBytes(string.Join('\n', model.Branches)));
    }

    public override FusionTable Table(byte[] content) =>
        new("Mean-fusion: branches", ["Branch", "Weight"],
            [.. Encoding.UTF8.GetString(content).Split('\n').Select(branch => ImmutableArray.Create(branch, "equal"))], []);

    public override IFusionPredictor Read(byte[] content, ImmutableArray<string> features)
    {
        var mean = new Mean(features);
        return Encoding.UTF8.GetString(content) == string.Join('\n', mean.Branches) ? mean
            : throw new RefusedInputException("the file must list the probabilities among the features.");
    }

    private sealed class Mean(ImmutableArray<string> features) : IFusionPredictor
    {
        public ImmutableArray<string> Branches { get; } = [.. features.Where(feature => feature.EndsWith(" probability", StringComparison.Ordinal))];

        public float[] Margins(FeatureMatrix rows) =>
        [
            .. Enumerable.Range(0, rows.Rows).Select(row =>
            {
                var known = Enumerable.Range(0, rows.Columns.Count).Where(column => Branches.Contains(rows.Columns[column]))
                    .Select(column => rows.Values[row * rows.Columns.Count + column]).Where(probability => !float.IsNaN(probability)).ToList();
                return known.Count == 0 ? 0 : (float)known.Average(probability => PlattScaling.LogOdds(probability));
            }),
        ];

        public float[,] Contributions(FeatureMatrix rows) => throw new NotSupportedException("Nobody asks a mean for its reasons.");
    }
}
