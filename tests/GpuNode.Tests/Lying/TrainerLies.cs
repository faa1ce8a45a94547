using System.Text;
using System.Text.Json.Nodes;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.GpuNode.Tests.Lying;

/// <summary>What an honest trainer says, with something in it changed. The same number gives the same bytes.</summary>
internal static class TrainerLies
{
    private static readonly string[] Values = ["null", "true", "\"\"", "\"x\"", "-1", "0", "1", "99", "2147483648", "99999999999999999999",
        "1e308", "1e999", "NaN", "\"NaN\"", "\"-Infinity\"",
        "[]", "{}", "[null]", "[[]]", "\"\\u202e\\u001b[31m\\n\"", "\"\\ud800\"", "\"a\\u0000b\"", "\"../../private/coordinator.key\"", "\"/etc/passwd\"",
        "\"Lost\"", "\"Cancelled\"", "\"BadInput, Lost\"",
        "\"ready\"", "\"completed\"", "\"alive\"", "\"AxSpa.Pipeline.Jobs.TrainerLine\""];

    private static string[] Honest(Job job)
    {
        var folder = $"runs/{job.Run}/folds/{job.Fold}/attempt-{job.Attempt}/";
        var file = (string name) => $$"""{"path":"{{folder}}{{name}}","bytes":12,"sha256":"{{new string('a', 64)}}"}""";
        return
        [
            """{"type":"ready","processId":7,"device":"cpu","torchVersion":"2.10.0","xgboostVersion":"1.7.4"}""",
            """{"type":"alive"}""",
            """{"type":"progress","stage":"epoch","step":3,"of":30,"trainingLoss":0.25,"validationAuroc":0.875}""",
            """{"type":"warning","text":"row 3: no orientation"}""",
            $$"""{"type":"completed","files":[{{file("weights.safetensors")}},{{file("oof.csv")}}],"figures":{"bestEpoch":4,"validationAuroc":0.875} }""",
            """{"type":"failed","kind":"Storage","reason":"the disk is full"}""",
            """{"type":"not-visible","file":"/data/c.csv","reason":"there is no such file"}""",
        ];
    }

    /// <summary>The bytes of a lie, with the end of its last line.</summary>
    public static byte[] Of(int number, Job job)
    {
        var random = new Random(number);
        var honest = Honest(job);
        var line = honest[random.Next(honest.Length)];
        byte[] changed = random.Next(10) switch
        {
            < 6 => Encoding.UTF8.GetBytes(Field(random, line)),
            6 => Torn(random, Encoding.UTF8.GetBytes(line)),
            7 => Encoding.UTF8.GetBytes(random.Next(3) switch { 0 => line + line, 1 => line + "\n" + honest[random.Next(honest.Length)], _ => "" }),
            8 => Encoding.UTF8.GetBytes(new string("[{\"\u202e\0x"[random.Next(6)], random.Next(3) switch { 0 => 10, 1 => 100_000, _ => 600_000 })),
            _ => Noise(random),
        };
        return [.. changed, (byte)'\n'];
    }

    /// <summary>As much of the lie as a slot hears, and where it leaves the job open, an honest end: what follows an end is another lie.</summary>
    public static byte[] UntilTheEnd(byte[] lie, Job job)
    {
        var said = new List<byte>();
        for (var at = 0; at < lie.Length;)
        {
            var end = Array.IndexOf(lie, (byte)'\n', at) + 1;
            var line = lie[at..end];
            said.AddRange(line);
            at = end;
            if (TrainerLineRules.Read(line.AsSpan(0, line.Length - 1), out _) is not { } heard || TrainerTalk.Problem(TrainerStage.Working, heard) is not null
                || heard is TrainerLine.Completed or TrainerLine.Failed or TrainerLine.NotVisible)
                return [.. said];
        }
        return [.. said, .. Encoding.UTF8.GetBytes(Honest(job)[4] + "\n")];
    }

    private static string Field(Random random, string line)
    {
        const string marker = "@@raw@@";
        var root = JsonNode.Parse(line)!;
        var places = Places(root).ToArray();
        var (parent, key) = places[random.Next(places.Length)];
        var old = parent is JsonArray list ? list[(int)key] : parent[(string)key];
        var raw = Values[random.Next(Values.Length)];
        switch (random.Next(7))
        {
            case 0:
                if (parent is JsonArray items) items.RemoveAt((int)key);
                else parent.AsObject().Remove((string)key);
                return root.ToJsonString();
            case 1:
                raw = $"{old?.ToJsonString() ?? "null"},\"{key}\":{raw}"; // said twice; in a list, no JSON
                break;
            case 2:
                var times = random.Next(2) == 0 ? 20 : 50_000;
                raw = new string('[', times) + new string(']', times);
                break;
            case 3:
                raw = $"\"{new string('a', random.Next(3) switch { 0 => 300, 1 => 30_000, _ => 300_000 })}\"";
                break;
        }
        if (parent is JsonArray into) into[(int)key] = marker;
        else parent[(string)key] = marker;
        return root.ToJsonString().Replace($"\"{marker}\"", raw, StringComparison.Ordinal);
    }

    private static byte[] Torn(Random random, byte[] line)
    {
        if (random.Next(2) == 0)
            return line[..random.Next(line.Length)];
        for (var change = random.Next(1, 5); change > 0; change--)
            line[random.Next(line.Length)] = (byte)random.Next(256);
        return line;
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 2_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Below(node, field.Key, field.Value)),
        JsonArray items => items.SelectMany((item, i) => Below(node, i, item)),
        _ => [],
    };

    private static IEnumerable<(JsonNode Parent, object Key)> Below(JsonNode parent, object key, JsonNode? value) =>
        [(parent, key), .. value is null ? [] : Places(value)];

}
