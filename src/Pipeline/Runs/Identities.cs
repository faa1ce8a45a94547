using System.Globalization;

namespace AxSpa.Pipeline.Runs;

/// <summary>The name of one run, and of its folder under <c>runs/</c>: <c>20261123-184500-a1b2</c>.</summary>
public readonly record struct RunId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The two kinds of evidence a run learns from.</summary>
public enum Branch { Mri, Clinical }

/// <summary>One fold of one branch, named as its folder is: <c>mri-0</c>, <c>clinical-4</c>.</summary>
public readonly record struct FoldId(Branch Branch, int Index)
{
    /// <summary>The inverse of <see cref="ToString"/>.</summary>
    public static bool TryParse(string text, out FoldId fold)
    {
        fold = default;
        var dash = text.LastIndexOf('-');
        if (dash < 0 || !int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;
        switch (text[..dash])
        {
            case "mri": fold = new FoldId(Branch.Mri, index); return true;
            case "clinical": fold = new FoldId(Branch.Clinical, index); return true;
            default: return false;
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Branch == Branch.Mri ? "mri" : "clinical")}-{Index}");
}

/// <summary>A job's name inside its run: <c>cohort</c>, <c>mri-0</c>, <c>fusion</c>, <c>bootstrap-2</c>, <c>report</c>.</summary>
public readonly record struct JobId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A file that a job wrote: its path relative to the workspace, its length and its content.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record StoredFile(string Path, long Bytes, string Sha256);
