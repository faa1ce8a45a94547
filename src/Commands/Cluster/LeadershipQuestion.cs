using AxSpa.Shared.Protocol;

namespace AxSpa.Commands.Cluster;

/// <summary>Which coordinator works, for lists that are worth showing without it.</summary>
/// <param name="coordinator">One that is asked for a short time only.</param>
internal sealed class LeadershipQuestion(CoordinatorGate coordinator)
{
    /// <returns>Null: nobody says it, as while a coordinator moves, or is of an earlier version.</returns>
    public async Task<LeadershipProtocol.Leadership?> Ask(CancellationToken cancellation)
    {
        try
        {
            return await coordinator.Ask<LeadershipProtocol.Leadership>(new LeadershipProtocol.AskLeadership(), cancellation);
        }
        catch (Exception unknown) when (unknown is CommandRefusedException or ClusterUnreachableException)
        {
            return null;
        }
    }
}
