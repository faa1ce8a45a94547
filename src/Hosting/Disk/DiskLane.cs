namespace AxSpa.Hosting.Disk;

/// <summary>Which of the worker's threads do an operation: what takes long holds up nobody who waits for little.</summary>
public enum DiskLane
{
    /// <summary>What a run may not go on without: small files, in the order of its events.</summary>
    Writes,

    /// <summary>Questions that somebody waits for, and that are answered by a few files.</summary>
    Questions,

    /// <summary>Whatever reads or removes all of a run: gigabytes.</summary>
    Long,
}
