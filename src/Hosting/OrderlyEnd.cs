namespace AxSpa.Hosting;

/// <summary>How long a process that computes may take to end in order; what supervises it must wait longer (docs/kubernetes.md).</summary>
public static class OrderlyEnd
{
    /// <summary>
    /// For a fold to bring its last finished epoch to disk. Only epochs shorter than 10 s are not there already: a network of 46 million parameters
    /// then has 0.74 GB to write and to hash. What takes longer is ended, and goes on from the checkpoint before.
    /// </summary>
    public static readonly TimeSpan KeepWithin = TimeSpan.FromSeconds(8);

    /// <summary>The ends must also be recorded; a coordinator that cannot write now is not waited for longer.</summary>
    public static readonly TimeSpan LeaveWithin = KeepWithin + TimeSpan.FromSeconds(3);

    /// <summary>Of the phase of the shutdown in which all this happens; after it the node takes leave of the cluster.</summary>
    internal static readonly TimeSpan Phase = LeaveWithin + TimeSpan.FromSeconds(1);
}
