using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion;

/// <summary>What the run said of its own validation and test patients, its frozen model says of them again, bit by bit.</summary>
public sealed class FrozenFusionTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_same_patient_gets_the_same_bits(bool mri, bool clinical)
    {
        var cohort = MadeCohort.Cohort(mri: mri, clinical: clinical);
        var fused = MadeCohort.Fuse(cohort);
        var frozen = Frozen(cohort, fused, cohort);

        var again = frozen.Predict();

        var fresh = Enumerable.Range(0, cohort.Patients.Length).Where(i => cohort.Patients[i].Set != PatientSet.Train).ToArray();
        Assert.Equal(fresh.Select(i => fused.Predictions.Rows[i]), fresh.Select(i => again.Rows[i]));
    }

    [Fact]
    public void It_does_not_matter_who_else_is_asked_about()
    {
        var cohort = MadeCohort.Cohort();
        var fused = MadeCohort.Fuse(cohort);
        var patient = Enumerable.Range(0, cohort.Patients.Length)
            .Last(i => cohort.Patients[i].Set == PatientSet.Test && fused.Predictions.Rows[i][PredictorId.Mri] is not null);
        var alone = cohort with { Patients = [cohort.Patients[patient]], Values = [.. cohort.Values.Select(column => new[] { column[patient] })] };

        var answer = Frozen(cohort, fused, alone, i => patient).Predict();

        Assert.Equal(fused.Predictions.Rows[patient], Assert.Single(answer.Rows));
    }

    [Fact]
    public void An_explanation_of_a_test_patient_is_the_runs_own()
    {
        var cohort = MadeCohort.Cohort();
        var fused = MadeCohort.Fuse(cohort);
        int[] test = [.. Enumerable.Range(0, cohort.Patients.Length).Where(i => cohort.Patients[i].Set == PatientSet.Test)];

        var explained = Frozen(cohort, fused, cohort).Explain(test)!;

        Assert.Equal(fused.Model!.Shap!.Rows.Select(row => row.PatientId), explained.Rows.Select(row => row.PatientId));
        for (var row = 0; row < test.Length; row++)
        {
            Assert.Equal(fused.Model.Shap!.Rows[row].Values.AsEnumerable(), explained.Rows[row].Values);
            Assert.Equal(fused.Model.Shap!.Rows[row].Contributions.AsEnumerable(), explained.Rows[row].Contributions);
        }
    }

    private static FrozenFusion Frozen(PreparedCohort trainedOn, FusionResult fused, PreparedCohort asked, Func<int, int>? source = null) => new(
        asked, trainedOn.Columns, fused.Summary,
        BranchRegistry.All.Where(branch => branch.Input.IsIn(trainedOn)).Aggregate(
            BranchMap<FoldAnswers>.Empty, (all, branch) => all.With(branch.Id, new FoldAnswers(Logits(trainedOn, branch.Id, asked, source)))),
        fused.Model?.Json, ImmutableSortedDictionary<PredictorId, IFusionPredictor>.Empty, new StumpBoosting());

    private static ImmutableArray<double[]> Logits(PreparedCohort cohort, BranchId branch, PreparedCohort asked, Func<int, int>? source) =>
        [.. MadeCohort.Ensemble(cohort, branch).FoldLogits.Select(fold => asked.Patients.Select((_, i) => fold[source?.Invoke(i) ?? i]).ToArray())];
}
