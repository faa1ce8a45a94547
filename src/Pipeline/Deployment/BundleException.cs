using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Deployment;

/// <summary>A bundle that cannot be used: it is no bundle, it is damaged, or somebody changed it. The message begins with its path.</summary>
public sealed class BundleException(string path, string problem, Exception? inner = null) : RefusedInputException($"{path}: {problem}", inner);
