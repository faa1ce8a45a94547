using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Explaining;

/// <summary>What a run's jobs have of each fold of a branch, in the order of the folds.</summary>
internal static class FoldParts
{
    /// <summary>The fold models among the files that a job reads.</summary>
    public static ImmutableArray<FrozenFold> Models(this OfficialInputs inputs, BranchId branch)
    {
        var preprocessing = inputs.Files(ModelFileNames.PreprocessingFile).ToDictionary(FoldPath.FoldOf);
        return
        [
            .. inputs.OfFolds(branch, ModelFileNames.WeightsFile)
                .Select(file => new FrozenFold(file.Fold, file.Path, preprocessing.GetValueOrDefault(file.Fold))),
        ];
    }

    /// <summary>The files of this name that explain each fold model.</summary>
    public static ImmutableArray<byte[]> Explanations(this OfficialInputs inputs, BranchId branch, string fileName) =>
        [.. inputs.OfFolds(branch, fileName).Select(file => File.ReadAllBytes(file.Path))];

    private static IEnumerable<(FoldId Fold, string Path)> OfFolds(this OfficialInputs inputs, BranchId branch, string fileName) =>
        inputs.Files(fileName)
            .Select(path => (Fold: FoldPath.FoldOf(path), Path: path))
            .Where(file => file.Fold.Branch == branch)
            .OrderBy(file => file.Fold.Index);
}
