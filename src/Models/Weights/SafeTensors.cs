using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Files;
using static TorchSharp.torch;

namespace AxSpa.Models.Weights;

/// <summary>
/// Named tensors in one file, readable by every framework: 8 bytes of header length, a JSON header with type, shape and place
/// of each tensor, then their bytes, little-endian. No code is ever executed by reading it, unlike a pickle.
/// </summary>
/// <remarks>https://github.com/huggingface/safetensors, section Format.</remarks>
internal static class SafeTensors
{
    private const int Alignment = 8;

    /// <summary>Writes float32 and int64 tensors, in ordinal order of their names so that equal weights are equal files.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, ImmutableSortedDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
            {
                using var scope = NewDisposeScope();
                stream.Write(tensor.detach().cpu().contiguous().bytes);
            }
        });
    }

    private static byte[] Header(KeyValuePair<string, Tensor>[] tensors, ImmutableSortedDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var type = SafeTensorsType.Of(tensor.dtype)
                    ?? throw new ArgumentException($"Tensor {name} is {tensor.dtype}; only float32 and int64 are written.", nameof(tensors));
                var end = offset + tensor.numel() * type.BytesPerElement;
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var size in tensor.shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                offset = end;
            }
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
