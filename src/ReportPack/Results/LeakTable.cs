using System.Collections.Immutable;
using AxSpa.Pipeline.Leaks;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>What was looked at for leaks, and what was found, alarm or not.</summary>
internal static class LeakTable
{
    public static Table Of(ImmutableArray<LeakCheck> leaks) => leaks.IsEmpty ? Table.None : new Table(
        "leaks", "Checks for leaks", ["Looked for", "Alarm", "Found"],
        [.. leaks.Select(check => new TableRow(LeakText.Name(check.Kind), "", [new Cell(LeakText.Outcome(check)), new Cell(check.Finding)]))],
        ["No alarm is no proof: leaks that no check looks for raise none."])
    { HasWords = true };
}
