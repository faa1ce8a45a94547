using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Leaks;

public sealed class LeakFileTests
{
    private static readonly LeakCheck[] Checks =
    [
        LeakCheck.Passed(LeakKind.RowOrder, "The order says little."),
        new(LeakKind.RepeatedScan, "2 patients share a scan.",
            [new LeakAlarm(LeakKind.RepeatedScan, "scans", 2, "2 patients have the scan of another.", "row 3 (test) and row 8 (train, fold 1)")]),
    ];

    [Fact]
    public void Checks_are_read_as_they_were_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["leaks.json"], LeakFile.ToJson([.. Checks]));
        var read = LeakFile.Read(folder["leaks.json"]);
        Assert.Equal(Checks[0], read[0] with { Alarms = Checks[0].Alarms });
        Assert.Equal(Checks[1].Alarms.Single(), read[1].Alarms.Single());
        Assert.Equal([("leak_alarms_repeated_scan", 1.0)], read.Figures());
        Assert.Equal([LeakKind.RepeatedScan], LeakFile.Kinds(read.Figures().ToDictionary(figure => figure.Item1, figure => figure.Item2)));
        Assert.Empty(read[..1].Figures());
        File.WriteAllText(folder["leaks.json"], "{}");
        Assert.Throws<RefusedInputException>(() => LeakFile.Read(folder["leaks.json"]));
    }

    [Fact]
    public void The_text_says_what_was_looked_at_and_found() => Assert.Equal(
        """
        Checks for leaks: 2 made, 1 alarm.

        a feature that follows the order of the rows: no alarm
          The order says little.

        the same scan twice: 1 ALARM
          2 patients share a scan.
          ! 2 patients have the scan of another. For example row 3 (test) and row 8 (train, fold 1).

        No alarm is no proof: leaks that no check looks for raise none (docs/metrics-explained.md, part Leak alarms).

        """, LeakText.Of([.. Checks]));

    [Fact]
    public void What_is_shown_to_others_gives_no_rows() =>
        Assert.Equal("LEAK ALARM, the same scan twice: 2 patients have the scan of another.", LeakText.WithoutRows(Checks[1].Alarms[0]));
}
