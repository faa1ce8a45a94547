namespace AxSpa.Pipeline.Randomness;

/// <summary>
/// What randomness is used for in a run. The name and the indices after it say which stream: two uses never share one, and a
/// stream can be computed again anywhere from the run's random seed alone.
/// </summary>
public static class RandomUse
{
    /// <summary>No index.</summary>
    public const string Split = "split";

    /// <summary>No index.</summary>
    public const string Folds = "folds";

    /// <summary>
    /// The seed of a repeat of the cross-validation: all that is drawn in it is drawn from this as in the first from the run's own. Index: the repeat, from 1.
    /// </summary>
    public const string Repeat = "repeat";

    /// <summary>Indices: branch, fold.</summary>
    public const string InitialWeights = "initial weights";

    /// <summary>Order of the patients in an epoch. Indices: branch, fold, epoch.</summary>
    public const string Shuffle = "shuffle";

    /// <summary>Indices: branch, fold, epoch (and the patient, where each has a stream of its own).</summary>
    public const string Augmentation = "augmentation";

    /// <summary>Torch's own generator, which draws dropout. Indices: branch, fold, epoch.</summary>
    public const string Dropout = "dropout";

    /// <summary>Index: the draw, counted over the whole run, so that a shard's draws are the same wherever they are computed.</summary>
    public const string Bootstrap = "bootstrap";

    /// <summary>Background patients and places on the way for expected gradients. Indices: fold, patient of the cohort.</summary>
    public const string ExpectedGradients = "expected gradients";

    /// <summary>Which of many patients are explained. No index.</summary>
    public const string ExplainedPatients = "explained patients";

    /// <summary>Recorded in the fusion model. No index.</summary>
    public const string Boosting = "boosting";

    /// <summary>Train patients on whom a logistic regression is fitted again. Index: the refit.</summary>
    public const string CoefficientStability = "coefficient stability";

    /// <summary>Labels of train patients dealt out at random. Index: the permutation; none: which of many patients are looked at.</summary>
    public const string LabelPermutation = "label permutation";

    /// <summary>Rows of nobody that a frozen fusion is asked about. No index.</summary>
    public const string MadeRows = "made rows";

    /// <summary>A made patient of the demo. Index: the patient.</summary>
    public const string Phantom = "phantom";
}
