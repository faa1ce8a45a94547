using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Branches;

/// <summary>
/// All that the program needs to know of a branch, but how its network is trained (<c>BranchTrainer</c> in AxSpa.Models): every other place asks
/// here instead of telling branches apart.
/// </summary>
public abstract class BranchDefinition
{
    public abstract BranchId Id { get; }

    /// <summary>Within a sentence: <c>MRI</c>, <c>clinical</c>.</summary>
    public abstract string Name { get; }

    /// <summary>At the head of a figure: <c>MRI</c>, <c>Clinical</c>.</summary>
    public string Heading => Name.Capitalized();

    /// <summary>In every figure, <c>#0072B2</c>: one that people with a colour-vision deficiency can tell from the others (Okabe and Ito 2008).</summary>
    public abstract string Colour { get; }

    /// <summary>What it learns from, and so whom it can score.</summary>
    public abstract BranchInput Input { get; }

    /// <summary>
    /// Says which random streams are this branch's (<see cref="Randomness.RandomUse"/>): another number for each branch, and the same for ever.
    /// </summary>
    public abstract int Stream { get; }

    /// <summary>How long a fold takes, in folds of the MRI branch; used before anything of it was measured.</summary>
    public virtual double RelativeCost => 0.1;

    /// <summary>Its folds are placed on graphics cards first.</summary>
    public virtual bool PrefersCard => false;

    /// <summary>
    /// The fusion learns from the branch's features themselves. Otherwise it gets the branch's probability, as a column of its own.
    /// </summary>
    public virtual bool FusesFeatures => false;

    /// <summary>Each fold model has a preprocessing.json beside its weights.</summary>
    public virtual bool HasPreprocessing => false;

    /// <summary>
    /// Every run's files speak of it, as they did before there were other branches: its section as <c>none</c>, its columns empty. Of any other branch
    /// only those of a run that has it.
    /// </summary>
    public virtual bool IsAlways => false;

    /// <summary>What explains its answers; its trainer computes it. Null: nothing does.</summary>
    public virtual BranchExplanation? Explanation => null;

    /// <summary>The stage of <c>--until</c> in which its folds are trained: <see cref="RunStage.Mri"/> or <see cref="RunStage.Clinical"/>.</summary>
    public virtual RunStage TrainedIn => RunStage.Clinical;

    /// <summary>How its section of the YAML is read and written (<see cref="OfBranch{T}"/>).</summary>
    public abstract YamlValue<BranchOptions?> Section { get; }

    /// <summary>What the report's methods say of it, in sentences; null: they have a paragraph of its own.</summary>
    public virtual string? Methods(BranchOptions options) => null;

    /// <summary>Its network within a sentence: <c>a 3D ResNet-18</c>.</summary>
    public virtual string Network(BranchOptions options) => $"the network of the {Name} branch";

    /// <param name="of">The branch's own section; null: it is switched off or left out.</param>
    protected static YamlValue<BranchOptions?> OfBranch<T>(YamlValue<T?> of) where T : BranchOptions => new(
        (section, key, otherwise, context) => of.Read(section, key, (T?)otherwise, context), (options, context) => of.Write((T?)options, context), of.Section);
}
