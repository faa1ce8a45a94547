using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class PlanesOfScansTests : IDisposable
{
    private readonly MadeCohort _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public void A_cohort_of_mixed_planes_is_told_with_counts_and_asks_for_a_decision()
    {
        Scans(i => i <= 28 ? $"Semicoronal {40 + i % 9}.26" : i <= 37 ? "Axial -3.5" : "isotropic");

        _made.Prepare(_made.WithScans);

        var warning = Assert.Single(_made.Warnings, warning => warning.Contains("several kinds", StringComparison.Ordinal));
        Assert.StartsWith("The scans are of several planes: 28 semicoronal (tilt +40° to +48°), 9 axial (tilt −4°) and 3 nearly isotropic. "
            + "Each keeps its own (mri.input.frame: acquisition)", warning);
        foreach (var key in new[] { "cohort.mri.pattern", "cohort.mri.idFrom", "mri.input.frame: ras", "mri.input.spacingMm" })
            Assert.Contains(key, warning);
        var report = CohortReport.FromJson(File.ReadAllBytes(Path.Combine(_made.Attempt, CohortReport.FileName)));
        Assert.Equal(
            [new("semicoronal", 28, "z", 40.3, 48.3), new("axial", 9, "z", -3.5, -3.5), new PlaneCount("nearly isotropic", 3, null, null, null)],
            report.Planes!.Value.Select(Rounded));
        Assert.Contains(warning, report.Warnings);
        Assert.Contains("\"planes\": [", File.ReadAllText(Path.Combine(_made.Attempt, CohortReport.FileName)));
    }

    [Theory]
    [InlineData("Semicoronal 41", "Semicoronal 50")]
    [InlineData("Axial 4", "isotropic")]   // the same axes
    [InlineData("isotropic", "isotropic")]
    public void A_cohort_of_one_kind_of_picture_is_not_warned_of(string some, string others)
    {
        Scans(i => i % 3 == 0 ? some : others);
        _made.Prepare(_made.WithScans);
        Assert.DoesNotContain(_made.Warnings, warning => warning.Contains("several kinds", StringComparison.Ordinal));
    }

    /// <summary>As 45 of 57 real scans: one protocol, and the nearest axes of some are others than of the rest.</summary>
    [Fact]
    public void In_RAS_one_plane_whose_slices_run_along_different_axes_is_told()
    {
        Scans(i => i <= 12 ? "Semicoronal 43" : "Semicoronal 47");
        _made.Prepare(In(_made.WithScans.Mri!.Input with { Frame = ScanFrame.Ras }));
        var warning = Assert.Single(_made.Warnings, warning => warning.Contains("several kinds", StringComparison.Ordinal));
        Assert.Contains("40 semicoronal (tilt +43° to +47°); in RAS (mri.input.frame: ras) their slices run along y in 28 and z in 12.", warning);
        Assert.Contains("mri.input.frame: acquisition keeps each scan's own plane", warning);

        _made.Warnings.Clear();
        _made.Prepare(In(_made.WithScans.Mri!.Input with { Frame = ScanFrame.Ras, SpacingMm = [1, 1, 1] }));
        Assert.DoesNotContain(_made.Warnings, warning => warning.Contains("several kinds", StringComparison.Ordinal)); // the decision is taken
    }

    [Fact]
    public void A_frozen_models_frame_is_not_for_the_user_of_the_model_to_choose()
    {
        var warning = Assert.Single(PlaneCount.Warnings(
            [new("axial", 3, "z", 1, 2), new("coronal", 3, "z", 90, 91)], new InputGeometry(), ofFrozenModel: true));
        Assert.EndsWith("Decide which the model was trained on: cohort.mri.pattern or cohort.mri.idFrom keeps one plane.", warning);
    }

    [Fact]
    public void The_frame_is_part_of_the_caches_key()
    {
        Scans(i => "Coronal 90");
        _made.Prepare(_made.WithScans);
        Assert.Equal(40, _made.Prepared.Count);
        _made.Prepare(In(_made.WithScans.Mri!.Input with { Frame = ScanFrame.Ras }));
        Assert.Equal(80, _made.Prepared.Count);
        _made.Prepare(_made.WithScans);
        Assert.Equal(80, _made.Prepared.Count);
    }

    /// <summary>Its name is what version 0.1.0 gave the volume, so that accepted runs find theirs.</summary>
    [Fact]
    public void A_volume_in_RAS_keeps_its_name_and_one_whose_note_is_older_than_planes_is_prepared_again_with_the_same_bytes()
    {
        Scans(i => "Coronal 90");
        var ras = In(_made.WithScans.Mri!.Input with { Frame = ScanFrame.Ras });
        var first = _made.Prepare(ras).Scans;
        Assert.Equal("volumes/e47fbe54eb0d06e58d06318789dc6bea0bcc5b8d9e42bee548ba9151a0bbf498.f32", first[0].Volume);
        foreach (var note in Directory.GetFiles(Path.Combine(_made.Workspace, "volumes"), "*.json"))
            File.WriteAllText(note, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(note), @",\s*""acquisition"": \{[^}]*\}", ""));
        var told = File.ReadAllBytes(Path.Combine(_made.Attempt, CohortReport.FileName));
        Assert.Equal(first.AsEnumerable(), _made.Prepare(ras).Scans);
        Assert.Equal(told, File.ReadAllBytes(Path.Combine(_made.Attempt, CohortReport.FileName)));
        Assert.Equal(80, _made.Prepared.Count);
    }

    [Fact]
    public void Where_sides_lie_in_a_volume_is_told_only_if_it_is_not_as_ever()
    {
        Scans(i => i % 2 == 0 ? "Coronal 90" : "isotropic");
        _made.Prepare(_made.WithScans);
        Assert.StartsWith("patient_id,volume,sha256\n", File.ReadAllText(Path.Combine(_made.Attempt, PreparedCohort.ScansFile)));
        Assert.All(PreparedCohort.Load(_made.Attempt).Scans, scan => Assert.Equal(0, scan.LeftRightAxis));

        Scans(i => i % 2 == 0 ? "Sagittal 0" : "Coronal 90");
        var cohort = _made.Prepare(_made.WithScans);
        Assert.StartsWith("patient_id,volume,sha256,left_right_axis\n", File.ReadAllText(Path.Combine(_made.Attempt, PreparedCohort.ScansFile)));
        Assert.Equal(cohort.Scans.AsEnumerable(), PreparedCohort.Load(_made.Attempt).Scans);
        Assert.Equal(20, cohort.Scans.Count(scan => scan.LeftRightAxis == 2));
    }

    private void Scans(Func<int, string> content)
    {
        for (var i = 1; i <= 40; i++) _made.Scan($"p{i}.nii", $"{content(i)} {i}");
    }

    private RunSpecification In(InputGeometry geometry) => _made.WithScans with { Mri = _made.WithScans.Mri! with { Input = geometry } };

    private static PlaneCount Rounded(PlaneCount count) => count with
    {
        LeastTiltDegrees = count.LeastTiltDegrees is { } least ? Math.Round(least, 1) : null,
        GreatestTiltDegrees = count.GreatestTiltDegrees is { } most ? Math.Round(most, 1) : null,
    };
}
