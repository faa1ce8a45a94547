using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>
/// A shard as a file: one line of JSON that says which draws of which series follow, then their values, series after series, as
/// little-endian float64. A cohort with subgroups has some 500 series: as text, 10,000 draws of them would be 90 MB.
/// </summary>
public static class BootstrapFile
{
    internal sealed record Header(int First, int Count, ImmutableArray<SeriesKey> Series);

    public static byte[] Bytes(BootstrapShard shard)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new Header(shard.Draws.First, shard.Draws.Count, [.. shard.Series.Select(series => series.Key)]), EvaluationJson.Default.Header);
        var bytes = new byte[header.Length + 1 + shard.Series.Length * shard.Draws.Count * sizeof(double)];
        header.CopyTo(bytes, 0);
        bytes[header.Length] = (byte)'\n';
        var at = header.Length + 1;
        foreach (var series in shard.Series)
            foreach (var value in series.Values)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at), value);
                at += sizeof(double);
            }
        return bytes;
    }

    /// <exception cref="RefusedInputException">Not such a file, or one that is cut off.</exception>
    public static BootstrapShard Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        Header header;
        try
        {
            header = JsonSerializer.Deserialize(bytes[..Math.Max(end, 0)], EvaluationJson.Default.Header) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new RefusedInputException($"A file of bootstrap draws cannot be read: {wrong.Message} Compute it again.", wrong);
        }
        var values = bytes[(end + 1)..];
        if (values.Length != (long)header.Series.Length * header.Count * sizeof(double))
            throw new RefusedInputException($"A file of bootstrap draws holds {values.Length} bytes of values instead of "
                + $"{(long)header.Series.Length * header.Count * sizeof(double)}: it is cut off. Compute it again.");
        var series = ImmutableArray.CreateBuilder<BootstrapSeries>(header.Series.Length);
        foreach (var key in header.Series)
        {
            var draws = new double[header.Count];
            for (var i = 0; i < draws.Length; i++) draws[i] = BinaryPrimitives.ReadDoubleLittleEndian(values[(i * sizeof(double))..]);
            series.Add(new BootstrapSeries(key, draws));
            values = values[(header.Count * sizeof(double))..];
        }
        return new BootstrapShard(new DrawRange(header.First, header.Count), series.MoveToImmutable());
    }
}
