using System.Collections.Immutable;
using AxSpa.Models.Deployment;
using AxSpa.Models.Explanation;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>
/// How the network of one branch is built, for training and from its weights; what else there is to know of the branch stands in <see cref="BranchRegistry"/>.
/// </summary>
public abstract class BranchTrainer
{
    public abstract BranchId Branch { get; }

    /// <param name="seed">Of the first weights.</param>
    /// <param name="say">Takes warnings.</param>
    /// <returns>The network on its device with its first weights, and who it meets.</returns>
    public abstract BranchModel Open(FoldTrainingRequest request, FoldPatients patients, ulong seed, Device device, Action<TrainerLine> say);

    /// <param name="cohort">New patients, with the columns that the model was fitted on and prepared scans.</param>
    /// <returns>The network on its device, ready to be asked, and those of the patients whom the branch can score.</returns>
    /// <exception cref="RefusedInputException">The weights are not those of such a network.</exception>
    public abstract FrozenFoldModel Load(RunSpecification specification, FrozenFold fold, PreparedCohort cohort, string workspace, Device device);

    /// <summary>For a branch whose definition promises <see cref="BranchExplanation.Attributions"/>: what one fold model makes of each input.</summary>
    /// <param name="patients">Indices into the cohort.</param>
    public virtual FoldAttributions Attribute(FoldExplanationRequest request, int[] patients) =>
        throw new NotSupportedException($"The trainer of the branch {Branch} computes no attributions, which its definition promises.");

    /// <summary>For a branch whose definition promises <see cref="BranchExplanation.ScanMaps"/>: what one fold model looks at.</summary>
    /// <param name="scans">Positions in the cohort's scans.</param>
    public virtual FoldMaps Map(FoldExplanationRequest request, ImmutableArray<int> scans) =>
        throw new NotSupportedException($"The trainer of the branch {Branch} computes no maps of scans, which its definition promises.");
}
