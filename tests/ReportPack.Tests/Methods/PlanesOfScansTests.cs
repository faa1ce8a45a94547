using System.Net;
using System.Text;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.ReportPack.Tests.Methods;

public sealed class PlanesOfScansTests
{
    private const string Planes = "45 semicoronal (tilt +38° to +52°) and 12 axial (tilt −3° to +4°)";

    [Fact]
    public void The_report_counts_the_planes_and_says_in_which_frame_scans_were_seen()
    {
        var page = Html(ScanFrame.Acquisition);
        Assert.Contains($"({Planes}), reoriented to the frame of their acquisition", page);
        Assert.Contains("turned by up to 10° within the slices", page);
    }

    [Fact]
    public void The_report_of_a_run_in_RAS_says_that() =>
        Assert.Contains($"({Planes}), reoriented to RAS (left to right, back to front, upwards)", Html(ScanFrame.Ras));

    [Fact]
    public void A_cohort_of_before_tells_no_planes() =>
        Assert.Contains("Scans were read from NIfTI, reoriented to", new MadeReport().Html());

    private static string Html(ScanFrame frame)
    {
        var contents = new MadeReport().Contents();
        return WebUtility.HtmlDecode(Encoding.UTF8.GetString(HtmlReport.Render(contents with
        {
            Specification = contents.Specification with { Mri = new MriOptions { Input = new InputGeometry() with { Frame = frame } } },
            Cohort = contents.Cohort with { Planes = [new PlaneCount("semicoronal", 45, "z", 38, 52), new PlaneCount("axial", 12, "z", -3, 4)] },
        })));
    }
}
