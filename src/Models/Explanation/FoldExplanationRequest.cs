using AxSpa.Models.Deployment;
using AxSpa.Models.Training;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>One fold model that is asked why it answers as it does.</summary>
/// <param name="Cohort">The run's own where the model is compared with the patients that it was trained on.</param>
/// <param name="Workspace">What the paths of prepared scans are relative to.</param>
/// <param name="DeviceName"><c>cpu</c>, <c>cuda:0</c></param>
public sealed record FoldExplanationRequest(RunSpecification Specification, FrozenFold Fold, PreparedCohort Cohort, string Workspace, string DeviceName)
{
    /// <summary>How far it is: patients or scans done, of how many.</summary>
    public Action<int, int> Progress { get; init; } = (_, _) => { };

    /// <exception cref="RefusedInputException">There is no such device on this machine.</exception>
    public Device Device => TrainingDevice.Of(DeviceName);

    /// <returns>The model on its device, ready to be asked.</returns>
    /// <exception cref="RefusedInputException">The weights are not those of such a network.</exception>
    public FrozenFoldModel Load() => BranchTrainers.Of(Fold.Fold.Branch).Load(Specification, Fold, Cohort, Workspace, Device);
}
