using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// Goes through JSON from front to back with a list of what may come next, and knows for messages where it is. Nothing is kept but what is asked for.
/// A field that is said twice is refused: of two, one reader takes the first and another the last.
/// </summary>
internal ref struct JsonWalk
{
    /// <summary>Of a text: a feature's name is the longest.</summary>
    private const int LongestText = 10_000;

    private readonly Stack<Level> _levels = new();
    private Utf8JsonReader _reader;
    private HashSet<string> _closed = [];

    private sealed class Level
    {
        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);
        public string Field { get; set; } = "";
        public int? Item { get; set; }
    }

    public JsonWalk(ReadOnlySpan<byte> json) => _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 12 });

    /// <summary>The field that is read now.</summary>
    public string Field { get; private set; } = "";

    /// <summary><c>learner.gradient_booster.model.trees[3].id</c>.</summary>
    public readonly string Path => _levels.Count == 0 ? "the file" : string.Concat(_levels.Reverse().Select(level =>
        level.Item is { } item ? item < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{item}]") : $".{level.Field}")).TrimStart('.');

    public void Begin()
    {
        Next();
        Object();
    }

    /// <summary>What is read now must be an object; its fields follow.</summary>
    public void Object()
    {
        Expect(JsonTokenType.StartObject, "must be an object");
        _levels.Push(new Level());
    }

    public void Array()
    {
        Expect(JsonTokenType.StartArray, "must be a list");
        _levels.Push(new Level { Item = -1 });
    }

    /// <summary>Goes on to the next field's value.</summary>
    /// <param name="known">What fields there may be; none: any.</param>
    /// <returns>False: the object is at its end.</returns>
    public bool NextField(params string[] known)
    {
        Next();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            _closed = _levels.Pop().Seen;
            return false;
        }
        var (level, name) = (_levels.Peek(), Unquoted());
        level.Field = name;
        if (known.Length > 0 && !known.Contains(name))
            throw Wrong("is no field that this program knows here");
        if (!level.Seen.Add(name))
            throw Wrong("is said twice");
        Field = name;
        Next();
        return true;
    }

    /// <summary>To be called at the end of an object.</summary>
    public readonly void MustHave(params string[] fields)
    {
        foreach (var field in fields)
            if (!_closed.Contains(field))
                throw new BoostedTreesException(Path == "the file" ? field : $"{Path}.{field}", "is missing");
    }

    /// <returns>False: the list is at its end.</returns>
    public bool NextItem()
    {
        Next();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            _levels.Pop();
            return false;
        }
        _levels.Peek().Item++;
        return true;
    }

    public void MustEnd()
    {
        try
        {
            if (_reader.Read()) throw Wrong("does not end where its object does");
        }
        catch (JsonException error)
        {
            throw Broken(error);
        }
    }

    public string Text()
    {
        Expect(JsonTokenType.String, "must be a text");
        return Unquoted();
    }

    public void Word(string only)
    {
        if (Text() is var word && word != only)
            throw Wrong($"must be '{only}'");
    }

    /// <summary>A whole number that XGBoost writes as a text.</summary>
    public int Count(int least, int most) =>
        int.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count : throw OutOf(least, most);

    public int Integer(int least, int most) =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) && number >= least && number <= most
            ? number : throw OutOf(least, most);

    public int[] Integers(int most)
    {
        var numbers = new List<int>();
        for (Array(); NextItem();)
            numbers.Add(numbers.Count < most ? Integer(int.MinValue, int.MaxValue) : throw TooMany(most));
        return [.. numbers];
    }

    /// <summary>Finite, in single precision.</summary>
    public float[] Numbers(int most)
    {
        var numbers = new List<float>();
        for (Array(); NextItem();)
            numbers.Add(numbers.Count >= most ? throw TooMany(most)
                : _reader.TokenType == JsonTokenType.Number && _reader.TryGetSingle(out var number) && float.IsFinite(number) ? number
                : throw Wrong("must be a number that is not too large"));
        return [.. numbers];
    }

    public List<string> Texts(int most)
    {
        var texts = new List<string>();
        for (Array(); NextItem();)
            texts.Add(texts.Count < most ? Text() : throw TooMany(most));
        return texts;
    }

    /// <summary>An empty list.</summary>
    public void Nothing()
    {
        Array();
        if (NextItem()) throw Wrong("must be empty: there are no categories");
    }

    public readonly BoostedTreesException Wrong(string rule) => new(Path, rule);

    public readonly BoostedTreesException WrongAt(int item, string rule) => new(string.Create(CultureInfo.InvariantCulture, $"{Path}[{item}]"), rule);

    private readonly BoostedTreesException OutOf(int least, int most) => Wrong(least == most
        ? string.Create(CultureInfo.InvariantCulture, $"must be {least}")
        : least == int.MinValue ? "must be a whole number" : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));

    private readonly BoostedTreesException TooMany(int most) =>
        Wrong(string.Create(CultureInfo.InvariantCulture, $"comes after the {most} entries that there may be"));

    private readonly void Expect(JsonTokenType type, string rule)
    {
        if (_reader.TokenType != type) throw Wrong(rule);
    }

    private readonly string Unquoted()
    {
        if (_reader.ValueSpan.Length > LongestText) throw Wrong("is longer than any name");
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException noText)
        {
            throw Broken(noText); // half a surrogate pair, or bytes that are not UTF-8
        }
    }

    private void Next()
    {
        try
        {
            if (!_reader.Read()) throw Wrong("ends in the middle");
        }
        catch (JsonException error)
        {
            throw Broken(error);
        }
    }

    private static BoostedTreesException Broken(Exception error) => new("the file", $"is not JSON that can be read ({error.Message.TrimEnd('.')})");
}
