using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Deployment;

/// <summary>What the files of a frozen model are called; each name is written here and nowhere else.</summary>
public static class ModelFileNames
{
    public const string Manifest = "manifest.json";

    /// <summary>The specification, its paths cut down to names: nothing in it says where the patients' data lay.</summary>
    public const string Specification = "run.yaml";

    /// <summary>The clinical features with their types and levels, and the size of a prepared volume.</summary>
    public const string Schema = "columns.json";

    /// <summary>Calibration and threshold of each model.</summary>
    public const string Fit = "fit.json";

    /// <summary>XGBoost's own JSON; absent where there was nothing to fuse.</summary>
    public const string Fusion = "fusion.json";

    /// <summary>Of XGBoost <see cref="Fusion"/>, as bundles have always had it; of every other method its own.</summary>
    public static string Of(FusionMethod method) => method.Predictor == PredictorId.Fusion ? Fusion : method.FileName;

    /// <summary>Rows of nobody and what the fusion answered to them; absent without a fusion, and in bundles of earlier versions.</summary>
    public const string KnownAnswers = "known_answers.json";

    /// <summary>How the features are spread among the training patients: counts, means and deciles, nobody's values.</summary>
    public const string Reference = "reference.json";

    /// <summary>For people; there when the run has written one.</summary>
    public const string ModelCard = "model_card.md";

    public static string Weights(FoldId fold) => $"folds/{fold}/{WeightsFile}";

    /// <summary>Imputation, scaling and encoding as fitted on the fold's training patients; of branches that have one.</summary>
    public static string Preprocessing(FoldId fold) => $"folds/{fold}/{PreprocessingFile}";

    /// <summary>Among the files of a fold, as <see cref="PreprocessingFile"/>.</summary>
    public const string WeightsFile = "weights.safetensors";

    public const string PreprocessingFile = "preprocessing.json";
}
