using System.Collections.Immutable;
using System.Runtime.Intrinsics.X86;
using AxSpa.Shared.Hosting;
using AxSpa.Shared.Protocol;

namespace AxSpa.Shared.Desk;

/// <summary>How this node's machine is, for 'doctor'.</summary>
/// <param name="probe">Null: it sees no workspace.</param>
/// <param name="rights">Null likewise.</param>
/// <param name="certificates">That it shows to others, with their ends.</param>
internal sealed class MachineCheck(WorkspaceProbe? probe, WorkspaceRights? rights, ImmutableArray<DeskProtocol.CertificateEnd> certificates, TimeProvider clock)
{
    public DeskProtocol.NodeCheck Answer(string token)
    {
        var (now, begun) = (clock.GetUtcNow(), clock.GetTimestamp());
        var storage = probe?.Write(token);
        if (storage is { Trouble: null })
            storage = storage with { Rights = rights?.Look() };
        return new DeskProtocol.NodeCheck(
            now, clock.GetElapsedTime(begun), SoftwareVersion.Full, Environment.Version.ToString(),
            // What the last digits of a training depend on.
            Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "no avx2", storage, certificates);
    }
}
