using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;
using AxSpa.Shared;
using AxSpa.Shared.Wire;

namespace AxSpa.Hosting.Wire;

/// <summary>The one serializer of this system's own records, on the wire and in the journal.</summary>
public sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Akka reserves 0–40. Written with every event in every journal, so it never changes.</summary>
    public override int Identifier => 7411;

    public override string Manifest(object o) => WireManifests.Of(o.GetType()).Manifest;

    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, WireManifests.Of(obj.GetType()).Json);

    /// <summary>
    /// What is not known to this version: a message is told apart to whoever gets it, and a journal that cannot be read whole is not read at all.
    /// </summary>
    public override object FromBinary(byte[] bytes, string manifest) => WireManifests.Of(manifest) is { } json
        ? JsonSerializer.Deserialize(bytes, json)
        ?? throw new System.Runtime.Serialization.SerializationException($"A '{manifest}' of {bytes.Length} bytes reads as null; refused.")
        : !WireManifests.IsOfJournal(manifest) ? new UnknownMessage(manifest)
        : throw new System.Runtime.Serialization.SerializationException(
            $"The manifest '{manifest}' is not known to this version ({SoftwareVersion.Full}); it was written by a newer one. Refused.");
}
