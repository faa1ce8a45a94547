using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Deployment;

/// <summary>A bundle that cannot be used: it is no bundle, it is damaged, or somebody changed it. The message begins with its path.</summary>
/// <remarks>What it tells of a bundle's content may be anything: it is shown as one line, and cut.</remarks>
public sealed class BundleException(string path, string problem, Exception? inner = null) : RefusedInputException($"{path}: {LogLine.OneLine(problem)}", inner);
