using AxSpa.Hosting.Journals;

namespace AxSpa.Monitoring;

/// <summary>What there is to see of a process.</summary>
/// <param name="Role">What it was started for, in one word: seed, coordinator, gpunode, standalone, run, demo.</param>
public sealed record MonitoringOptions(string Role)
{
    /// <summary>Set where events are written.</summary>
    public Journal? Journal { get; init; }

    /// <summary>Absolute; set where the shared folder is used.</summary>
    public string? Workspace { get; init; }

    /// <summary>Where traces go; null: where the environment says, or nowhere.</summary>
    public string? Otlp { get; init; }
}
