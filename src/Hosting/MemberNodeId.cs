using Akka.Cluster;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting;

/// <summary>A member of the cluster, as messages name it.</summary>
public static class MemberNodeId
{
    extension(NodeId)
    {
        /// <summary>The node reports itself by this, and the coordinator finds it among the members by the same.</summary>
        public static NodeId Of(UniqueAddress address) => new(address.Address.Host!, address.Address.Port!.Value, address.Uid);
    }
}
