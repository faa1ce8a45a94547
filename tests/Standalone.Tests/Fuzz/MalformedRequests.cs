using System.Text;

namespace AxSpa.Standalone.Tests.Fuzz;

/// <summary>What somebody without a token may say to a pbm port: from noise to requests in which one thing is wrong.</summary>
internal sealed class MalformedRequests(int seed)
{
    private static readonly string[] Good =
    [
        """{"palette":"run","command":"list","args":[],"output":"table","files":[]}""",
        """{"palette":"run","command":"submit","args":["run.yaml","--wait"],"output":"json","files":[{"argument":"run.yaml","text":"cohort: { clinical: /data/c.csv, label: { column: label } }\n"}]}""",
        """{"palette":"hello","command":"","args":[],"output":"table","files":[],"receives":true}""",
        """{"palette":"cluster","command":"down","args":["-a","akka.tcp://axspa@127.0.0.1:4053","--yes"],"output":"table","files":[],"token":"axspa_0123456789"}""",
    ];

    private static readonly string[] Odd =
    [
        "null", "[]", "0", "1e400", "-1", "\"\"", "{}", "true", "\"\\ud800\"", "\"\\u0000\"", "[null]", "[[]]", "{\"a\":{}}", "99999999999999999999",
        "\"run\",\"palette\":\"node\"",
    ];

    private readonly Random _random = new(seed);

    public byte[] Next() => _random.Next(10) switch
    {
        0 => Noise(_random.Next(0, 400)),
        1 => Encoding.UTF8.GetBytes($"{Good[_random.Next(Good.Length)][.._random.Next(0, 60)]}\n"),
        2 => Encoding.UTF8.GetBytes($"{new string(_random.Next(2) == 0 ? '[' : '{', _random.Next(1, 3000))}\n"),
        3 => Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: seed\r\n\r\n"),
        4 => [0x16, 3, 1, 0, (byte)_random.Next(256), 1, .. Noise(_random.Next(0, 300))], // begins as TLS does
        5 =>
            Encoding.UTF8.GetBytes($"{{\"palette\":{Odd[_random.Next(Odd.Length)]},\"command\":{Odd[_random.Next(Odd.Length)]},\"args\":{Odd[_random.Next(Odd.Length)]},\"output\":{Odd[_random.Next(Odd.Length)]},\"files\":{Odd[_random.Next(Odd.Length)]}}}\n"),
        6 or 7 => Flipped(),
        8 => WithOddValue(),
        _ => _random.Next(100) > 0 ? WithOddToken() : [.. Enumerable.Repeat((byte)'a', 300_000)], // longer than a request may be
    };

    public byte[] Noise(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Flipped()
    {
        var bytes = Encoding.UTF8.GetBytes($"{Good[_random.Next(Good.Length)]}\n");
        for (var flips = _random.Next(1, 6); flips > 0; flips--)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    private byte[] WithOddValue()
    {
        var text = Good[_random.Next(Good.Length)];
        var colons = Enumerable.Range(0, text.Length - 1).Where(at => text[at] == ':' && text[at + 1] is '"' or '[').ToArray();
        var colon = colons[_random.Next(colons.Length)];
        var end = text.IndexOf(',', colon);
        return Encoding.UTF8.GetBytes($"{text[..(colon + 1)]}{Odd[_random.Next(Odd.Length)]}{(end < 0 ? "}" : text[end..])}\n");
    }

    private byte[] WithOddToken() =>
        Encoding.UTF8.GetBytes($"{Good[0][..^1]},\"token\":\"{new string('x', _random.Next(0, 3000))}\"}}\n");
}
