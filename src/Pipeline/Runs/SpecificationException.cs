using System.Globalization;

namespace AxSpa.Pipeline.Runs;

/// <summary>A run's YAML file cannot be used: names the file, the line, what stands there and what is allowed.</summary>
public sealed class SpecificationException : RefusedInputException
{
    public SpecificationException(string file, string rule, Exception? inner = null)
        : base($"{file}: {rule}", inner) { }

    /// <param name="line">From 1, as editors count.</param>
    public SpecificationException(string file, long line, string rule, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {rule}"), inner) => Line = line;

    public long? Line { get; }
}
