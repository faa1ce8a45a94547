using AxSpa.Pipeline.Texts;
using Xunit;

namespace AxSpa.Pipeline.Tests.Texts;

public sealed class LogLineTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 4, 16, 18, 123, TimeSpan.FromHours(1));

    [Fact]
    public void A_line_has_its_time_in_UTC_its_severity_and_its_text() =>
        Assert.Equal("2026-11-26T03:16:18.123Z warn  no orientation", new LogLine(At, Severity.Warn, "no orientation").ToString());

    [Theory]
    [InlineData(Severity.Debug, "x")]
    [InlineData(Severity.Error, "failed (Crashed): code 139")]
    [InlineData(Severity.Info, "warn about nothing")]
    public void A_line_is_read_as_it_was_written(Severity severity, string text) =>
        Assert.Equal(new LogLine(At, severity, text), LogLine.Parse(new LogLine(At, severity, text).ToString()));

    [Fact]
    public void A_line_without_a_severity_is_read_too() =>
        Assert.Equal(new LogLine(At, Severity.Info, "granted mri-0 attempt 1"), LogLine.Parse("2026-11-26T03:16:18.123Z granted mri-0 attempt 1"));

    [Theory]
    [InlineData("")]
    [InlineData("granted mri-0")]
    [InlineData("2026-11-26 03:16:18 info  x")]
    public void What_does_not_begin_with_a_time_is_no_line(string text) => Assert.Null(LogLine.Parse(text));

    [Fact]
    public void A_text_of_many_lines_or_with_control_characters_stays_one_line_and_moves_no_cursor() =>
        Assert.EndsWith(" a b \\u001B[31mc", new LogLine(At, Severity.Info, "a\nb \u001b[31mc").ToString());

    [Fact]
    public void An_endless_text_is_cut() => Assert.InRange(new LogLine(At, Severity.Info, new string('x', 1_000_000)).ToString().Length, 4000, 4100);
}
