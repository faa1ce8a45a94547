using AxSpa.Pipeline;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Jobs;

/// <summary>Which fold a file belongs to: it stands in the path, <c>…/folds/mri-0/attempt-1/oof.csv</c>.</summary>
internal static class FoldPath
{
    /// <exception cref="RefusedInputException">The file lies in no fold's folder.</exception>
    public static FoldId FoldOf(string path) =>
        FoldId.TryParse(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))) ?? "", out var fold)
            ? fold
            : throw new RefusedInputException($"{path} does not lie in a fold's folder such as folds/mri-0/attempt-1.");
}
