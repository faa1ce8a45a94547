using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Logistic;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion.Logistic;

public sealed class PenaltyCrossFitTests
{
    private static readonly (FeatureMatrix Rows, bool[] IsCase, int[] Fold) Made = MadeDesign.Features(120, 6);
    private static readonly PenaltyCrossFit Chosen = PenaltyCrossFit.Run(Made.Rows, Made.IsCase, Made.Fold);

    [Fact]
    public void The_penalty_is_that_with_the_smallest_held_out_loss()
    {
        Assert.Equal(PenaltyCrossFit.Grid, Chosen.Losses.Select(one => one.C));
        Assert.Equal(Chosen.Losses.MinBy(one => one.HeldOutLogLoss)!.C, Chosen.C);
        Assert.Equal(Chosen.Losses.Min(one => one.HeldOutLogLoss), LogLoss.OfLogits(Made.IsCase, Chosen.Margins)!.Value, 1e-12);
        Assert.InRange(Chosen.C, 0.003, 30); // inside the grid: what is there to learn is worth some coefficients, and not any
    }

    [Fact]
    public void A_row_is_answered_by_what_was_fitted_imputed_and_scaled_without_its_fold()
    {
        int[] seen = [.. Enumerable.Range(0, 120).Where(row => Made.Fold[row] != 3)], held = [.. Enumerable.Range(0, 120).Where(row => Made.Fold[row] == 3)];
        var model = LogisticModel.Fit(Made.Rows.Only(seen), Array.ConvertAll(seen, row => Made.IsCase[row]), Chosen);
        var expected = model.Margins(Made.Rows.Only(held));
        for (var i = 0; i < held.Length; i++) Assert.Equal(expected[i], Chosen.Margins[held[i]], 1e-5);
    }

    [Fact]
    public void A_patients_own_label_and_the_features_of_their_fold_change_nothing_of_their_answer_at_a_given_penalty()
    {
        var before = PenaltyCrossFit.Run(Made.Rows, Made.IsCase, Made.Fold, [1]);
        var labels = Made.IsCase.ToArray();
        labels[7] = !labels[7];
        var after = PenaltyCrossFit.Run(Made.Rows, labels, Made.Fold, [1]);
        var values = Made.Rows.Values.ToArray();
        values[12 * 6] = 1000; // row 12 is in the fold of row 7
        var moved = PenaltyCrossFit.Run(Made.Rows with { Values = values }, Made.IsCase, Made.Fold, [1]);
        Assert.Equal((Made.Fold[7], before.Margins[7], before.Margins[7]), (Made.Fold[12], after.Margins[7], moved.Margins[7]));
        Assert.NotEqual(before.Margins, after.Margins);
        Assert.NotEqual(before.Margins, moved.Margins);
    }

    [Fact]
    public void Of_equal_losses_the_strongest_penalty_is_taken()
    {
        var nothing = new FeatureMatrix(["c"], 20, new float[20]); // every penalty answers alike
        var fit = PenaltyCrossFit.Run(nothing, [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0)], [.. Enumerable.Range(0, 20).Select(i => i / 10)]);
        Assert.Single(fit.Losses.Select(one => one.HeldOutLogLoss).Distinct());
        Assert.Equal(PenaltyCrossFit.Grid[0], fit.C);
    }

    [Fact]
    public void Labels_that_nothing_tells_ask_for_the_strongest_penalties()
    {
        bool[] noise = [.. Enumerable.Range(0, 120).Select(i => i * 7919 % 13 < 6)];
        Assert.InRange(PenaltyCrossFit.Run(Made.Rows, noise, Made.Fold).C, 0, 0.1);
    }

    [Fact]
    public void A_fold_that_holds_all_cases_is_refused() =>
        Assert.Contains("0 controls", Assert.Throws<RefusedInputException>(
            () => PenaltyCrossFit.Run(Made.Rows, Made.IsCase, Array.ConvertAll(Made.IsCase, one => one ? 1 : 0))).Message);
}
