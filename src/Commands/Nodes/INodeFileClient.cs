using AxSpa.Commands.Cluster;
using AxSpa.Shared.Wire;

namespace AxSpa.Commands.Nodes;

/// <summary>The file services of all nodes: each answers for its own machine.</summary>
internal interface INodeFileClient
{
    /// <param name="address">A member's, as <see cref="IClusterMembership"/> has it.</param>
    /// <exception cref="CommandRefusedException">The node says no.</exception>
    /// <exception cref="ClusterUnreachableException">It does not answer in time.</exception>
    Task<T> Ask<T>(string address, IWireMessage question, CancellationToken cancellation) where T : class, IWireMessage;
}
