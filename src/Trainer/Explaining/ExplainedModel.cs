using System.Collections.Immutable;
using AxSpa.Models.Explanation;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Trainer.Explaining;

/// <summary>A model whose fold models are asked why they answer as they do, each by the trainer of its branch.</summary>
internal sealed record ExplainedModel(RunSpecification Specification, PreparedCohort Cohort, string Workspace, string Device)
{
    /// <param name="patients">Indices into the cohort.</param>
    public FoldAttributions Attributions(FrozenFold fold, int[] patients, Action<int, int>? progress = null) =>
        BranchTrainers.Of(fold.Fold.Branch).Attribute(Of(fold, progress), patients);

    /// <param name="scans">Positions in the cohort's scans.</param>
    public FoldMaps Maps(FrozenFold fold, ImmutableArray<int> scans, Action<int, int>? progress = null) =>
        BranchTrainers.Of(fold.Fold.Branch).Map(Of(fold, progress), scans);

    /// <param name="progress">Fold models done, of how many.</param>
    public ImmutableArray<FoldAttributions> Attributions(ImmutableArray<FrozenFold> folds, int[] patients, Action<int, int> progress) =>
        OfEach(folds, fold => Attributions(fold, patients), progress);

    /// <param name="progress">Fold models done, of how many.</param>
    public ImmutableArray<FoldMaps> Maps(ImmutableArray<FrozenFold> folds, ImmutableArray<int> scans, Action<int, int> progress) =>
        scans.IsEmpty ? [] : OfEach(folds, fold => Maps(fold, scans), progress);

    private FoldExplanationRequest Of(FrozenFold fold, Action<int, int>? progress) =>
        new(Specification, fold, Cohort, Workspace, Device) { Progress = progress ?? ((_, _) => { }) };

    private static ImmutableArray<T> OfEach<T>(ImmutableArray<FrozenFold> folds, Func<FrozenFold, T> explain, Action<int, int> progress)
    {
        var parts = ImmutableArray.CreateBuilder<T>(folds.Length);
        foreach (var fold in folds)
        {
            parts.Add(explain(fold));
            progress(parts.Count, folds.Length);
        }
        return parts.ToImmutable();
    }
}
