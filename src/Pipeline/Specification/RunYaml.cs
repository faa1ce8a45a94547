using System.Text;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Texts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace AxSpa.Pipeline.Specification;

/// <summary>
/// A run's YAML file: read with every key, type and range checked (docs/run-yaml.md explains each), and written back in full.
/// </summary>
public static class RunYaml
{
    /// <summary>Of a file. The longest that makes sense declares some thousands of columns.</summary>
    public const int MostBytes = 1 << 20;

    private const string TooLong = "longer than the 1 MiB that a specification may have. Is this the right file?";

    /// <param name="path">Relative paths in the file count from the file's folder.</param>
    /// <exception cref="SpecificationException">Names file, line, key, value and what is allowed, of everything that is refused.</exception>
    public static RunSpecification Read(string path)
    {
        var full = Path.GetFullPath(path);
        return Parse(Text(path, full), path, Path.GetDirectoryName(full)!);
    }

    /// <summary>The <c>run.yaml</c> of a run or a model: where it says nothing of its rules, they are the first.</summary>
    /// <inheritdoc cref="Read"/>
    public static RunSpecification ReadAccepted(string path)
    {
        var full = Path.GetFullPath(path);
        return ParseAccepted(Text(path, full), path, Path.GetDirectoryName(full)!);
    }

    /// <summary>The same from text that lies in no file, such as one sent over the network.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="folder">What relative paths count from.</param>
    public static RunSpecification Parse(string yaml, string file, string folder) =>
        Refusals(yaml, file, folder) switch
        {
            { Refusals: [], Specification: { } whole } => whole,
            var refused => throw SpecificationException.Of(refused.Refusals),
        };

    /// <summary>The file with all that is wrong in it.</summary>
    internal static RunYamlRefusals ReadRefusals(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return Refusals(Text(path, full), path, Path.GetDirectoryName(full)!);
        }
        catch (SpecificationException refusal)
        {
            return new(null, [refusal], []);
        }
    }

    private static RunYamlRefusals Refusals(string yaml, string file, string folder) =>
        RunYamlRefusals.Of(Load(yaml, file), folder, rulesUnsaid: RunRules.Newest);

    /// <summary>
    /// The same from what <see cref="Write"/> wrote for a submission, a run or a model, today or years ago: where it says nothing of its rules, they are the
    /// first.
    /// </summary>
    /// <inheritdoc cref="Parse"/>
    public static RunSpecification ParseAccepted(string yaml, string file, string folder) =>
        RunYamlReading.Specification(Open(yaml, file), folder, rulesUnsaid: RunRules.First);

    /// <summary>The top of a file, its keys known; nothing below it is looked at yet.</summary>
    internal static RunYamlSection Open(string path) => Open(Text(path, Path.GetFullPath(path)), path);

    private static RunYamlSection Open(string yaml, string file) => Load(yaml, file).Open();

    private static RunYamlNode Load(string yaml, string file)
    {
        var stream = new YamlStream();
        try
        {
            if (yaml.Length > MostBytes)
                throw new SpecificationException(file, TooLong);
            RefuseTraps(yaml, file);
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException error)
        {
            throw YamlTrouble.Of(yaml, file, error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            // What YamlDotNet throws for some unclosed brackets, without a place.
            throw YamlTrouble.Of(yaml, file, error);
        }
        if (stream.Documents.Count == 0)
            throw new SpecificationException(file, "the file is empty. A run needs at least 'cohort:'; samples/ holds whole ones.");
        if (stream.Documents.Count > 1)
            throw new SpecificationException(file, stream.Documents[1].RootNode.Start.Line, "a second document begins here; one file describes one run.");
        return new RunYamlNode(file, stream.Documents[0].RootNode);
    }

    /// <summary>
    /// The effective specification, every default filled in and every path absolute: what a run's <c>run.yaml</c> holds.
    /// Equal specifications give equal text, and reading the text back gives an equal specification.
    /// </summary>
    public static string Write(RunSpecification specification) =>
        RunSpecification.Form.Lines(specification, new SpecificationContext("/", specification.Rules));

    /// <summary>An effective specification under another name: the text of <see cref="Write"/> for it.</summary>
    /// <exception cref="SpecificationException">The name is empty or has line breaks, or the text is no specification.</exception>
    public static string WithName(string yaml, string name)
    {
        var renamed = Write(ParseAccepted(yaml, "the specification", "/") with { Name = name });
        ParseAccepted(renamed, "--name", "/");
        return renamed;
    }

    /// <summary>
    /// Loading descends into each level; a file of a hundred thousand brackets would overflow the stack. And it compares the keys of a section: a key that is
    /// a list of lists that name each other (&amp;a, *a) would be taken apart to all its 2³⁰ ends.
    /// </summary>
    private static void RefuseTraps(string yaml, string file)
    {
        const int most = 32;
        // Of each open section whether a key comes next; of a list null.
        var open = new Stack<bool?>();
        for (var parser = new Parser(new StringReader(yaml)); parser.MoveNext();)
        {
            var now = parser.Current!;
            if (now is MappingEnd or SequenceEnd)
            {
                open.Pop();
                continue;
            }
            if (now is not NodeEvent and not AnchorAlias)
                continue;
            if (open.TryPop(out var isKey))
            {
                if (isKey is true && now is not Scalar)
                    throw new SpecificationException(file, now.Start.Line, "a key is one word, not a list, a section or a reference to one.");
                open.Push(!isKey);
            }
            if (now is MappingStart or SequenceStart)
                open.Push(now is MappingStart ? true : null);
            if (open.Count > most)
                throw new SpecificationException(file, now.Start.Line, "nested more deeply than any specification is.");
        }
    }

    private static string Text(string path, string full)
    {
        if (Directory.Exists(full))
            throw new SpecificationException(path, "this is a folder. Name the YAML file in it.");
        if (!File.Exists(full))
            throw new SpecificationException(path, $"there is no such file.{MistypedPath.Hint(path)}");
        try
        {
            using var stream = RegularFile.Open(full);
            var bytes = BoundedRead.All(stream, MostBytes) ?? throw new SpecificationException(path, TooLong);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw new SpecificationException(path, "not UTF-8 text. Is this a YAML file?", error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new SpecificationException(path, $"cannot be read: {error.Message}", error);
        }
    }
}
