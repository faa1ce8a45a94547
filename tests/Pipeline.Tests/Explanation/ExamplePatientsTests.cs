using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Pipeline.Tests.Explanation;

public sealed class ExamplePatientsTests
{
    [Fact]
    public void The_best_and_the_worst_of_both_kinds_are_shown_and_those_with_a_scan_where_there_are_scans()
    {
        var table = ThreePredictors.Table(
        [
            Row("a", true, 0.9, 0.5), Row("b", true, 0.1, 0.5), Row("c", true, 0.99, null), Row("d", false, 0.8, 0.5), Row("e", false, 0.2, 0.5),
            Row("f", false, 0.3, 0.5),
            Row("g", true, 1, 0.5) with { Set = PatientSet.Validation },
        ]);
        Assert.Equal(
            [("a", "case_highest"), ("b", "case_lowest"), ("d", "control_highest"), ("e", "control_lowest")],
            ExamplePatients.Choose(table).Select(example => (example.PatientId, example.Role)));
    }

    [Fact]
    public void One_patient_of_a_kind_is_shown_once_and_without_a_test_set_validation_is_shown()
    {
        var table = ThreePredictors.Table([Row("a", true, 0.9, null) with { Set = PatientSet.Validation }]);
        var only = Assert.Single(ExamplePatients.Choose(table));
        Assert.Equal(("a", "case_highest"), (only.PatientId, only.Role));
        Assert.Contains("validation", only.Title);
    }

    private static PatientPrediction Row(string id, bool isCase, double fusion, double? mri) => ThreePredictors.Patient(
        id, PatientSet.Test, isCase, mri is { } probability ? new ModelScore(probability, probability, true) : null, null,
        new ModelScore(fusion, fusion, fusion > 0.5));
}
