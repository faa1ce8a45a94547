using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>A cohort whose files may lie below one folder only: what is told at the submission, and what the reader of the files says.</summary>
public sealed class DataRootCohortTests : IDisposable
{
    private readonly MadeCohort _made = new();
    private readonly TemporaryFolder _elsewhere = new();

    public DataRootCohortTests()
    {
        _made.Roots = DataRoots.Of([_made.Root]);
        foreach (var patient in Enumerable.Range(1, 40))
            _made.Scan($"p{patient}.nii");
    }

    public void Dispose()
    {
        _made.Dispose();
        _elsewhere.Dispose();
    }

    private void IsRefused(RunSpecification run, params string[] says)
    {
        Assert.All(says, text => Assert.Contains(text, SubmittedPlaces.Refusal(run, _made.Roots)));
        Assert.All(says, text => Assert.Contains(text, _made.Refusal(run)));
    }

    private void Replace(string name, string target)
    {
        var path = Path.Combine(_made.Scans, name);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    [Fact]
    public void A_cohort_below_the_root_is_prepared_links_that_stay_inside_included()
    {
        File.Move(Path.Combine(_made.Scans, "p3.nii"), Path.Combine(_made.Root, "third.nii"));
        Replace("p3.nii", "../third.nii");
        Assert.Null(SubmittedPlaces.Refusal(_made.WithScans, _made.Roots));
        Assert.Equal(40, _made.Prepare(_made.WithScans).Scans.Length);
    }

    [Fact]
    public void A_table_elsewhere_is_refused()
    {
        var table = _elsewhere.File("clinical.csv", File.ReadAllText(_made.Table));
        IsRefused(_made.Specification with { Cohort = _made.Specification.Cohort with { Clinical = table } }, "cohort.clinical: ", table, _made.Root,
            "--data-root");
    }

    [Fact]
    public void Dots_in_a_submitted_path_lead_nowhere_else()
    {
        var text = RunYaml.Write(_made.Specification)
            .Replace(_made.Table, $"{_made.Root}/../{Path.GetFileName(_elsewhere.Path)}/clinical.csv", StringComparison.Ordinal);
        _elsewhere.File("clinical.csv", File.ReadAllText(_made.Table));
        IsRefused(RunYaml.Parse(text, "the submitted specification", _made.Root), "cohort.clinical: ", _elsewhere["clinical.csv"]);
    }

    [Fact]
    public void A_split_and_weights_elsewhere_are_refused()
    {
        IsRefused(_made.Specification with { Split = new SplitOptions { File = _elsewhere.File("split.csv") } }, "split.file: ", _elsewhere["split.csv"]);
        Assert.Contains("mri.pretrained: ", SubmittedPlaces.Refusal(
            _made.WithScans with { Mri = _made.WithScans.Mri! with { Pretrained = _elsewhere.File("w.safetensors") } }, _made.Roots));
    }

    [Fact]
    public void A_folder_that_is_a_link_out_is_refused()
    {
        _elsewhere.File("p1.nii");
        var link = Path.Combine(_made.Root, "linked");
        Directory.CreateSymbolicLink(link, _elsewhere.Path);
        var run = _made.WithScans;
        IsRefused(run with { Cohort = run.Cohort with { Mri = new MriFilesOptions(link) } }, "cohort.mri.folder: ", link, $"leads to {_elsewhere.Path}");
    }

    [Fact]
    public void A_look_that_lasts_longer_than_whoever_submits_can_wait_is_left_to_whoever_reads()
    {
        Replace("p7.nii", _elsewhere.File("p7.nii"));
        Assert.Null(SubmittedPlaces.Refusal(_made.WithScans, _made.Roots, new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(4) }));
    }

    [Fact]
    public void A_scan_that_is_a_link_out_is_refused()
    {
        Replace("p7.nii", _elsewhere.File("p7.nii"));
        IsRefused(_made.WithScans, "cohort.mri.folder: ", "leads elsewhere, outside of what runs may read here");
        Assert.Contains("cohort.mri.folder: a scan with a name of the form 'x9.nii' leads", SubmittedPlaces.Refusal(_made.WithScans, _made.Roots));
        Assert.Contains("cohort.mri.folder: the scan of row 7 (line 8) of clinical.csv leads", _made.Refusal(_made.WithScans));
        foreach (var told in new[] { SubmittedPlaces.Refusal(_made.WithScans, _made.Roots)!, _made.Refusal(_made.WithScans) })
            Assert.DoesNotContain("p7", told);
    }

    [Fact]
    public void Of_a_subfolder_that_leads_out_not_even_the_names_are_told()
    {
        _elsewhere.File("mister-x.nii");
        Directory.CreateSymbolicLink(Path.Combine(_made.Scans, "sub"), _elsewhere.Path);
        var run = _made.WithScans with { Cohort = _made.WithScans.Cohort with { Mri = new MriFilesOptions(_made.Scans, "sub/{patient_id}.nii") } };
        IsRefused(run, $"cohort.mri.folder: a folder in {_made.Scans} leads elsewhere");
        Assert.DoesNotContain("mister-x", _made.Refusal(run));
    }

    [Fact]
    public void A_path_in_a_column_that_goes_through_a_link_out_is_refused()
    {
        _elsewhere.File("p1.nii");
        Directory.CreateSymbolicLink(Path.Combine(_made.Scans, "sub"), _elsewhere.Path);
        _made.WriteRows(i => $"{MadeCohort.Row(i)},{(i == 1 ? "sub/p1.nii" : $"p{i}.nii")}", "patient_id,age,crp,hla,stage,label,scan");
        Assert.Contains("the scan of row 1 (line 2) of clinical.csv leads elsewhere", _made.Refusal(
            _made.WithScans with { Cohort = _made.WithScans.Cohort with { Mri = new MriFilesOptions(_made.Scans, IdFrom: "scan") } }));
    }

    [Fact]
    public void A_link_that_is_swapped_after_the_submission_is_found_by_the_reader()
    {
        Assert.Null(SubmittedPlaces.Refusal(_made.WithScans, _made.Roots));
        Replace("p7.nii", _elsewhere.File("p7.nii"));
        Assert.Contains("the scan of row 7 (line 8) of clinical.csv leads elsewhere", _made.Refusal(_made.WithScans));
    }

    [Fact]
    public void What_this_machine_does_not_see_is_left_to_the_one_that_reads_it()
    {
        var run = _made.WithScans;
        Assert.Null(SubmittedPlaces.Refusal(run with
        {
            Cohort = run.Cohort with
            { Clinical = Path.Combine(_made.Root, "share", "c.csv"), Mri = new MriFilesOptions(Path.Combine(_made.Root, "share", "mri")) }
        },
            _made.Roots));
    }
}
