using System.Collections.Immutable;

namespace AxSpa.Shared.Keys;

/// <summary>Whose certificate it is: names its files, and says what it is good for.</summary>
/// <param name="Name">As the program is called: <c>gpunode.crt</c> belongs to <c>axspa gpunode</c>.</param>
/// <param name="IsMember">Others connect to it and it connects to others; a client only connects, so it can never join.</param>
public sealed record CertificateRole(string Name, bool IsMember)
{
    public static readonly CertificateRole Seed = new("seed", true);
    public static readonly CertificateRole Coordinator = new("coordinator", true);
    public static readonly CertificateRole GpuNode = new("gpunode", true);

    /// <summary>The ops command line, where a command host demands a certificate of it.</summary>
    public static readonly CertificateRole Pbm = new("pbm", false);

    public static readonly ImmutableArray<CertificateRole> All = [Seed, Coordinator, GpuNode, Pbm];

    public override string ToString() => Name;
}
