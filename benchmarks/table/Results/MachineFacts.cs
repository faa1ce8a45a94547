namespace AxSpa.Benchmarks.Table.Results;

/// <summary>Whose figures these are. Figures of two processors, or of other numbers of cores, are not compared.</summary>
/// <param name="Versions">Of what computes, ours and the peer's, by name.</param>
/// <param name="Blas">The file of the peer's linear algebra, and the kernels it was told to use.</param>
internal sealed record MachineFacts(
    string Processor, int Cores, double MemoryGib, string System, IReadOnlyDictionary<string, string> Versions, string Blas)
{
    public bool IsAs(MachineFacts other) => Processor == other.Processor && Cores == other.Cores;
}
