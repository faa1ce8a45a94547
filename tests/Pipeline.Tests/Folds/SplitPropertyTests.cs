using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Specification;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Folds;

public sealed class SplitPropertyTests
{
    private static readonly Gen<SplitPatient[]> Patients =
        Gen.Select(Gen.Bool, Gen.Int[0, 3], Gen.Bool).Array[2, 300]
            .Select(rows => rows.Select((row, i) => new SplitPatient($"p{i}", row.Item1, row.Item2 == 0 ? null : $"site {row.Item2}", row.Item3)).ToArray());

    private static readonly Gen<SplitOptions> Options = Gen.Select(Gen.Int[1, 8], Gen.Int[1, 8], Gen.Int[0, 8]).Select((train, validation, test) =>
    {
        var sum = (double)(train + validation + test);
        return new SplitOptions { Train = train / sum, Validation = validation / sum, Test = test / sum };
    });

    [Fact]
    public void Each_class_is_divided_as_the_fractions_say_to_within_one_patient() =>
        Gen.Select(Patients, Options, Gen.ULong).Sample((patients, options, seed) =>
        {
            var sets = PatientSplit.ByFractions(patients, options, seed);
            double[] share = [options.Train, options.Validation, options.Test];
            foreach (var isCase in new[] { true, false })
            {
                var ofClass = Enumerable.Range(0, patients.Length).Where(i => patients[i].IsCase == isCase).ToList();
                for (var set = 0; set < 3; set++)
                    if (Math.Abs(ofClass.Count(i => sets[i] == (PatientSet)set) - share[set] * ofClass.Count) > 1 + 1e-6) return false;
            }
            return sets.Length == patients.Length;
        });

    [Fact]
    public void Folds_are_equal_in_size_in_cases_and_in_controls_to_within_one_patient() =>
        Gen.Select(Patients, Gen.Int[2, 10], Gen.ULong).Sample((patients, folds, seed) =>
        {
            var fold = FoldAssignment.Stratified(patients, folds, seed);
            bool Even(Func<SplitPatient, bool> which)
            {
                var counts = Enumerable.Range(0, folds).Select(k => patients.Where((patient, i) => fold[i] == k && which(patient)).Count()).ToList();
                return counts.Max() - counts.Min() <= 1;
            }
            return fold.All(k => k >= 0 && k < folds) && Even(_ => true) && Even(patient => patient.IsCase) && Even(patient => !patient.IsCase)
                && patients.Select(patient => (patient.IsCase, patient.Center, patient.HasScan)).Distinct()
                    .All(stratum => Even(patient => (patient.IsCase, patient.Center, patient.HasScan) == stratum));
        });

    [Fact]
    public void The_order_in_which_patients_come_changes_nothing() =>
        Gen.Select(Patients, Gen.ULong).Sample((patients, seed) =>
        {
            var reversed = patients.Reverse().ToArray();
            return PatientSplit.ByFractions(patients, new SplitOptions(), seed)
                .SequenceEqual(PatientSplit.ByFractions(reversed, new SplitOptions(), seed).Reverse())
                && FoldAssignment.Stratified(patients, 5, seed).SequenceEqual(FoldAssignment.Stratified(reversed, 5, seed).Reverse());
        });

    [Fact]
    public void Every_center_is_spread_over_the_sets()
    {
        SplitPatient[] patients = [.. Enumerable.Range(0, 400).Select(i => new SplitPatient($"p{i}", i % 4 == 0, $"site {i / 100}", i % 2 == 0))];
        var sets = PatientSplit.ByFractions(patients, new SplitOptions(), 42);
        foreach (var site in Enumerable.Range(0, 400).GroupBy(i => patients[i].Center))
        {
            Assert.Equal(70, site.Count(i => sets[i] == PatientSet.Train), 4.0);
            Assert.Equal(15, site.Count(i => sets[i] == PatientSet.Validation), 4.0);
            Assert.Equal(15, site.Count(i => sets[i] == PatientSet.Test), 4.0);
        }
    }

    [Fact]
    public void Another_seed_gives_another_split_and_the_same_seed_the_same()
    {
        SplitPatient[] patients = [.. Enumerable.Range(0, 100).Select(i => new SplitPatient($"p{i}", i % 4 == 0))];
        ImmutableArray<PatientSet> Of(ulong seed) => PatientSplit.ByFractions(patients, new SplitOptions(), seed);
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
    }

    [Fact]
    public void The_hash_knows_who_is_where_and_nothing_else()
    {
        Patient a = new("a", true, PatientSet.Train, 0), b = new("b", false, PatientSet.Test, null);
        var hash = SplitHash.Of([a, b]);
        // printf 'a,train,0\nb,test,\n' | sha256sum
        Assert.Equal("c8458298a7393e6b212e1180e9955eaab1cc73398c8702e0e25ba27785488db5", hash);
        Assert.Equal(hash, SplitHash.Of([b, a with { IsCase = false, Center = "x" }]));
        Assert.NotEqual(hash, SplitHash.Of([a with { Fold = 1 }, b]));
        Assert.Equal("patient_id,set,fold\na,train,0\nb,test,\n", SplitHash.Csv([b, a]));
    }
}
