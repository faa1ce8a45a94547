using System.Collections.Immutable;
using AxSpa.Commands.Cluster;
using AxSpa.Views;

namespace AxSpa.Support;

/// <summary>A cluster of made members, which remembers what was done to them.</summary>
internal sealed class FakeMembership : IClusterMembership
{
    public const string Seed = "akka.tcp://axspa@127.0.0.1:4053";
    public const string Gpu = "akka.tcp://axspa@127.0.0.1:4055";

    public ImmutableArray<ClusterMemberView> Members { get; set; } =
    [
        new ClusterMemberView(Seed, ["coordinator", "seed"], "up", true, ""),
        new ClusterMemberView(Gpu, ["gpu"], "down", false, "0.1.0"),
    ];

    public string Self => Seed;

    public ImmutableArray<string> Seeds { get; set; } = [Seed];

    public string? Leader { get; set; } = Seed;

    public List<string> Done { get; } = [];

    public string ActorSystem => "akka://axspa";

    public void Leave(string address) => Done.Add($"leave {address}");

    public void Down(string address) => Done.Add($"down {address}");

    public ImmutableArray<string> Actors(string below, int depth) => below == "/user"
        ? depth == 1 ? ["akka://axspa/user/node"] : ["akka://axspa/user/node", "akka://axspa/user/node/slot-0"]
        : below == "/" ? ["akka://axspa/system", "akka://axspa/user", "akka://axspa/user/node", "akka://axspa/user/node/slot-0"] : [];
}
