using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AxSpa.Pipeline.Leaks;

/// <summary>Checks and alarms as sentences.</summary>
public static class LeakText
{
    /// <summary>What every alarm begins with, wherever it is shown.</summary>
    public const string Mark = "LEAK ALARM";

    /// <summary>Without rows to look at, for figures and reports that others see.</summary>
    public static string WithoutRows(LeakAlarm alarm) => $"{Mark}, {Name(alarm.Kind)}: {alarm.Text}";

    /// <summary>With rows to look at, for whoever has the table.</summary>
    public static string Of(LeakAlarm alarm) => WithoutRows(alarm) + Example(alarm);

    /// <summary>leaks.txt.</summary>
    public static string Of(ImmutableArray<LeakCheck> checks)
    {
        var text = new StringBuilder(Summary(checks)).Append('\n');
        foreach (var check in checks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Name(check.Kind)}: {Outcome(check)}\n  {check.Finding}\n");
            foreach (var alarm in check.Alarms)
                text.Append(CultureInfo.InvariantCulture, $"  ! {alarm.Text}{Example(alarm)}\n");
        }
        return text.Append("\nNo alarm is no proof: leaks that no check looks for raise none (docs/metrics-explained.md, part Leak alarms).\n").ToString();
    }

    public static string Summary(ImmutableArray<LeakCheck> checks)
    {
        var raised = checks.Alarms();
        return string.Create(CultureInfo.InvariantCulture,
            $"Checks for leaks: {checks.Length} made, {(raised == 0 ? "no alarm" : raised == 1 ? "1 alarm" : $"{raised} alarms")}.");
    }

    public static string Outcome(LeakCheck check) => check.Alarms.Length switch
    {
        0 => "no alarm",
        1 => "1 ALARM",
        var more => string.Create(CultureInfo.InvariantCulture, $"{more} ALARMS"),
    };

    public static string Name(LeakKind kind) => kind switch
    {
        LeakKind.RepeatedRow => "the same row twice",
        LeakKind.RepeatedScan => "the same scan twice",
        LeakKind.SeparatingFeature => "a feature that tells the label",
        LeakKind.RowOrder => "a feature that follows the order of the rows",
        LeakKind.Coverage => "coverage",
        LeakKind.LabelPermutation => "labels at random",
        LeakKind.ImplausibleTest => "test above out of fold",
    };

    private static string Example(LeakAlarm alarm) => alarm.Example is { } example ? $" For example {example}." : "";
}
