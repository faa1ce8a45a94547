namespace AxSpa.Pipeline.Folds;

/// <summary>What a stratified split may know of a patient, and nothing else.</summary>
/// <param name="HasScan">So that the patients with MRI are spread evenly as well; false for all without an MRI branch.</param>
public sealed record SplitPatient(string Id, bool IsCase, string? Center = null, bool HasScan = false);
