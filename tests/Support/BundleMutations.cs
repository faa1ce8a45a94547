using System.Buffers.Binary;
using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AxSpa.Support;

/// <summary>A bundle in which one thing was changed by somebody who also put the manifest right, so that lengths and hashes hold.</summary>
/// <param name="File">What was changed; the archive itself where it is none of the files.</param>
internal sealed record MutatedBundle(string File, string What, byte[] Archive);

/// <summary>Changes one field, some bytes or a line of one file of a bundle. The same number gives the same change.</summary>
internal sealed class BundleMutations
{
    public const string ManifestName = "manifest.json", Whole = "the archive";

    private const string Marker = "@@raw@@";

    private readonly List<(string Name, byte[] Content)> _files = [];
    private readonly Dictionary<string, int> _fields = new(StringComparer.Ordinal);

    /// <param name="bundle">As 'axspa export' wrote it.</param>
    public BundleMutations(string bundle)
    {
        using var tar = new TarReader(System.IO.File.OpenRead(bundle));
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            _files.Add((entry.Name, content.ToArray()));
        }
        foreach (var (name, content) in _files.Where(file => IsJson(file.Name)))
            _fields[name] = Places(Json(name, content)).Count;
    }

    public IEnumerable<string> Files => _files.Select(file => file.Name);

    /// <summary>All fields and items of all JSON in the bundle, headers of weights too.</summary>
    public int Fields => _fields.Values.Sum();

    /// <summary>The bundle with nothing changed.</summary>
    public byte[] Original => Pack(_files[0].Content, _files.Skip(1));

    public MutatedBundle Of(int number)
    {
        var random = new Random(number);
        return random.Next(100) switch
        {
            < 60 =>
                Field(random,
                    _files[Index(random, file => IsJson(file.Name) && file.Name != ManifestName && (file.Name == "fusion.json" || random.Next(3) == 0))]),
            < 68 => Field(random, _files[0]),
            < 78 => Line(random, _files.First(file => file.Name == "run.yaml")),
            < 94 => Bytes(random, _files[Index(random, file => file.Name != ManifestName)]),
            _ => Archive(random),
        };
    }

    private MutatedBundle Field(Random random, (string Name, byte[] Content) file)
    {
        var root = Json(file.Name, file.Content);
        var places = Places(root);
        var (parent, key) = places[random.Next(places.Count)];
        var (what, raw) = Change(random, parent, key, places);
        var text = root.ToJsonString().Replace($"\"{Marker}\"", raw, StringComparison.Ordinal);
        var path = $"{parent.GetPath()}[{key}]: {what}";
        var bytes = Encoding.UTF8.GetBytes(text);
        return file.Name == ManifestName ? new MutatedBundle(file.Name, path, Pack(bytes, _files.Skip(1)))
            : Repacked(file.Name, path, IsWeights(file.Name) ? WithHeader(file.Content, bytes) : bytes);
    }

    private static (string What, string Raw) Change(Random random, JsonNode parent, object key, List<(JsonNode Parent, object Key)> places)
    {
        string[] texts = ["null", "true", "\"\"", "\"x\"", "-1", "0", "1", "2", "7", "2147483647", "2147483648", "-2147483649", "9999999999999999999999", "0.5", "1e308", "-1e308",
            "1e999", "1e-320", "NaN", "Infinity", "\"NaN\"", "[]", "{}", "[null]", "[[0]]", "\"0\"", "\"1\"", "\"-1\"", "\"99\"", "\"2147483647\"",
            "\"4294967295\"", "\"1e999\"", "\"nan\"",
            "\"\\u202e\\u001b[31m\\n\"", "\"\\ud800\"", "\"../../outside\"", "\"/etc/passwd\"", "\"=cmd|calc!A1\""];
        var old = At(parent, key);
        switch (random.Next(12))
        {
            case < 6:
                var text = texts[random.Next(texts.Length)];
                Set(parent, key, Marker);
                return ($"set to {text}", text);
            case 6:
                if (parent is JsonArray list) list.RemoveAt((int)key);
                else parent.AsObject().Remove((string)key);
                return ("removed", "");
            case 7:
                var (other, at) = places[random.Next(places.Count)];
                var copy = At(other, at)?.DeepClone();
                if (parent is JsonArray into) into[(int)key] = copy;
                else parent.AsObject()[(string)key] = copy;
                return ($"a copy of {other.GetPath()}[{at}]", "");
            case 8:
                Set(parent, key, Marker);
                var times = random.Next(3) switch { 0 => 50, 1 => 1000, _ => 100_000 };
                return ($"{times} brackets", new string('[', times) + new string(']', times));
            case 9:
                Set(parent, key, Marker);
                var length = random.Next(2) == 0 ? 1000 : 3_000_000;
                return ($"{length} letters", $"\"{new string('a', length)}\"");
            case 10 when parent is JsonArray items:
                var more = random.Next(2) == 0 ? 1 : 10_000;
                for (var i = 0; i < more; i++) items.Add(old?.DeepClone());
                return ($"{more} more like it", "");
            case 10:
                Set(parent, key, Marker);
                return ("said twice", $"{old?.ToJsonString() ?? "null"},\"{key}\":{texts[random.Next(texts.Length)]}");
            default:
                var changed = Number(old) is { } number ? Shifted(random, number).ToString("R", CultureInfo.InvariantCulture) : "3";
                Set(parent, key, Marker);
                return ($"set to {changed}", old is JsonValue value && value.TryGetValue<string>(out _) ? $"\"{changed}\"" : changed);
        }
    }

    private static double? Number(JsonNode? node) =>
        node is JsonValue && double.TryParse(node.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double Shifted(Random random, double number) => random.Next(6) switch
    {
        0 => number + 1,
        1 => number - 1,
        2 => -number,
        3 => number * 1000,
        4 => Math.Floor(number) + 2,
        _ => number * 1.001,
    };

    private MutatedBundle Line(Random random, (string Name, byte[] Content) file)
    {
        var lines = Encoding.UTF8.GetString(file.Content).TrimEnd('\n').Split('\n').ToList();
        var at = random.Next(lines.Count);
        string[] values = ["null", "none", "[]", "{}", "-1", "0", "1", "3", "512", "8192", "100000", "1e308", ".nan", "\"\"", "*x", "&x [*x]", "!!binary x",
            new string('[', 5000), new string('x', 100_000), "\"\\e[31m\""];
        var what = random.Next(4) switch
        {
            0 => $"line {at + 1} removed",
            1 => $"line {at + 1} twice",
            2 => $"line {at + 1}: a number is another",
            _ => $"line {at + 1}: another value",
        };
        if (what.EndsWith("removed", StringComparison.Ordinal)) lines.RemoveAt(at);
        else if (what.EndsWith("twice", StringComparison.Ordinal)) lines.Insert(at, lines[at]);
        else if (what.EndsWith("value", StringComparison.Ordinal))
            lines[at] = lines[at][..(lines[at].IndexOf(':') + 1)] + " " + values[random.Next(values.Length)];
        else lines[at] = System.Text.RegularExpressions.Regex.Replace(
            lines[at], @"\d+", digits => random.Next(2) == 0 ? digits.Value : $"{random.Next(1, 4096)}");
        return Repacked(file.Name, what, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    private MutatedBundle Bytes(Random random, (string Name, byte[] Content) file)
    {
        var content = file.Content.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return Repacked(file.Name, "cut off", content[..random.Next(content.Length)]);
            case 1:
                return Repacked(file.Name, "longer", [.. content, .. content[..random.Next(Math.Min(content.Length, 1000))]]);
            default:
                for (var change = random.Next(1, 5); change > 0; change--)
                    content[random.Next(random.Next(2) == 0 ? Math.Min(content.Length, 64) : content.Length)] = (byte)random.Next(256);
                return Repacked(file.Name, "some bytes", content);
        }
    }

    private MutatedBundle Archive(Random random)
    {
        var archive = Original;
        switch (random.Next(4))
        {
            case 0: return new MutatedBundle(Whole, "cut off", archive[..random.Next(archive.Length)]);
            case 1:
                // A header's length, in octal digits: what follows is read as something else.
                Encoding.ASCII.GetBytes(random.Next(2) == 0 ? "77777777777\0" : $"{Convert.ToString(random.Next(1 << 20), 8),11}\0")
                    .CopyTo(archive.AsSpan(124));
                return new MutatedBundle(Whole, "another length", archive);
            case 2:
                archive[156] = (byte)"012345678LKxgDSM\0"[random.Next(17)]; // the kind of the first entry
                return new MutatedBundle(Whole, "another kind of entry", archive);
            default:
                for (var change = random.Next(1, 8); change > 0; change--)
                    archive[random.Next(random.Next(2) == 0 ? 1024 : archive.Length)] = (byte)random.Next(256);
                return new MutatedBundle(Whole, "some bytes", archive);
        }
    }

    private MutatedBundle Repacked(string name, string what, byte[] content)
    {
        var manifest = JsonNode.Parse(_files[0].Content)!;
        var entry = manifest["files"]!.AsArray().First(file => file!["name"]!.GetValue<string>() == name)!;
        (entry["bytes"], entry["sha256"]) = (content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        return new MutatedBundle(name, what, Pack(
            Encoding.UTF8.GetBytes(manifest.ToJsonString()), _files.Skip(1).Select(file => file.Name == name ? (name, content) : file)));
    }

    private static byte[] Pack(byte[] manifest, IEnumerable<(string Name, byte[] Content)> files)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var (name, content) in files.Prepend((ManifestName, manifest)))
                tar.WriteEntry(new UstarTarEntry(
                    TarEntryType.RegularFile, name)
                { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
        return archive.ToArray();
    }

    private int Index(Random random, Func<(string Name, byte[] Content), bool> wanted)
    {
        for (; ; )
            if (random.Next(_files.Count) is var at && wanted(_files[at])) return at;
    }

    private static bool IsWeights(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal);

    private static bool IsJson(string name) => name.EndsWith(".json", StringComparison.Ordinal) || IsWeights(name);

    private static JsonNode Json(string name, byte[] content) =>
        JsonNode.Parse(IsWeights(name) ? content.AsSpan(8, (int)BinaryPrimitives.ReadInt64LittleEndian(content)) : content)!;

    private static byte[] WithHeader(byte[] weights, byte[] header)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. weights[(8 + (int)BinaryPrimitives.ReadInt64LittleEndian(weights))..]];
    }

    /// <summary>Every field and every item, wherever it lies.</summary>
    private static List<(JsonNode Parent, object Key)> Places(JsonNode root)
    {
        var (places, open) = (new List<(JsonNode, object)>(), new Stack<JsonNode>([root]));
        while (open.TryPop(out var node))
        {
            IEnumerable<(object Key, JsonNode? Value)> children = node switch
            {
                JsonObject fields => fields.Select(field => ((object)field.Key, field.Value)),
                JsonArray items => items.Select((item, i) => ((object)i, item)),
                _ => [],
            };
            foreach (var (key, value) in children)
            {
                places.Add((node, key));
                if (value is not null) open.Push(value);
            }
        }
        return places;
    }

    private static JsonNode? At(JsonNode parent, object key) => parent is JsonArray list ? list[(int)key] : parent[(string)key];

    private static void Set(JsonNode parent, object key, string text)
    {
        if (parent is JsonArray list) list[(int)key] = text;
        else parent[(string)key] = text;
    }
}
