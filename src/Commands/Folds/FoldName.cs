using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Folds;

/// <summary>How people name a fold of a run.</summary>
internal static class FoldName
{
    public static readonly ArgumentDescription Argument = new(
        "FOLD", "a fold as 'run describe' names it: mri-0, clinical-4, or mri-r2-0 in the second repeat.");

    /// <exception cref="CommandRefusedException">What was typed is no fold.</exception>
    public static FoldId Of(CommandCall call) => FoldId.TryParse(call.Arguments.Argument(Argument.Name), out var fold)
        ? fold
        : throw new CommandRefusedException(
            $"{call.Arguments.Argument(Argument.Name)} is not a fold. A fold is called mri-N or clinical-N, in a later repeat mri-r2-N; 'run "
            + "describe' lists those of a run.");
}
