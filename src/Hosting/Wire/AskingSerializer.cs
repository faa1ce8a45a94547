using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AxSpa.Hosting.Wire;

/// <summary>
/// Of Akka's own words between actors, those that ask and answer: who is at a path, a reference, the heartbeats of death watch. Not those
/// that end an actor (Kill passes even Akka's untrusted mode), and not those that make an exception of a type whose name is in the bytes.
/// </summary>
public sealed class AskingSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Identify, ActorIdentity, IActorRef, RemoteWatcher's Heartbeat and its answer.</summary>
    private static readonly FrozenSet<string> Allowed = FrozenSet.Create(StringComparer.Ordinal, "ID", "AID", "AR", "RWHB", "RWHR");

    private readonly MiscMessageSerializer _all = new(system);

    /// <summary>The identifier of the one it stands for.</summary>
    public override int Identifier => 16;

    public override string Manifest(object o) => _all.Manifest(o);

    public override byte[] ToBinary(object obj) => Allowed.Contains(_all.Manifest(obj)) ? _all.ToBinary(obj)
        : throw new SerializationException($"{obj.GetType().FullName} is not sent to other processes.");

    public override object FromBinary(byte[] bytes, string manifest) => Allowed.Contains(manifest) ? _all.FromBinary(bytes, manifest)
        : throw new SerializationException($"A message '{manifest}' of Akka's own was refused; no actor takes it from another process.");
}
