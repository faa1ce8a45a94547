using System.Diagnostics;
using AxSpa.Pipeline.Cohort.Synthetic;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort.Synthetic;

public sealed class SyntheticCohortTests
{
    [Fact]
    public void Equal_seeds_give_equal_bytes_and_other_seeds_others()
    {
        using var folder = new TemporaryFolder();
        SyntheticCohort.Generate(folder["a"], 24, 7);
        SyntheticCohort.Generate(folder["b"], 24, 7);
        SyntheticCohort.Generate(folder["c"], 24, 8);
        var names = Names(folder["a"]);
        Assert.Equal(names, Names(folder["b"]));
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(folder["a"], name)), File.ReadAllBytes(Path.Combine(folder["b"], name))));
        Assert.NotEqual(File.ReadAllText(Path.Combine(folder["a"], "clinical.csv")), File.ReadAllText(Path.Combine(folder["c"], "clinical.csv")));
    }

    [Fact]
    public void A_cohort_that_is_there_already_is_kept_and_another_one_is_never_overwritten()
    {
        using var folder = new TemporaryFolder();
        SyntheticCohort.Generate(folder.Path, 20, 7);
        var written = File.GetLastWriteTimeUtc(folder["clinical.csv"]);
        SyntheticCohort.Generate(folder.Path, 20, 7);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder["clinical.csv"]));
        Assert.Contains("there is another cohort already", Assert.Throws<RefusedInputException>(() => SyntheticCohort.Generate(folder.Path, 20, 8)).Message);
        Assert.Throws<RefusedInputException>(() => SyntheticCohort.Generate(folder["few"], 3, 7));
        Assert.False(Directory.Exists(folder["few"]));
    }

    [Fact]
    public void The_table_has_a_row_per_patient_40_percent_cases_and_some_missing_values()
    {
        using var folder = new TemporaryFolder();
        SyntheticCohort.Generate(folder.Path, 320, 42);
        var rows = File.ReadAllLines(folder["clinical.csv"]).Select(line => line.Split(',')).ToList();
        Assert.Equal(["patient_id", "label"], rows[0][..2]);
        Assert.Equal(320, rows.Count - 1);
        Assert.Equal(128, rows.Skip(1).Count(row => row[1] == "1"));
        Assert.InRange(rows.Skip(1).SelectMany(row => row).Count(value => value.Length == 0), 50, 250);
        var scans = Directory.GetFiles(folder["mri"]).Select(file => Path.GetFileName(file)[..6]).ToLookup(id => id);
        Assert.All(scans, patient => Assert.Contains(rows, row => row[0] == patient.Key));
        Assert.InRange(320 - scans.Count, 16, 50);
        Assert.InRange(scans.Count(patient => patient.Count() == 2), 20, 60);
    }

    [Fact]
    public void The_scans_differ_in_orientation_spacing_and_datatype_and_every_one_is_read_without_a_warning()
    {
        using var folder = new TemporaryFolder();
        SyntheticCohort.Generate(folder.Path, 60, 42);
        var inspections = Directory.GetFiles(folder["mri"]).Select(NiftiInspection.Of).ToList();
        Assert.All(inspections, inspection => Assert.Empty(inspection.Warnings));
        Assert.True(inspections.Select(inspection => inspection.Orientation).Distinct().Count() >= 6);
        Assert.True(inspections.Select(inspection => inspection.SpacingMm[0]).Distinct().Count() >= 10);
        Assert.Equal(["float32", "int16"], inspections.Select(inspection => inspection.Datatype).Distinct().Order());
        Assert.Contains(inspections, inspection => inspection.Slope != 1);
    }

    /// <summary>With 20,000 patients an AUROC is known to ±0.004.</summary>
    [Fact]
    public void Scans_and_table_carry_the_intended_share_of_the_label()
    {
        var patients = SyntheticPatient.DrawAll(20_000, 1);
        var isCase = patients.Select(patient => patient.IsCase).ToArray();
        var scans = patients.Select(patient => SyntheticPatient.Separation * patient.Inflammation).ToArray();
        var clinical = patients.Select((patient, index) => ClinicalEvidence(patient.IsCase, index)).ToArray();
        Assert.InRange(Auroc.Of(isCase, scans)!.Value, 0.775, 0.80);
        Assert.InRange(Auroc.Of(isCase, clinical)!.Value, 0.775, 0.80);
        Assert.InRange(Auroc.Of(isCase, [.. scans.Zip(clinical, (a, b) => a + b)])!.Value, 0.86, 0.88);
    }

    [Theory]
    [InlineData(42)]
    [InlineData(1)]
    public void A_feature_made_by_hand_from_the_prepared_scans_finds_the_oedema_but_never_all_of_it(ulong randomSeed)
    {
        using var folder = new TemporaryFolder();
        SyntheticCohort.Generate(folder.Path, 320, randomSeed);
        var patients = SyntheticPatient.DrawAll(320, randomSeed).Where(patient => patient.Scans > 0).ToList();
        var geometry = new InputGeometry([28, 28, 14]);
        var brightest = patients.Select(patient => BrightestMean(folder["mri/" + patient.Id + "_scan1.nii.gz"], geometry)).ToArray();
        Assert.InRange(Auroc.Of([.. patients.Select(patient => patient.IsCase)], brightest)!.Value, 0.72, 0.85);
        Assert.InRange(Auroc.Of([.. patients.Select(patient => patient.Inflammation > 0.5)], brightest)!.Value, 0.88, 1);
    }

    [Fact]
    public void More_inflammation_makes_more_oedema_without_end()
    {
        var amounts = Enumerable.Range(-30, 80).Select(n => Oedema.AmountAt(n / 10.0)).ToList();
        Assert.All(amounts.Zip(amounts.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Empty(Oedema.Draw(-2, RandomStream.From(1, RandomUse.Phantom)));
        Assert.NotEmpty(Oedema.Draw(2, RandomStream.From(1, RandomUse.Phantom)));
    }

    [Fact]
    public void A_cohort_for_the_demo_is_made_in_a_few_seconds()
    {
        using var folder = new TemporaryFolder();
        var start = Stopwatch.GetTimestamp();
        SyntheticCohort.Generate(folder.Path, 320, 42);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 60); // 2 s on a quiet machine
    }

    /// <summary>The log likelihood ratio of everything that stands in one patient's row.</summary>
    private static double ClinicalEvidence(bool isCase, int index)
    {
        var evidence = 0.0;
        for (var column = 0; column < SyntheticClinicalColumn.All.Length; column++)
            evidence += Evidence(column, isCase, RandomStream.From(1, RandomUse.Phantom, index, -1, column));
        return evidence;
    }

    private static double Evidence(int index, bool isCase, RandomStream random)
    {
        var column = SyntheticClinicalColumn.All[index];
        var score = random.NextGaussian() + (isCase ? column.Separation : 0);
        if (random.NextDouble() < column.MissingFraction || column.Separation == 0)
            return 0;
        return Binary[index] is var (above, below)
            ? column.Text(score) == column.Text(9) ? above : below
            : column.Separation * (score - column.Separation / 2);
    }

    /// <summary>For a column of two words, the evidence in each of them; found by integrating over the hidden score.</summary>
    private static readonly (double Above, double Below)?[] Binary = [.. SyntheticClinicalColumn.All.Select(column =>
    {
        if (double.TryParse(column.Text(0), out _) || column.Separation == 0)
            return ((double, double)?)null;
        var (inCases, inControls) = (0.0, 0.0);
        for (var z = -8.0; z < 9; z += 0.001)
            if (column.Text(z) == column.Text(9))
            {
                inCases += Density(z - column.Separation) * 0.001;
                inControls += Density(z) * 0.001;
            }
        return (Math.Log(inCases / inControls), Math.Log((1 - inCases) / (1 - inControls)));
    })];

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    private static double BrightestMean(string scan, InputGeometry geometry)
    {
        var voxels = ScanPreparation.Prepare(scan, geometry, volume: null).Voxels;
        return voxels.OrderDescending().Take(voxels.Length / 50).Average(value => (double)value);
    }

    private static List<string> Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
