using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace AxSpa.Shared.Wire;

/// <summary>
/// Stands where Akka's default JSON serializer was. That one instantiates whatever type a peer names in its bytes;
/// this one refuses, in both directions, so that only types of <see cref="WireManifests"/> and Akka's own protobuf get through.
/// </summary>
public sealed class RefusingSerializer : Serializer
{
    public RefusingSerializer(ExtendedActorSystem system) : base(system) { }

    /// <summary>Akka passes the settings block of the serializer it replaces.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config _) : base(system) { }

    /// <summary>The identifier of Akka's default JSON serializer.</summary>
    public override int Identifier => 1;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => throw new System.Runtime.Serialization.SerializationException(
        $"{obj.GetType().FullName} is not one of this system's wire records and is not sent.");

    public override object FromBinary(byte[] bytes, Type type) => throw new System.Runtime.Serialization.SerializationException(
        "A message of a foreign type was refused; nothing of it was instantiated.");
}
