using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using AxSpa.Shared.Wire;

namespace AxSpa.Hosting.Wire;

/// <summary>
/// Stands where Akka's default JSON serializer was. That one instantiates whatever type a peer names in its bytes;
/// this one refuses, in both directions, so that only types of <see cref="WireManifests"/> and Akka's own protobuf get through.
/// </summary>
public class RefusingSerializer : Serializer
{
    public RefusingSerializer(ExtendedActorSystem system) : base(system) { }

    /// <summary>Akka passes the settings block of the serializer it replaces.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config _) : base(system) { }

    /// <summary>The identifier of Akka's default JSON serializer.</summary>
    public override int Identifier => 1;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => throw new SerializationException(
        $"{obj.GetType().FullName} is not one of this system's wire records and is not sent.");

    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException(
        "A message of a foreign type was refused; nothing of it was instantiated.");
}

/// <summary>The same for Akka's serializer of any protobuf message whose type a peer names.</summary>
public sealed class RefusingProtobufSerializer(ExtendedActorSystem system) : RefusingSerializer(system)
{
    public override int Identifier => 2;
}

/// <summary>The same for orders to make an actor of a type, with arguments, that a peer chooses.</summary>
public sealed class RefusingDeploymentSerializer(ExtendedActorSystem system) : RefusingSerializer(system)
{
    public override int Identifier => 3;
}
