using Xunit;

namespace AxSpa.Views.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData(-3, "0 s")]
    [InlineData(0.4, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min 00 s")]
    [InlineData(187, "3 min 07 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(273600, "3 d 04 h")]
    public void A_duration_reads_as_people_say_it(double seconds, string expected) =>
        Assert.Equal(expected, PlainText.Duration(TimeSpan.FromSeconds(seconds)));
}
