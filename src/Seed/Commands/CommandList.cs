using System.Collections.Immutable;
using AxSpa.Shared.Views;

namespace AxSpa.Seed.Commands;

/// <summary>Every command there is, in the order in which help shows them.</summary>
internal static class CommandList
{
    public static ImmutableArray<ICommand> Of(
        CoordinatorGate coordinator, RunFollower follower, Func<ImmutableArray<ClusterMemberView>> members, TimeProvider clock) =>
    [
        new RunSubmit(coordinator, follower),
        new RunList(coordinator, clock),
        new RunDescribe(coordinator, clock),
        new RunWatch(coordinator, follower),
        new RunWait(coordinator, follower),
        new RunCancel(coordinator),
        new NodeList(coordinator),
        new ClusterShow(members),
    ];
}
