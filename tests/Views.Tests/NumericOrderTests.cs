using Xunit;

namespace AxSpa.Views.Tests;

public sealed class NumericOrderTests
{
    [Fact]
    public void Numbers_in_names_are_compared_as_numbers()
    {
        string[] names = ["bootstrap-0", "bootstrap-10", "clinical-1", "clinical-r2-0", "mri-0", "mri-2", "mri-10", "mri-r2-9", "mri-r10-0", "report"];
        Assert.Equal(names, names.Reverse().Order(NumericOrder.OfNames));
    }

    [Theory]
    [InlineData("", "a")]
    [InlineData("a", "a1")]
    [InlineData("a-2", "a-2b")]
    [InlineData("x01", "x1")] // two names, whatever their numbers
    [InlineData("9", "99999999999999999999999999999")]
    public void Every_two_names_have_an_order(string first, string second) => Assert.True(
        NumericOrder.OfNames.Compare(first, second) < 0 && NumericOrder.OfNames.Compare(second, first) > 0 && NumericOrder.OfNames.Compare(first, first) == 0);
}
