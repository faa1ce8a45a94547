using System.Text;
using AxSpa.Shared.Pbm;
using Xunit;

namespace AxSpa.Shared.Tests.Pbm;

public sealed class FrameReaderTests
{
    [Fact]
    public async Task Lines_come_one_by_one_however_the_bytes_arrive()
    {
        var reader = new FrameReader(new Trickle("first\nsecond, with ä\n\n", bytesAtOnce: 1), 100);
        Assert.Equal("first", await Next(reader));
        Assert.Equal("second, with ä", await Next(reader));
        Assert.Equal("", await Next(reader));
        Assert.Null(await Next(reader));
    }

    [Fact]
    public async Task A_line_longer_than_the_first_buffer_arrives_whole()
    {
        var text = new string('x', 100_000);
        Assert.Equal(text, await Next(new FrameReader(new Trickle(text + "\n", 3000), 200_000)));
    }

    [Theory]
    [InlineData("123456\n")]
    [InlineData("1234567890 without an end")]
    public async Task A_line_over_the_bound_is_refused(string text) =>
        Assert.Contains("longer than the 5 bytes", (await Assert.ThrowsAsync<FrameException>(() => Next(new FrameReader(new Trickle(text, 3), 5)))).Message);

    [Fact]
    public async Task An_endless_line_is_refused_before_it_fills_the_memory()
    {
        var endless = new Endless();
        await Assert.ThrowsAsync<FrameException>(() => Next(new FrameReader(endless, 1 << 20)));
        Assert.InRange(endless.BytesRead, 1 << 20, 4 << 20);
    }

    [Fact]
    public async Task An_end_inside_a_line_is_told() =>
        Assert.Contains("ended inside a line", (await Assert.ThrowsAsync<FrameException>(() => Next(new FrameReader(new Trickle("half", 4), 100)))).Message);

    private static async Task<string?> Next(FrameReader reader) =>
        await reader.ReadLine(TestContext.Current.CancellationToken) is { } line ? Encoding.UTF8.GetString(line.Span) : null;

    private sealed class Trickle(string text, int bytesAtOnce) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, bytesAtOnce)], cancellationToken);
    }

    private sealed class Endless : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            BytesRead += buffer.Length;
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
