namespace AxSpa.Hosting;

/// <summary>The actor of every node that answers for its own machine: files of the workspace, and how the machine is.</summary>
public static class NodeFileServicePath
{
    /// <summary>Found at <c>/user/desk</c> of each member.</summary>
    public const string Name = "desk";
}
