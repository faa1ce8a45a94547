using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Texts;
using static TorchSharp.torch;

namespace AxSpa.Models.Weights;

/// <summary>A safetensors file opened for reading: its header is checked whole before any tensor is made.</summary>
internal sealed class SafeTensorsFile : IDisposable
{
    // The format's own limit; a longer header is an attack or another kind of file.
    private const long LongestHeader = 100_000_000;

    private readonly FileStream _stream;
    private readonly long _dataStart;

    private SafeTensorsFile(FileStream stream, long dataStart, ImmutableArray<Entry> entries, ImmutableSortedDictionary<string, string> metadata) =>
        (_stream, _dataStart, Entries, Metadata) = (stream, dataStart, entries, metadata);

    /// <param name="Start">Bytes after the header.</param>
    public sealed record Entry(string Name, SafeTensorsType Type, ImmutableArray<long> Shape, long Start, long End);

    /// <summary>In the order of their place in the file.</summary>
    public ImmutableArray<Entry> Entries { get; }
    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <exception cref="SafeTensorsException">The file is not a whole safetensors file of the types we read.</exception>
    /// <exception cref="DataRootException">It leads out of the data roots.</exception>
    /// <param name="longestHeader">In bytes.</param>
    public static SafeTensorsFile Open(string path, ReadPermit? permit = null, long longestHeader = LongestHeader)
    {
        var allowed = permit ?? ReadPermit.Free;
        allowed.Require(path);
        if (!File.Exists(path))
            throw new SafeTensorsException(path, $"there is no such file. Check the path (it is relative to the run's YAML file).{MistypedPath.Hint(path)}");
        var stream = allowed.Open(path, 1 << 16);
        try
        {
            Span<byte> lengthBytes = stackalloc byte[8];
            if (stream.ReadAtLeast(lengthBytes, 8, throwOnEndOfStream: false) < 8)
                throw new SafeTensorsException(path, $"it has {stream.Length} bytes, a header length alone takes 8. Is the file truncated?");
            var length = BinaryPrimitives.ReadInt64LittleEndian(lengthBytes);
            if (length < 2 || length > longestHeader || length > stream.Length - 8)
                throw new SafeTensorsException(
                    path, $"its header should be {length} bytes long, and the file has {stream.Length}. Is it a safetensors file, and whole?");
            var header = new byte[length];
            stream.ReadExactly(header);
            var (entries, metadata) = SafeTensorsHeader.Parse(path, header, stream.Length - 8 - length);
            return new(stream, 8 + length, entries, metadata);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <returns>A new tensor of the stored shape, int64 or else float32 (half types are widened); the caller disposes it.</returns>
    public Tensor Read(Entry entry)
    {
        using var scope = NewDisposeScope();
        var tensor = empty([.. entry.Shape], dtype: entry.Type.Stored);
        _stream.Position = _dataStart + entry.Start;
        _stream.ReadExactly(tensor.bytes);
        if (entry.Type.Stored is not (ScalarType.Float32 or ScalarType.Int64))
            tensor = tensor.to(ScalarType.Float32);
        return tensor.MoveToOuterDisposeScope();
    }

    /// <summary>Every tensor of the file by name; the caller disposes them.</summary>
    public static Dictionary<string, Tensor> ReadAll(string path)
    {
        using var file = Open(path);
        return file.Entries.ToDictionary(entry => entry.Name, file.Read, StringComparer.Ordinal);
    }

    public void Dispose() => _stream.Dispose();
}
