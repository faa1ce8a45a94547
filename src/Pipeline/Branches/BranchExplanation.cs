namespace AxSpa.Pipeline.Branches;

/// <summary>
/// What explains a branch's answers, as far as jobs, files, pictures and sentences follow from it. How it is computed for one fold model says the
/// branch's trainer (<c>BranchTrainer</c> in AxSpa.Models).
/// </summary>
public abstract record BranchExplanation
{
    private BranchExplanation() { }

    /// <summary>
    /// How far each feature moves a patient's log-odds. It is asked of patients drawn from the cohort, so it can begin as soon as a fold model is there.
    /// </summary>
    /// <param name="Method">Within a sentence, as a plural: <c>expected gradients</c>.</param>
    public sealed record Attributions(string Method) : BranchExplanation;

    /// <summary>Where in a scan a network finds what speaks for the disease. It is asked of example patients, whom the run's predictions choose.</summary>
    /// <param name="Prefix">
    /// What the names of its files begin with, other than any other branch's: <c>t1_</c>. Empty for MRI, whose files are older than other branches.
    /// </param>
    public sealed record ScanMaps(string Prefix) : BranchExplanation;
}
