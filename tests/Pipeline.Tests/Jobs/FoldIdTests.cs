using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Jobs;

public sealed class FoldIdTests
{
    [Theory]
    [InlineData("mri-0", "mri", 0, 0)]
    [InlineData("clinical-19", "clinical", 19, 0)]
    [InlineData("mri-r2-0", "mri", 0, 1)]
    [InlineData("clinical-r20-4", "clinical", 4, 19)]
    public void A_name_says_branch_repeat_and_fold(string name, string branch, int index, int repeat)
    {
        var fold = new FoldId(new BranchId(branch), index, repeat);
        Assert.Equal(name, fold.ToString());
        Assert.True(FoldId.TryParse(name, out var parsed));
        Assert.Equal(fold, parsed);
    }

    [Theory]
    [InlineData("mri")]
    [InlineData("mri-")]
    [InlineData("mri--1")]
    [InlineData("mri-r2")]
    [InlineData("mri-r1-0")] // the first repeat has one name
    [InlineData("mri-r0-0")]
    [InlineData("mri-r-0")]
    [InlineData("mri-2-0")]
    [InlineData("mri-0-r2")]
    [InlineData("mri-r2-0-1")]
    [InlineData("bootstrap-2")]
    [InlineData("MRI-0")]
    [InlineData("mri-99999999999")]
    public void Anything_else_is_no_fold(string name) => Assert.False(FoldId.TryParse(name, out _));
}
