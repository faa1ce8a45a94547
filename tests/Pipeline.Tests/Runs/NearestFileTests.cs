using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;
using AxSpa.Pipeline.Tests.Cohort;
using AxSpa.Pipeline.Tests.Imaging;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Runs;

/// <summary>Names that are there but for case are told.</summary>
public sealed class NearestFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_part_of_a_path_may_differ_in_case() =>
        Gen.Char["abcxyzäöü"].Array[1, 8].Select(letters => new string(letters)).SelectMany(name => Gen.Bool.Array[name.Length].Select(upper => (name, upper))).Sample(made =>
        {
            var written = new string([.. made.name.Select((letter, i) => made.upper[i] ? char.ToUpperInvariant(letter) : letter)]);
            var there = Path.Combine(_folder.Path, "f", made.name, "t.csv");
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.WriteAllText(there, "");
            var hint = NearestFile.Hint(Path.Combine(_folder.Path, "f", written, "t.csv"));
            Assert.Equal(written == made.name, hint.Length == 0);
            if (hint.Length > 0)
                Assert.Contains($"There is '{made.name}' in {_folder["f"]}", hint);
            Directory.Delete(_folder["f"], recursive: true);
        }, iter: 100, threads: 1);

    [Fact]
    public void Where_nothing_is_named_alike_nothing_is_said()
    {
        File.WriteAllText(_folder["a.csv"], "");
        Assert.Equal("", NearestFile.Hint(_folder["b.csv"]));
        Assert.Equal("", NearestFile.Hint("/nowhere/at/all"));
    }

    [Fact]
    public void Whatever_a_specification_names_is_told_so()
    {
        using var made = new MadeCohort();
        made.Scan("p1.nii");
        var folder = Path.GetDirectoryName(made.Table)!;
        Assert.Contains("There is 'clinical.csv'", made.Refusal(made.Specification with { Cohort = made.Specification.Cohort with { Clinical = Path.Combine(folder, "Clinical.CSV") } }));
        Assert.Contains("There is 'mri'", made.Refusal(made.WithScans with { Cohort = made.WithScans.Cohort with { Mri = new MriFilesOptions(Path.Combine(folder, "MRI")) } }));
        Assert.Contains("There is 'clinical.csv'", made.Refusal(made.Specification with { Split = new SplitOptions { File = Path.Combine(folder, "CLINICAL.csv") } }));
        Assert.Contains("Upper and lower case aside 1 of them would fit",
            made.Refusal(made.WithScans with { Cohort = made.WithScans.Cohort with { Mri = new MriFilesOptions(made.Scans, "{patient_id}.NII") } }));
        Assert.Contains("Did you mean 'label'?", made.Refusal(made.Specification with { Cohort = made.Specification.Cohort with { Label = new LabelOptions("Label", []) } }));
    }
}
