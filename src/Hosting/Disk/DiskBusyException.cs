namespace AxSpa.Hosting.Disk;

/// <summary>The worker's queue is full, and an operation was not taken: the disk does not keep up, or hangs. What is owed is tried again.</summary>
public sealed class DiskBusyException(string message) : IOException(message);
