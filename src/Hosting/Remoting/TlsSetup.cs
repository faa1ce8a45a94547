using Akka.Actor.Setup;
using AxSpa.Shared.Keys;

namespace AxSpa.Hosting.Remoting;

/// <summary>Hands the keys, which no configuration text should hold, to <see cref="TlsTransport"/>.</summary>
internal sealed class TlsSetup(MemberKeys keys) : Setup
{
    public MemberKeys Keys => keys;
}
