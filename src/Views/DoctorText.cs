using System.Collections.Immutable;
using System.Text;

namespace AxSpa.Views;

/// <summary>What 'doctor' found, as plain text.</summary>
public static class DoctorText
{
    private const int Indent = 6 + 14;

    /// <summary>A line for each finding, its next step below it, and the count.</summary>
    public static string Of(ImmutableArray<Finding> findings)
    {
        var text = new StringBuilder();
        foreach (var finding in findings)
        {
            text.Append($"{PlainText.Word(finding.Verdict),-6}{finding.Check,-14}{finding.What}\n");
            if (finding.Next is { } next)
                text.Append(' ', Indent).Append($"next: {next}\n");
        }
        var checks = findings.Select(finding => finding.Check).Distinct().Count();
        var (warnings, failures) = (findings.Count(finding => finding.Verdict == Verdict.Warn), findings.Count(finding => finding.Verdict == Verdict.Fail));
        return text.Append($"Count: {PlainText.Count(checks, "check")}, {PlainText.Count(warnings, "warning")}, {PlainText.Count(failures, "failure")}")
            .ToString();
    }
}
