using System.Globalization;

namespace AxSpa.Hosting.Disk;

/// <summary>One call to a workspace that has not come back.</summary>
/// <param name="Workspace">As people know it.</param>
/// <param name="Doing">For people: <c>write of runs/…/official.json</c>.</param>
/// <param name="Since">When the workspace was last heard of by who waits for it.</param>
public sealed record DiskStall(string Workspace, string Doing, DateTimeOffset Since)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"the workspace {Workspace} has not answered since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z ({Doing}); is its file server away? ")
        + "It goes on by itself when it answers";
}
