using Akka.Cluster;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

internal static class NodeIds
{
    /// <summary>The same identity as the node itself reports, from the cluster's view of it.</summary>
    public static NodeId Of(UniqueAddress address) => new(address.Address.Host!, address.Address.Port!.Value, address.Uid);
}
