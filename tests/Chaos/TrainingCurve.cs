using System.Buffers.Binary;

namespace AxSpa.Chaos;

/// <summary>When each epoch of an attempt was noted, from the curve that training writes as it goes (a TensorBoard event file).</summary>
/// <param name="Began">When the file was opened; epochs taken over from a checkpoint are noted in the same moment.</param>
/// <param name="Epochs">Epoch → seconds since 1970, in order.</param>
internal sealed record TrainingCurve(double Began, IReadOnlyList<(int Epoch, double At)> Epochs)
{
    /// <summary>What is taken over is noted in one go, faster than any epoch trains.</summary>
    private const double OneGoSeconds = 0.02;

    /// <summary>A single one that was taken over is noted this soon after the beginning. An epoch that fast costs nothing when it is taken for one.</summary>
    private const double AtOnceSeconds = 0.15;

    public int TakenOver
    {
        get
        {
            var inOneGo = Epochs.TakeWhile(epoch => epoch.At - Epochs[0].At <= OneGoSeconds).ToList();
            return inOneGo.Count > 1 || inOneGo.Count == 1 && inOneGo[0].At - Began <= AtOnceSeconds ? inOneGo[^1].Epoch : 0;
        }
    }

    /// <returns>Null where the attempt never came to train.</returns>
    public static TrainingCurve? In(string attemptFolder)
    {
        var files = Directory.GetFiles(attemptFolder, "events.out.tfevents.*");
        return files is [var file, ..] && Read(File.ReadAllBytes(file)) is { Count: > 0 } records
            ? new(records[0].At, [.. records.Skip(1).GroupBy(record => record.Step).Select(group => ((int)group.Key, group.First().At))])
            : null;
    }

    /// <summary>Whole records only: the last may be torn where its writer was killed.</summary>
    private static List<(long Step, double At)> Read(ReadOnlySpan<byte> bytes)
    {
        var records = new List<(long, double)>();
        while (bytes.Length >= 16 && BinaryPrimitives.ReadInt64LittleEndian(bytes) is >= 9 and var length && bytes.Length >= length + 16)
        {
            var data = bytes.Slice(12, (int)length);
            // Field 1 is the wall time; field 2, where it is there, the step.
            records.Add((data.Length > 10 && data[9] == 2 << 3 ? Varint(data[10..]) : 0, BinaryPrimitives.ReadDoubleLittleEndian(data[1..])));
            bytes = bytes[(int)(length + 16)..];
        }
        return records;
    }

    private static long Varint(ReadOnlySpan<byte> bytes)
    {
        var (value, shift) = (0L, 0);
        foreach (var part in bytes)
        {
            value |= (long)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                break;
            shift += 7;
        }
        return value;
    }
}
