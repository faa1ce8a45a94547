namespace AxSpa.Pipeline.Jobs;

/// <summary>A file that a job wrote: its path relative to the workspace, its length and its content.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record StoredFile(string Path, long Bytes, string Sha256);
