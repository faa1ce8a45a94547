using AxSpa.Pipeline.Cohort;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class ScanPatternTests
{
    [Theory]
    [InlineData("{patient_id}*.nii*", "p1.nii", "p1")]
    [InlineData("{patient_id}*.nii*", "p1_t2.nii.gz", "p1")]
    [InlineData("{patient_id}*.nii*", "p10.nii", "p10")]
    [InlineData("{patient_id}*.nii*", "p11.nii", null)] // nobody's, and not p1's
    [InlineData("{patient_id}*.nii*", "p1a.nii", null)]
    [InlineData("{patient_id}*.nii*", "p1-b.nii", "p1-b")] // the longest id that fits
    [InlineData("{patient_id}*.nii*", "p1-c.nii", "p1")]
    [InlineData("{patient_id}*.nii*", "xp1.nii", null)]
    [InlineData("{patient_id}*.nii*", "P1.nii", null)]
    [InlineData("*{patient_id}*.nii", "scan p1.nii", "p1")]
    [InlineData("*{patient_id}*.nii", "scanp1.nii", null)]
    [InlineData("sub{patient_id}.nii", "subp1.nii", "p1")]
    [InlineData("sub{patient_id}t2.nii", "subp1t2.nii", "p1")]
    [InlineData("sub-{patient_id}/anat/*.nii", "sub-p1/anat/p10.nii", "p1")]
    [InlineData("{patient_id}/{patient_id}_*.nii", "p1/p1_t2.nii", "p1")]
    [InlineData("{patient_id}/{patient_id}_*.nii", "p1/p10_t2.nii", null)]
    [InlineData("{patient_id}?.nii", "p1_.nii", "p1")]
    [InlineData("{patient_id}*.nii", "a*b.nii", "a*b")]
    [InlineData("{patient_id}*.nii", "a+b (1).nii", "a+b (1)")]
    public void A_file_belongs_to_the_longest_id_that_does_not_end_inside_a_word(string pattern, string file, string? owner) =>
        Assert.Equal(owner, new ScanPattern(pattern).Owner(file, ["p1", "p10", "p1-b", "a*b", "a", "a+b (1)"]));
}
