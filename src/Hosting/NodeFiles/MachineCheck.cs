using System.Collections.Immutable;
using System.Runtime.Intrinsics.X86;
using AxSpa.Shared;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.NodeFiles;

/// <summary>How this node's machine is, for 'doctor'.</summary>
/// <param name="certificates">That it shows to others, with their ends.</param>
internal sealed class MachineCheck(ImmutableArray<NodeFileProtocol.CertificateEnd> certificates, TimeProvider clock)
{
    /// <param name="askedAt">When the question came, and <paramref name="begun"/> the same of the monotonic clock.</param>
    /// <param name="storage">Null: it sees no workspace.</param>
    public NodeFileProtocol.NodeCheck Answer(DateTimeOffset askedAt, long begun, NodeFileProtocol.StorageCheck? storage) => new(
        askedAt, clock.GetElapsedTime(begun), SoftwareVersion.Full, Environment.Version.ToString(),
        // What the last digits of a training depend on.
        Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "no avx2", storage, certificates);
}
