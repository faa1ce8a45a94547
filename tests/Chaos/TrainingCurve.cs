using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AxSpa.Chaos;

/// <summary>When each epoch of an attempt was noted, from the curve that training writes as it goes (a TensorBoard event file).</summary>
/// <param name="Began">When the file was opened.</param>
/// <param name="TakenOver">The last epoch that came with a checkpoint, and was not trained here; 0: none.</param>
/// <param name="Epochs">Epoch → seconds since 1970, in order.</param>
internal sealed partial record TrainingCurve(double Began, int TakenOver, IReadOnlyList<(int Epoch, double At)> Epochs)
{
    /// <summary>Where the log has no epoch: what is taken over is noted in one go, mostly faster than any epoch trains.</summary>
    private const double OneGoSeconds = 0.02;

    /// <summary>A single one that was taken over is noted this soon after the beginning. An epoch that fast costs nothing when it is taken for one.</summary>
    private const double AtOnceSeconds = 0.15;

    /// <returns>Null where the attempt never came to train.</returns>
    public static TrainingCurve? In(string attemptFolder)
    {
        var files = Directory.GetFiles(attemptFolder, "events.out.tfevents.*");
        if (files is not [var file, ..] || Read(File.ReadAllBytes(file)) is not { Count: > 0 } records)
            return null;
        var (began, epochs) = (records[0].At,
            records.Skip(1).GroupBy(record => record.Step).Select(group => (Epoch: (int)group.Key, group.First().At)).ToList());
        var log = Path.Combine(attemptFolder, "trainer.log");
        return new(began, File.Exists(log) ? TakenOverBy(File.ReadAllText(log)) ?? InOneGo(began, epochs) : InOneGo(began, epochs), epochs);
    }

    /// <summary>The first epoch that an attempt tells is the first that it trained: what it took over it notes in its curve, and says nothing of.</summary>
    /// <returns>Null: it tells of none.</returns>
    internal static int? TakenOverBy(string log) =>
        FirstEpoch().Match(log) is { Success: true } first ? int.Parse(first.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1 : null;

    private static int InOneGo(double began, List<(int Epoch, double At)> epochs)
    {
        var inOneGo = epochs.TakeWhile(epoch => epoch.At - epochs[0].At <= OneGoSeconds).ToList();
        return inOneGo.Count > 1 || inOneGo.Count == 1 && inOneGo[0].At - began <= AtOnceSeconds ? inOneGo[^1].Epoch : 0;
    }

    [GeneratedRegex(@" info  epoch (\d+)/")]
    private static partial Regex FirstEpoch();

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
