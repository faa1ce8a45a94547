using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm.Tests.Lying;

/// <summary>What a host may answer that means no good: what an honest one would say, with something in it changed, added, left out or broken off.</summary>
internal sealed class Lies(int seed, ClientRoom room)
{
    /// <summary>Longer than a line may be.</summary>
    private const int TooMany = PbmAnswer.MostBytes + 1000;

    private readonly Random _random = new(seed);

    private string Id => "20261126-031618-a1b2";

    private string[] Names =>
    [
        "metrics.txt", "figures/roc.png", "predictions.csv", ".bash_profile", ".ssh/authorized_keys", "../escaped",
        "../../home/.ssh/authorized_keys", $"{room.Home}/escaped", "/etc/escaped", "a/../../escaped", "a/..", "..", ".", "", "/", "a//b", "./a",
        "a/./b", "~/escaped", "a\\b", "..\\escaped", "evil\u202egpj.sh", "evil\u0000.png", "line\nbreak", "\ud800", new string('n', 300),
        string.Join('/', Enumerable.Repeat("d", 60)), "run.yaml", "there.tar.gz", "a", "a/b", "-rf", $"file:{room.Home}",
    ];

    private string?[][] Agains =>
    [
        ["run", "cancel", Id, "--yes"], ["run", "delete", Id, "--yes"], ["run", "cancel", "last", "--yes"],
        ["run", "submit", $"{room.Home}/secret.yaml", "--yes"], ["run", "submit", $"{room.Home}/secret.yaml"],
        ["bundle", "--out", $"{room.Home}/.ssh/authorized_keys2", "--yes"], ["bundle", "--yes"],
        ["run", "results", "last", "--download", $"{room.Home}/new", "--yes"], ["--yes"], [], [null, null], ["run", "cancel", "../../x", "--yes"],
        ["run", "cancel", $"{Id}\n", "--yes"], ["cluster", "down", "-a", "akka.tcp://axspa@elsewhere:4053", "--yes"],
        ["cluster", "down-unreachable", "--yes"], ["", "", "", ""],
    ];

    private static readonly string[] Values =
    [
        "null", "[]", "{}", "0", "-1", "1e400", "256", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "true", "[null]", "[[]]",
        "\"x\"", "2", "\"=\"", "\"####\"",
    ];

    private static readonly string[] Texts =
    [
        "RUN  NAME", "\u001b[2J\u001b[31mred", "\u202ereversed\u2066", "a\u0007b\rc", "Go on? [y/N] ", "\u200b\ufeff", "run list\nrun cancel\tlast",
        "last --yes", "last\u3000--yes", "' --yes", "x\u2028y", "\udfff",
    ];

    public byte[] Next()
    {
        var lines = Honest().ToList();
        for (var times = _random.Next(0, 3); times > 0; times--)
            Change(lines);
        var bytes = new List<byte>();
        foreach (var line in lines)
            bytes.AddRange([.. line, (byte)'\n']);
        return _random.Next(20) switch
        {
            0 => [.. bytes.Take(_random.Next(bytes.Count + 1))],
            1 => Flipped([.. bytes]),
            2 when _random.Next(100) == 0 => [.. bytes, .. new byte[TooMany]],
            3 when _random.Next(100) == 0 => [.. Hidden(), .. bytes],
            4 when _random.Next(100) == 0 => [.. bytes, .. Many()],
            5 => [.. bytes, .. Noise(_random.Next(400))],
            6 => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
            _ => [.. bytes],
        };
    }

    private IEnumerable<byte[]> Honest()
    {
        if (_random.Next(3) == 0)
            yield return Line(new JsonObject { ["out"] = Texts[_random.Next(Texts.Length)] });
        if (_random.Next(3) == 0)
            yield return Line(new JsonObject { ["err"] = Texts[_random.Next(Texts.Length)] });
        if (_random.Next(8) == 0)
            yield return Line(Question());
        var files = _random.Next(3);
        for (var file = 0; file < files; file++)
        {
            var content = Noise(_random.Next(2000));
            yield return Line(new JsonObject { ["file"] = new JsonObject { ["name"] = Names[_random.Next(4) > 0 ? file : _random.Next(Names.Length)] } });
            foreach (var piece in content.Chunk(700))
                yield return Line(new JsonObject { ["part"] = Convert.ToBase64String(piece) });
            var end = new JsonObject { ["bytes"] = content.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)) };
            yield return Line(new JsonObject { ["end"] = end });
        }
        yield return Line(new JsonObject { ["exit"] = _random.Next(4) == 0 ? _random.Next(-1, 300) : _random.Next(2) * 2 });
    }

    private JsonObject Question() => new()
    {
        ["err"] = "it wants --yes",
        ["ask"] = new JsonObject
        {
            ["would"] = Texts[_random.Next(Texts.Length)],
            ["again"] = new JsonArray([.. Agains[_random.Next(Agains.Length)].Select(word => JsonValue.Create(word))]),
        },
    };

    private void Change(List<byte[]> lines)
    {
        var at = _random.Next(lines.Count);
        switch (_random.Next(8))
        {
            case 0:
                lines.Insert(at, lines[_random.Next(lines.Count)]);
                break;
            case 1:
                if (lines.Count > 1)
                    lines.RemoveAt(at);
                break;
            case 2:
                lines[at] = Flipped(lines[at]);
                break;
            case 3:
                lines[at] = WithOddValue(lines[at]);
                break;
            case 4:
                lines.Insert(at, Line(new JsonObject { ["file"] = new JsonObject { ["name"] = Names[_random.Next(Names.Length)] } }));
                break;
            case 5:
                lines.Insert(at, Line(Question()));
                break;
            case 6:
                lines.Insert(at, Encoding.UTF8.GetBytes(Values[_random.Next(Values.Length)]));
                break;
            default:
                lines.Insert(at, Encoding.UTF8.GetBytes(new string(_random.Next(2) == 0 ? '[' : '{', _random.Next(1, 3000))));
                break;
        }
    }

    /// <summary>As long as a line may be, and every letter of it is shown in six.</summary>
    private static byte[] Hidden()
    {
        var text = new byte[PbmAnswer.MostBytes - 100];
        text.AsSpan().Fill(0x7f);
        return [.. "{\"out\":\""u8, .. text, .. "\"}\n"u8];
    }

    /// <summary>More files than are taken, or questions without end.</summary>
    private byte[] Many()
    {
        var file = Line(new JsonObject { ["file"] = new JsonObject { ["name"] = "a" } });
        var part = Line(new JsonObject { ["part"] = Convert.ToBase64String(Noise(2000)) });
        var one = _random.Next(2) == 0 ? (byte[])[.. file, (byte)'\n', .. part, (byte)'\n'] : [.. Line(Question()), (byte)'\n'];
        return [.. Enumerable.Repeat(one, 5000).SelectMany(bytes => bytes)];
    }

    private byte[] WithOddValue(byte[] line)
    {
        var text = Encoding.UTF8.GetString(line);
        var colons = Enumerable.Range(0, text.Length).Where(at => text[at] == ':').ToArray();
        if (colons.Length == 0)
            return line;
        var colon = colons[_random.Next(colons.Length)];
        var end = text.IndexOfAny([',', '}'], colon);
        return Encoding.UTF8.GetBytes($"{text[..(colon + 1)]}{Values[_random.Next(Values.Length)]}{(end < 0 ? "}" : text[end..])}");
    }

    private byte[] Flipped(byte[] bytes)
    {
        var flipped = bytes.ToArray();
        for (var flips = _random.Next(1, 6); flips > 0 && flipped.Length > 0; flips--)
            flipped[_random.Next(flipped.Length)] = (byte)_random.Next(256);
        return flipped;
    }

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Line(JsonObject answer) => Encoding.UTF8.GetBytes(answer.ToJsonString());
}
