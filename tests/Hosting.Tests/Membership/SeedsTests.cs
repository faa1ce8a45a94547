using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Hosting.Membership;
using AxSpa.Hosting.Tests.Remoting;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Hosting.Tests.Membership;

/// <summary>Real members with three listed seeds, of which not all are there.</summary>
public sealed class SeedsTests
{
    /// <summary>In the order in which they stand.</summary>
    private readonly ImmutableArray<string> _seeds = [.. Enumerable.Range(0, 3).Select(_ => $"127.0.0.1:{FreePort.Next()}").Order(StringComparer.Ordinal)];

    private ClusterNodeOptions Options(string role, int seed = -1) => new()
    {
        Roles = [role],
        Seeds = _seeds,
        Port = seed < 0 ? 0 : int.Parse(_seeds[seed].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture),
        QuorumPatience = TimeSpan.FromSeconds(6),
    };

    private static Task Ended(StartedMember member, CoordinatedShutdown.Reason reason) =>
        StartedMember.Until(() => member.System.WhenTerminated.IsCompleted && CoordinatedShutdown.Get(member.System).ShutdownReason == reason,
            () => $"it ended. {member.Log}");

    [Fact]
    public async Task Two_of_three_begin_one_cluster_in_which_others_take_work_until_one_seed_leaves()
    {
        // The machine of the first one in the list is dead.
        await using var alone = new StartedMember(Options(Roles.Seed, 2));
        await using var node = new StartedMember(Options(Roles.Gpu));
        await alone.Says($"No cluster lets this process in yet; it goes on asking {_seeds[0]} (no answer), {_seeds[1]} (no answer). A new cluster is begun "
            + "by 2 of the 3 listed seeds together.");
        Assert.Equal(0, alone.MembersUp);
        var other = new StartedMember(Options(Roles.Seed, 1));
        await StartedMember.Until(() => alone.MembersUp == 3 && other.MembersUp == 3 && node.MembersUp == 3,
            () => $"all were up. {alone.Log} {other.Log} {node.Log}");
        Assert.All([alone, other, node], member => Assert.Null(SeedsInSight.Trouble(member.System)));

        // In order, so nobody is put out for it: the two that are left agree with each other.
        await CoordinatedShutdown.Get(other.System).Run(CoordinatedShutdown.ClrExitReason.Instance);
        await other.DisposeAsync();
        await alone.Says($"1 of the 3 listed seeds are up and reached ({_seeds[2]}), 2 are needed. This process takes no new work");
        Assert.NotNull(SeedsInSight.Trouble(alone.System));
        await Ended(alone, MemberEnding.QuorumLost);
        await Ended(node, MemberEnding.QuorumLost);
        Assert.Contains("2 are needed: this process ends, so that its supervisor starts it again", alone.Log);
        Assert.NotEqual(0, MemberEnding.QuorumLost.ExitCode);
    }

    [Fact]
    public async Task A_quorum_that_is_back_in_time_is_told_of()
    {
        var said = new List<string>();
        await using var alone = new StartedMember(Options(Roles.Seed, 0) with { Say = said.Add, QuorumPatience = TimeSpan.FromSeconds(50) });
        await using (var other = new StartedMember(Options(Roles.Seed, 1)))
        {
            await StartedMember.Until(() => alone.MembersUp == 2, () => $"both were up. {alone.Log}");
            await CoordinatedShutdown.Get(other.System).Run(CoordinatedShutdown.ClrExitReason.Instance);
        }
        await alone.Says("This process takes no new work");
        await using var back = new StartedMember(Options(Roles.Seed, 1));
        await StartedMember.Until(() => said.Count == 2, () => $"it said so. {alone.Log}");
        Assert.StartsWith($"This seed begins a new cluster, with the votes of {_seeds[0]}, {_seeds[1]}", said[0]);
        Assert.StartsWith("Enough of the listed seeds are up and reached again, after ", said[1]);
    }

    [Fact]
    public async Task Who_was_told_of_other_seeds_is_refused_and_ends_and_both_sides_say_so()
    {
        var only = Options(Roles.Seed, 0) with { Seeds = [_seeds[0]] };
        await using var seed = new StartedMember(only);
        await using var stranger = new StartedMember(Options(Roles.Gpu) with { Seeds = [_seeds[0], _seeds[1]] });
        await Ended(stranger, MemberEnding.Refused);
        var mine = string.Join(", ", _seeds.Take(2));
        Assert.Contains($"This process was refused by the cluster of {_seeds[0]}: its seeds are {_seeds[0]}, those of this process {mine}.", stranger.Log);
        Assert.Contains($"was refused: its seeds are {mine}, those of this process {_seeds[0]}.", seed.Log);
        Assert.Equal(2, MemberEnding.Refused.ExitCode);
        Assert.Equal(1, seed.MembersUp);
    }

    [Fact]
    public async Task A_start_with_fewer_is_possible_and_says_what_it_risks()
    {
        await using var seed = new StartedMember(Options(Roles.Seed, 1) with { QuorumSize = 1 });
        await StartedMember.Until(() => seed.MembersUp == 1, () => $"it was up. {seed.Log}");
        Assert.Null(SeedsInSight.Trouble(seed.System));
        Assert.Contains("A cluster is begun and works with 1 of the 3 listed seeds, fewer than a majority (--seed-quorum)", seed.Log);
    }
}
