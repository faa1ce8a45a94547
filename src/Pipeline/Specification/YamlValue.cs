namespace AxSpa.Pipeline.Specification;

/// <param name="otherwise">Where the key is left out.</param>
/// <exception cref="SpecificationException">The value is not what it must be.</exception>
public delegate T YamlRead<T>(RunYamlSection section, string key, T otherwise, SpecificationContext context);

/// <returns>What stands behind the key; a block begins with its line feed and ends with one.</returns>
public delegate string YamlWrite<in T>(T value, SpecificationContext context);

/// <summary>A kind of value: how it is read and checked, and the one way to write it.</summary>
/// <param name="Section">Where it has keys of its own.</param>
public sealed record YamlValue<T>(YamlRead<T> Read, YamlWrite<T> Write, SectionForm? Section = null);
