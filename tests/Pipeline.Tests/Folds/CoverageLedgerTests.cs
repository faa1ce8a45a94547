using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Folds;

public sealed class CoverageLedgerTests
{
    private static readonly PreparedCohort Cohort = new(
        [.. Enumerable.Range(0, 20).Select(i => i < 14
            ? new Patient($"p{i:00}", i % 2 == 0, PatientSet.Train, i % 2)
            : new Patient($"p{i:00}", i % 2 == 0, i < 17 ? PatientSet.Validation : PatientSet.Test, null))],
        [], [], [.. Enumerable.Range(0, 20).Where(i => i % 3 != 0).Select(i => new Scan($"p{i:00}", "v", "0"))], ImmutableArray.Create(1, 1, 1));

    private static List<(FoldId Fold, IReadOnlyList<PatientScore> Scores)> Scores(BranchId branch)
    {
        var covered = CoverageLedger.Covered(Cohort, branch);
        return [.. Enumerable.Range(0, 2).Select(fold => (new FoldId(branch, fold), (IReadOnlyList<PatientScore>)[.. Cohort.Patients
            .Where((p, i) => covered[i] && (p.Fold is null || p.Fold == fold))
            .Select(p => new PatientScore(p.Id, p.Set, p.IsCase, 0.1))]))];
    }

    [Theory]
    [InlineData("mri"), InlineData("clinical")]
    public void Complete_scores_pass(string branch) => CoverageLedger.Check(Cohort, new BranchId(branch), Scores(new BranchId(branch)));

    [Fact]
    public void A_fold_that_is_missing_is_listed()
    {
        var scores = Scores(BranchId.Clinical);
        scores.RemoveAt(1);
        var refusal = Assert.Throws<CoverageException>(() => CoverageLedger.Check(Cohort, BranchId.Clinical, scores));
        Assert.Contains("without an out-of-fold score: 7 (line 3, 5, 7, 9, 11, … of patients.csv)", refusal.Message);
    }

    [Fact]
    public void A_train_patient_scored_by_a_fold_that_trained_on_them_is_a_leak()
    {
        var scores = Scores(BranchId.Clinical);
        scores[0] = (scores[0].Fold, [.. scores[0].Scores, new PatientScore("p01", PatientSet.Train, false, 0.5)]);
        var refusal = Assert.Throws<CoverageException>(() => CoverageLedger.Check(Cohort, BranchId.Clinical, scores));
        Assert.Contains("did not hold the patient out: 1 (line 3 of patients.csv)", refusal.Message);
    }

    [Fact]
    public void Folds_of_two_repeats_taken_together_are_refused()
    {
        var scores = Scores(BranchId.Clinical);
        scores.AddRange(Scores(BranchId.Clinical).Select(one => (one.Fold with { Repeat = 1 }, one.Scores)));
        var refusal = Assert.Throws<CoverageException>(() => CoverageLedger.Check(Cohort, BranchId.Clinical, scores));
        Assert.Contains("train patients with two out-of-fold scores: 14 (", refusal.Message);
    }

    [Fact]
    public void Doubles_strangers_and_changed_labels_are_listed()
    {
        var scores = Scores(BranchId.Mri);
        scores[0] = (scores[0].Fold,
            [.. scores[0].Scores.Skip(1), scores[0].Scores[2], new PatientScore("p03", PatientSet.Train, false, 0),
                scores[0].Scores[3] with { IsCase = false }]);
        var refusal = Assert.Throws<CoverageException>(() => CoverageLedger.Check(Cohort, BranchId.Mri, scores));
        Assert.Contains("not a patient of this branch: 1 (line 5 of patients.csv)", refusal.Message);
        Assert.Contains("scored twice by one fold", refusal.Message);
        Assert.Contains("another set or label", refusal.Message);
    }

    [Fact]
    public void A_test_patient_missed_by_one_fold_is_listed()
    {
        var scores = Scores(BranchId.Clinical);
        scores[1] = (scores[1].Fold, [.. scores[1].Scores.Where(s => s.PatientId != "p19")]);
        Assert.Contains("not scored by clinical-1: 1 (line 21 of patients.csv)",
            Assert.Throws<CoverageException>(() => CoverageLedger.Check(Cohort, BranchId.Clinical, scores)).Message);
    }

    [Fact]
    public void A_score_file_reads_back_exactly_whatever_the_id()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        PatientScore[] scores =
        [
            new("a,\"b\" ü", PatientSet.Train, true, Math.PI), new("x", PatientSet.Validation, false, -1e-300),
            new(" y ", PatientSet.Test, false, 0.1 + 0.2), new("z", PatientSet.Test, true, double.Epsilon),
        ];
        try
        {
            ScoreFile.Write(path, scores);
            Assert.Equal(scores, ScoreFile.Read(path));
            File.WriteAllText(path, "patient_id,set,label,logit,probability\nq,test,1,NaN,0.5\n");
            Assert.Contains("line 2", Assert.Throws<RefusedInputException>(() => ScoreFile.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
