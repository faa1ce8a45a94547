using AxSpa.Pipeline.Branches;

namespace AxSpa.Pipeline.Predictors;

/// <summary>What a report says of one predictor.</summary>
/// <param name="Title">For people, in reports and figures: <c>MRI-only</c>.</param>
/// <param name="Branch">The branch that it is by itself; null: a fusion of several.</param>
/// <param name="Colour">In every figure, <c>#0072B2</c>: one that people with a colour-vision deficiency can tell from the others.</param>
/// <param name="ChosenOn">On which predictions its calibration and its threshold are chosen, for people.</param>
/// <param name="IsAlways">
/// Every run's files have its columns and figures, empty where the run has no such predictor, as it was before there were others; one that is not
/// stands only in the files of runs that ask for it.
/// </param>
public sealed record PredictorDefinition(PredictorId Id, string Title, BranchId? Branch, string Colour, string ChosenOn, bool IsAlways);
