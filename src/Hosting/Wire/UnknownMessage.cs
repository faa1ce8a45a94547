using Akka.Actor;
using Akka.Cluster;
using AxSpa.Shared;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.Wire;

/// <summary>What stands in the place of a message of another version: whoever gets it can say whose it was, and answer with a refusal.</summary>
public sealed record UnknownMessage(string Manifest) : INoSerializationVerificationNeeded
{
    /// <summary>Whose message this is, and what to do, for people.</summary>
    public string Words(ActorSystem system, IActorRef sender)
    {
        var address = sender.Path.Address;
        var member = Cluster.Get(system).State.Members.FirstOrDefault(member => member.Address == address);
        var who = member is null ? address.ToString() : $"{address} ({string.Join(", ", member.Roles)}, version {member.AppVersion.Version})";
        return $"{who} sent a message that this version ({SoftwareVersion.Full}) does not know: '{Manifest}'. Bring all members of the cluster to one "
            + "version; 'cluster show' lists theirs.";
    }

    /// <summary>The answer: who sent it hears why nothing comes of it.</summary>
    public RunProtocol.Refused Refusal(ActorSystem system) => new(
        $"{Cluster.Get(system).SelfAddress} runs AxSpa.Cluster {SoftwareVersion.Full} and does not know the message '{Manifest}'. Bring all members of the "
        + "cluster to one version; 'cluster show' lists theirs.");
}
