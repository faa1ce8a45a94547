using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion;

public sealed class CrossFitTests
{
    private static readonly PreparedCohort Cohort = MadeCohort.Cohort();
    private static readonly int[] Train = [.. Enumerable.Range(0, Cohort.Patients.Length).Where(i => Cohort.Patients[i].Set == PatientSet.Train)];
    private static readonly FeatureMatrix Rows = new FusionFeatures(Cohort, [BranchId.Mri]).Rows(Train, [MadeCohort.Ensemble(Cohort, BranchId.Mri).Logits]);
    private static readonly int[] Folds = [.. Train.Select(i => Cohort.Patients[i].Fold!.Value)];
    private static readonly BoostingOptions Options = new(1, 0.3, Subsample: 1, Seed: 0);

    private static bool[] Labels() => [.. Train.Select(i => Cohort.Patients[i].IsCase)];

    [Fact]
    public void The_rounds_are_those_with_the_smallest_held_out_loss()
    {
        var fit = CrossFit.Run(new StumpBoosting(), Rows, Labels(), Folds, Options, 200);
        Assert.Equal(fit.LossByRound.Min(), fit.LossByRound[fit.Rounds - 1]);
        Assert.Equal(fit.LossByRound.Min(), LogLoss.OfLogits(Labels(), fit.Margins)!.Value, 1e-12);
        Assert.True(fit.LossByRound.Length == 200 || fit.LossByRound.Length == fit.Rounds + CrossFit.Patience);
    }

    [Fact]
    public void Growing_stops_when_fifty_rounds_brought_nothing()
    {
        // Labels without any relation to the features: the first rounds are the best, and the rest is not grown.
        bool[] noise = [.. Train.Select(i => i * 7919 % 13 < 6)];
        var fit = CrossFit.Run(new StumpBoosting(), Rows, noise, Folds, Options, 500);
        Assert.Equal(fit.Rounds + CrossFit.Patience, fit.LossByRound.Length);
    }

    [Fact]
    public void A_patients_own_label_never_changes_their_out_of_fold_margin()
    {
        const int rounds = 4; // few enough that the loss still falls, so the choice of rounds stays out of the question
        var before = CrossFit.Run(new StumpBoosting(), Rows, Labels(), Folds, Options, rounds);
        for (var row = 0; row < Rows.Rows; row += 17)
        {
            var labels = Labels();
            labels[row] = !labels[row];
            var after = CrossFit.Run(new StumpBoosting(), Rows, labels, Folds, Options, rounds);
            Assert.Equal((rounds, rounds), (before.Rounds, after.Rounds));
            Assert.Equal(before.Margins[row], after.Margins[row]);
            for (var other = 0; other < Rows.Rows; other++)
                if (Folds[other] == Folds[row]) Assert.Equal(before.Margins[other], after.Margins[other]); // nor their fold's
            Assert.NotEqual(before.Margins, after.Margins); // but it does teach the other folds' models
        }
    }
}
