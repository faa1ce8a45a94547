using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.ReportPack.Methods;

/// <summary>Parts of sentences about the branches of a run, whichever they are.</summary>
/// <param name="Evidence">What is asked whether it tells cases from controls: <c>clinical features</c>.</param>
/// <param name="Model">What the model is: <c>a 3D ResNet-18 on MRI, …, and gradient boosting on … (late fusion)</c>.</param>
/// <param name="Probabilities">What the late fusion learns from besides the clinical features: <c>MRI probability</c>; empty: nothing.</param>
/// <param name="HasScans">Some branch learns from scans.</param>
/// <param name="HasTable">Some branch learns from the clinical table.</param>
internal sealed record BranchSentences(string Evidence, string Model, string Probabilities, bool HasScans, bool HasTable)
{
    public static BranchSentences Of(RunSpecification specification, EvaluationReport figures)
    {
        ImmutableArray<BranchDefinition> present =
            [.. BranchRegistry.All.Where(branch => MethodsSection.Has(figures, PredictorId.Of(branch.Id)) && specification.Branches[branch.Id] is not null)];
        BranchInput[] inputs = [.. present.Select(branch => branch.Input).Distinct()];
        string[] own = [.. present.Where(branch => !branch.FusesFeatures).Select(branch => branch.Name)];
        var probabilities = own.Length == 0 ? "" : own.Length == 1 ? $"{own[0]} probability" : $"{string.Join(", ", own[..^1])} and {own[^1]} probabilities";
        return new BranchSentences(
            EvidenceOf(inputs), ModelOf(specification, figures, present, probabilities), probabilities,
            inputs.Contains(BranchInput.Scans), inputs.Contains(BranchInput.Features));
    }

    private static string EvidenceOf(BranchInput[] inputs) => inputs.Length switch
    {
        0 => BranchInput.Features.Evidence(),
        1 => inputs[0].Evidence(),
        _ => $"{string.Join(", ", inputs.Select(input => input.Evidence()))}, and {(inputs.Length == 2 ? "both" : "all")} together by late fusion",
    };

    private static string ModelOf(
        RunSpecification specification, EvaluationReport figures, ImmutableArray<BranchDefinition> present, string probabilities)
    {
        string[] networks = [.. present.Select(branch => branch.Network(specification.Branches[branch.Id]!))];
        var each = present.Zip(networks, (branch, network) => $"{network} on {branch.Input.Name()}");
        return !MethodsSection.Has(figures, PredictorId.Fusion) ? string.Join(", and ", each)
            : present.Length == 1 ? $"{networks[0]} and gradient boosting (“late fusion”), both on {present[0].Input.Name()}"
            : $"{string.Join(", ", each)}, and gradient boosting on the {probabilities} and the {BranchInput.Features.Name()} (late fusion)";
    }
}
