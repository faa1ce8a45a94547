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
        new RunPause(coordinator),
        new RunResume(coordinator),
        new RunCancel(coordinator),
        new RunVerify(coordinator, clock, follower.LookEvery),
        new FoldRetry(coordinator),
        new NodeList(coordinator),
        new ClusterShow(members),
    ];
}
