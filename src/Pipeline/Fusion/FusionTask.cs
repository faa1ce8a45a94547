using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Fusion;

/// <summary>What every fusion method is given: the out-of-fold table of the train patients with their folds, and whom to score afterwards.</summary>
/// <remarks>
/// A train row's probability of a branch is one fold model's. So a new patient is scored once per fold model and the log-odds are averaged: an
/// average of probabilities would be a feature with less noise than the fusion was fitted on.
/// </remarks>
public sealed class FusionTask
{
    private readonly ImmutableArray<BranchEnsemble> _probabilities;

    /// <exception cref="ArgumentException">There is nothing to fuse (<see cref="CanFuse"/>).</exception>
    public FusionTask(PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches, FusionOptions options, ThresholdRule thresholdRule, ulong randomSeed)
    {
        if (!CanFuse(branches)) throw new ArgumentException("There is nothing to fuse.", nameof(branches));
        (Cohort, Options, ThresholdRule, RandomSeed) = (cohort, options, thresholdRule, randomSeed);
        _probabilities = [.. Probabilities(branches)];
        Features = FeaturesOf(cohort, branches);
        Train = PatientsIn(set => set == PatientSet.Train);
        Fresh = PatientsIn(set => set != PatientSet.Train);
        TrainRows = Features.Rows(Train, OutOfFold); // a train patient's logit is the out-of-fold one
        IsCase = [.. Train.Select(i => cohort.Patients[i].IsCase)];
        Fold = [.. Train.Select(i => cohort.Patients[i].Fold!.Value)];
    }

    public PreparedCohort Cohort { get; }
    public FusionOptions Options { get; }
    public ThresholdRule ThresholdRule { get; }
    public ulong RandomSeed { get; }

    /// <summary>What explains the fitted model is wanted too, whatever it costs; false for a later repeat of the cross-validation, which keeps none.</summary>
    public bool IsExplained { get; init; } = true;
    public FusionFeatures Features { get; }

    /// <summary>Indices into the cohort.</summary>
    public int[] Train { get; }

    /// <summary>Indices into the cohort: validation and test, who are only ever predicted.</summary>
    public int[] Fresh { get; }

    /// <summary>[train patients] out-of-fold features.</summary>
    public FeatureMatrix TrainRows { get; }

    /// <summary>[train patients]</summary>
    public bool[] IsCase { get; }

    /// <summary>[train patients] the fold that holds each out.</summary>
    public int[] Fold { get; }

    /// <summary>[branch][patient of the cohort] log-odds of the branches that have a column, as the train patients have them.</summary>
    public IEnumerable<double[]> OutOfFold => _probabilities.Select(branch => branch.Logits);

    /// <summary>[branch][fold][patient of the cohort] log-odds of the branches that have a column.</summary>
    public ImmutableArray<ImmutableArray<double[]>> FoldLogits => [.. _probabilities.Select(branch => branch.FoldLogits)];

    /// <summary>The clinical features with the probability of another branch, or the probabilities of several.</summary>
    public static bool CanFuse(ImmutableArray<BranchEnsemble> branches) =>
        branches.Any(branch => BranchRegistry.Of(branch.Branch).FusesFeatures) || branches.Length >= 2;

    /// <summary>The branches that have a column of their own.</summary>
    internal static IEnumerable<BranchEnsemble> Probabilities(ImmutableArray<BranchEnsemble> branches) =>
        branches.Where(branch => !BranchRegistry.Of(branch.Branch).FusesFeatures);

    internal static FusionFeatures FeaturesOf(PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches) =>
        new(cohort, [.. Probabilities(branches).Select(branch => branch.Branch)]);

    /// <summary>Everybody's log-odds: as they were cross-fitted for train, the mean over the fold models' answers for the others.</summary>
    /// <param name="crossFitted">[train patients]</param>
    /// <param name="fitted">On all train patients.</param>
    public double[] Margins(double[] crossFitted, IFusionPredictor fitted)
    {
        var margins = new double[Cohort.Patients.Length];
        for (var i = 0; i < Train.Length; i++) margins[Train[i]] = crossFitted[i];
        var fresh = new FusionAnswers(Features, FoldLogits).Margins(Fresh, fitted);
        for (var i = 0; i < Fresh.Length; i++) margins[Fresh[i]] = fresh[i];
        return margins;
    }

    /// <summary>
    /// One row per patient of the cohort, for reading: a branch's column holds the out-of-fold probability for train, and the mean over the fold models
    /// otherwise.
    /// </summary>
    public FeatureMatrix AllFeatures()
    {
        var all = Enumerable.Range(0, Cohort.Patients.Length).ToArray();
        var rows = Features.Rows(all, OutOfFold);
        for (var column = 0; column < _probabilities.Length; column++)
        {
            var branch = _probabilities[column];
            foreach (var patient in Fresh.Where(i => !double.IsNaN(branch.Logits[i])))
                rows.Values[patient * rows.Columns.Count + column] = (float)branch.FoldLogits.Average(logits => PlattScaling.Sigmoid(logits[patient]));
        }
        return rows;
    }

    internal int[] PatientsIn(Func<PatientSet, bool> isWanted) =>
        [.. Enumerable.Range(0, Cohort.Patients.Length).Where(i => isWanted(Cohort.Patients[i].Set))];
}
