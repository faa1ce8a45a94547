using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class InputPlacesTests
{
    private static RunSpecification In(TemporaryFolder folder) => RunYaml.Parse("""
        cohort: { clinical: c.csv, label: { column: label }, mri: { folder: mri } }
        mri: { pretrained: w.safetensors }
        split: { file: split.csv }
        """, "run.yaml", folder[""]);

    [Fact]
    public void What_a_job_reads_is_looked_for_in_its_order_and_the_first_that_is_missing_is_named()
    {
        using var folder = new TemporaryFolder();
        var run = In(folder);
        foreach (var (name, make) in new (string, Action<string>)[]
        {
            ("c.csv", path => File.WriteAllText(path, "x")),
            ("mri", path => File.WriteAllText(Path.Combine(Directory.CreateDirectory(path).FullName, "p1.nii"), "x")),
            ("split.csv", path => File.WriteAllText(path, "x")),
            ("w.safetensors", path => File.WriteAllText(path, "x")),
        })
        {
            Assert.Equal(Path.GetFullPath(folder[name]), InputPlaces.FirstUnseen(run, JobKind.PrepareCohort));
            make(folder[name]);
        }
        Assert.Null(InputPlaces.FirstUnseen(run, JobKind.PrepareCohort));
    }

    [Fact]
    public void A_fold_reads_its_pretrained_weights_and_nothing_else_from_outside()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Path.GetFullPath(folder["w.safetensors"]), InputPlaces.FirstUnseen(In(folder), JobKind.TrainFold));
        Assert.Null(InputPlaces.FirstUnseen(In(folder), JobKind.FitFusion));
    }

    [Fact]
    public void An_empty_folder_is_a_mount_point_without_its_share()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["mri"]);
        Assert.False(InputPlaces.IsSeen(folder["mri"]));
        File.WriteAllText(folder["mri/p1.nii"], "");
        Assert.True(InputPlaces.IsSeen(folder["mri"]));
    }
}
