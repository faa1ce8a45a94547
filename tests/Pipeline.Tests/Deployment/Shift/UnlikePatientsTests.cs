using System.Collections.Immutable;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Deployment.Shift;
using AxSpa.Pipeline.Randomness;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Deployment.Shift;

public sealed class UnlikePatientsTests
{
    /// <summary>300 training patients: an age, a CRP with a long tail, and a height that is nearly the same for all.</summary>
    private static readonly ReferenceDistribution Reference = new(300, 100, 0, [Of("age", Age), Of("crp", Crp), Of("height", i => 1.7 + 0.001 * (i % 7))], []);

    private static double Age(int i) => 20 + i % 45;

    private static double Crp(int i) => 0.5 + 0.01 * Math.Pow(i % 100, 2);

    private static FeatureReference Of(string name, Func<int, double> value) => FeatureReference.OfNumbers(name, [.. Enumerable.Range(0, 300).Select(value)]);

    private static UnlikePatients Look(params double[][] patients) => UnlikePatients.Of(
        Reference, [.. Enumerable.Range(0, 3).Select(feature => patients.Select(patient => patient[feature]).ToArray())],
        [.. patients.Select(_ => ImmutableArray<string>.Empty)], [.. patients.Select((_, i) => $"row {i + 1} (line {i + 2}) of t.csv")]);

    [Fact]
    public void An_age_of_310_is_named_with_its_row_and_beside_its_answer()
    {
        var unlike = Look([33, 5, 1.7], [310, 5, 1.7], [double.NaN, double.NaN, double.NaN], [28, -400, 17]);
        Assert.Equal(["", "age=310", "", "crp=-400; height=17"], unlike.ByPatient);
        Assert.Equal(3, unlike.Warnings.Length);
        Assert.Contains("'age' is far outside of what the model was fitted on (4", unlike.Warnings[0]);
        Assert.Contains("310 in row 2 (line 3) of t.csv", unlike.Warnings[0]);
    }

    [Fact]
    public void None_of_the_training_patients_is_unlike_them_nor_anybody_between() =>
        Gen.Select(Gen.Int[0, 299], Gen.Int[0, 299], Gen.Double[0, 1]).Sample((one, other, part) =>
        {
            double Between(Func<int, double> value) => value(one) + part * (value(other) - value(one));
            Assert.Equal("", Assert.Single(Look([Between(Age), Between(Crp), Between(i => 1.7 + 0.001 * (i % 7))]).ByPatient));
        });

    [Fact]
    public void What_is_off_by_a_factor_of_ten_or_more_is_always_named() => Gen.Select(Gen.Int[0, 299], Gen.Int[1, 6]).Sample((patient, power) =>
        Assert.Contains("age=", Assert.Single(Look([Math.Max(30, Age(patient)) * Math.Pow(10, power), 5, 1.7]).ByPatient)));

    [Fact]
    public void Levels_that_are_not_known_are_named_as_they_are_written() => Assert.Equal(
        ["age=310; smoking=vaping (unknown)"],
        UnlikePatients.Of(Reference, [[310], [5], [1.7]], [["smoking=vaping"]], ["row 1 (line 2) of t.csv"]).ByPatient);

    [Fact]
    public void Other_units_are_suspected_where_the_middle_is_off_by_a_power_of_ten() => Gen.Select(Gen.Int[-6, 6], Gen.Int[3, 60]).Sample((power, patients) =>
    {
        var random = RandomStream.From((ulong)patients, "units");
        double[] ages = [.. Enumerable.Range(0, patients).Select(_ => Age(10 + random.NextInt(25)) * Math.Pow(10, power))];
        var hints = UnitsHint.Of(Reference, [ages, Nobody(patients), Nobody(patients)]);
        if (power == 0)
            Assert.Empty(hints);
        else
            Assert.Contains($"{(power < 0 ? "multiply" : "divide")} the column by {Math.Pow(10, Math.Abs(power)):0} if so", Assert.Single(hints));
    });

    [Fact]
    public void Two_values_are_too_few_to_suspect_other_units() => Assert.Empty(UnitsHint.Of(Reference, [[3.3, 3.4], Nobody(2), Nobody(2)]));

    private static double[] Nobody(int patients) => [.. Enumerable.Repeat(double.NaN, patients)];
}
