using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Tests.Evaluation;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Pipeline.Tests.Leaks;

public sealed class ImplausibleTestTests
{
    [Fact]
    public void Test_patients_whom_the_models_know_raise_it()
    {
        Assert.Empty(ImplausibleTest.Look(Table(1, 1)).Alarms);
        var alarm = Assert.Single(ImplausibleTest.Look(Table(1, 4)).Alarms);
        Assert.Equal((LeakKind.ImplausibleTest, "Clinical-only"), (alarm.Kind, alarm.Subject));
        Assert.Empty(ImplausibleTest.Look(Table(4, 1)).Alarms); // worse is sad and no leak
    }

    [Fact]
    public void A_small_test_set_may_be_perfect_by_chance() => Assert.Empty(ImplausibleTest.Look(Table(1.5, 9, tests: 8)).Alarms);

    [Fact]
    public void Without_a_test_set_there_is_nothing_to_compare()
    {
        var check = ImplausibleTest.Look(MadePredictions.Table(100, test: false));
        Assert.Empty(check.Alarms);
        Assert.StartsWith("There is no test set", check.Finding);
    }

    /// <param name="train">How far apart cases and controls are, out of fold.</param>
    /// <param name="test">The same on test.</param>
    private static PredictionTable Table(double train, double test, int tests = 120) => ThreePredictors.Table([.. Enumerable.Range(0, 500 + tests).Select(i =>
    {
        var (set, isCase) = (i < 500 ? PatientSet.Train : PatientSet.Test, i % 3 == 0);
        var raw = PlattScaling.Sigmoid(RandomStream.From(9, "implausible", i).NextGaussian() + (isCase ? set == PatientSet.Train ? train : test : 0));
        return ThreePredictors.Patient($"p{i}", set, isCase, null, new ModelScore(raw, raw, raw > 0.5), null);
    })]);
}
