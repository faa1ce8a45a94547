using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Files;

namespace AxSpa.Models.Training;

/// <summary>A file of scalar curves for TensorBoard, one record a line of progress, readable while training goes on.</summary>
/// <remarks>
/// Records as in TensorFlow's record_writer.cc (length, its check, data, its check); the data is an Event of event.proto:
/// 1 wall time (double), 2 step, 3 file version, 5 summary, in which 1 is a value of 1 tag and 2 simple value (float).
/// TorchSharp's own SummaryWriter puts ticks where Unix seconds belong.
/// </remarks>
internal sealed class TensorBoardFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly TimeProvider _clock;

    public TensorBoardFile(string folder, TimeProvider clock)
    {
        _clock = clock;
        Path = System.IO.Path.Combine(folder,
            string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{clock.GetUtcNow().ToUnixTimeSeconds()}.axspa"));
        FolderSync.Make(folder);
        _stream = new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.Read);
        Append([.. Seconds(), .. Text(3, "brain.Event:2")]);
    }

    public string Path { get; }

    public void Add(EpochRecord epoch)
    {
        Add("loss/training", epoch.TrainingLoss, epoch.Epoch);
        Add("loss/validation", epoch.ValidationLoss, epoch.Epoch);
        if (epoch.ValidationAuroc is { } auroc)
            Add("auroc/validation", auroc, epoch.Epoch);
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    private void Add(string tag, double value, long step)
    {
        var single = new byte[5];
        single[0] = 2 << 3 | 5;
        BinaryPrimitives.WriteSingleLittleEndian(single.AsSpan(1), (float)value);
        byte[] summary = Bytes(1, [.. Text(1, tag), .. single]);
        Append([.. Seconds(), 2 << 3, .. Varint((ulong)step), .. Bytes(5, summary)]);
    }

    private void Append(byte[] data)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Crc32C.Masked(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Crc32C.Masked(data));
        _stream.Write(head);
        _stream.Write(data);
        _stream.Write(tail);
    }

    private byte[] Seconds()
    {
        var field = new byte[9];
        field[0] = 1 << 3 | 1;
        BinaryPrimitives.WriteDoubleLittleEndian(field.AsSpan(1), _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        return field;
    }

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] content) => [(byte)(field << 3 | 2), .. Varint((ulong)content.Length), .. content];

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
