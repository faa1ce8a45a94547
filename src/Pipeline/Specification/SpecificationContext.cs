namespace AxSpa.Pipeline.Specification;

/// <summary>What a specification is read and written with, beside its own text.</summary>
/// <param name="Folder">Relative paths count from here.</param>
/// <param name="Rules">Decide what is meant where a key is left out (<see cref="RunRules"/>).</param>
public sealed record SpecificationContext(string Folder, int Rules);
