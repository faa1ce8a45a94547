using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AxSpa.Hosting.Wire;

/// <summary>Of the messages by which Akka runs actors, death watch only: no peer suspends, restarts, ends or supervises an actor here.</summary>
public sealed class DeathWatchSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private static readonly FrozenSet<Type> Allowed = FrozenSet.Create(typeof(Watch), typeof(Unwatch), typeof(DeathWatchNotification));

    private readonly SystemMessageSerializer _all = new(system);

    /// <summary>The identifier of the one it stands for.</summary>
    public override int Identifier => 22;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => Allowed.Contains(obj.GetType()) ? _all.ToBinary(obj)
        : throw new SerializationException($"{obj.GetType().FullName} is not sent to other processes.");

    public override object FromBinary(byte[] bytes, Type type) => Allowed.Contains(type) ? _all.FromBinary(bytes, type)
        : throw new SerializationException($"A system message ({type?.Name}) of a peer was refused; no actor takes it from another process.");
}
