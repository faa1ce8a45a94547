namespace AxSpa.Pipeline.Specification;

/// <summary>
/// The rules by which tables and scans are read, in versions: where the same YAML would compute something else than before, it computes that under a
/// new version, which is part of a run's key. Accepted runs and exported models keep theirs, so that none is ever continued by other rules.
/// </summary>
public static class RunRules
{
    /// <summary>Of runs and models that say nothing of their rules: they are older than the key.</summary>
    public const int First = 1;

    /// <summary>
    /// Cells lose every kind of white space at their ends and are compared in Unicode's composed form (NFC), endings of files are read whatever their
    /// case, rare levels are pooled, and thick-slice scans keep their plane of acquisition.
    /// </summary>
    public const int Second = 2;

    /// <summary>Of what is submitted now.</summary>
    public const int Newest = Second;
}
