using YamlDotNet.RepresentationModel;

namespace AxSpa.Pipeline.Specification;

/// <summary>A run's YAML file as it was parsed; nothing in it is looked at yet.</summary>
/// <param name="File">What messages call it.</param>
internal sealed record RunYamlNode(string File, YamlNode Root)
{
    /// <summary>The top, its keys known.</summary>
    public RunYamlSection Open() => new(File, RunYamlKeys.Top, Root);
}
