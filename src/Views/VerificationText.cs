using System.Text;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>What <c>run verify</c> found, as plain text.</summary>
public static class VerificationText
{
    /// <summary>One line for each kind of check, its findings below it, and what to do as the last line.</summary>
    public static string Of(RunVerification verification)
    {
        var text = new StringBuilder();
        var width = verification.Parts.Max(part => part.Name.Length) + 3;
        foreach (var part in verification.Parts)
        {
            text.Append((part.Name + ":").PadRight(width)).Append(part.Result).Append('\n');
            foreach (var finding in part.Findings)
                text.Append("  ").Append(finding).Append('\n');
        }
        var findings = verification.Parts.Sum(part => part.Findings.Length);
        text.Append(verification.IsWhole
            ? $"{verification.Run} is whole."
            : $"{verification.Run} is damaged ({PlainText.Count(findings, "finding")}). 'pbm run resume {verification.Run}' computes damaged results again; "
            + $"an input file must be put back.");
        return text.ToString();
    }

    /// <summary>For people who wait: how much was hashed.</summary>
    public static string Progress(RunVerification soFar) => $"verified {PlainText.Bytes(soFar.BytesDone)} of {PlainText.Bytes(soFar.Bytes)}";
}
