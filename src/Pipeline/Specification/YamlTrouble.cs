using YamlDotNet.Core;

namespace AxSpa.Pipeline.Specification;

/// <summary>What is wrong with text that is no YAML, with the line on which the cause stands, not the section in which the parser gave up.</summary>
internal static class YamlTrouble
{
    /// <summary>Each is tried; of a file with more the first are enough.</summary>
    private const int MostTabs = 50;

    public static SpecificationException Of(string yaml, string file, Exception error)
    {
        if (LineOfTab(yaml) is { } tab)
            return new SpecificationException(file, tab,
                "a tab stands here where YAML takes spaces only. Replace the tabs of the line by spaces; most editors can do so in the whole file.", error);
        if (error is not YamlException { Start.Line: var line } known)
            return new SpecificationException(file, "not valid YAML: a bracket or quotation mark is not closed, or a line is indented wrongly.", error);
        return DuplicateOf(known) is { } key && key.All(char.IsAsciiDigit)
            ? new SpecificationException(file, line,
                $"'{key}' stands here twice as a key. Digits between two commas are one where a number was written with a decimal comma: write 0.70, not 0,70.",
                error)
            : new SpecificationException(file, line, $"not valid YAML: {error.Message}", error);
    }

    /// <summary>The first line whose tabs are to blame: of the file up to it the parser says something else, or nothing, with spaces in their place.</summary>
    private static int? LineOfTab(string yaml)
    {
        var lines = yaml.Split('\n');
        foreach (var at in Enumerable.Range(0, lines.Length).Where(at => lines[at].Contains('\t', StringComparison.Ordinal)).Take(MostTabs))
        {
            var before = string.Concat(lines.Take(at).Select(line => line + '\n'));
            if (TroubleOf(before + lines[at]) is { } trouble && trouble != TroubleOf(before + lines[at].Replace('\t', ' ')))
                return at + 1;
        }
        // What is indented by a tab from the beginning fails where the next line is not.
        for (var at = 0; at < Math.Min(lines.Length, MostTabs); at++)
        {
            var line = lines[at];
            lines[at] = line.TrimStart('\t');
            if (lines[at].Length < line.Length && lines[at].Length > 0 && TroubleOf(yaml) is { } trouble && trouble != TroubleOf(string.Join('\n', lines)))
                return at + 1;
            lines[at] = line;
        }
        return null;
    }

    private static (long, string)? TroubleOf(string yaml)
    {
        try
        {
            // Not loaded: what the parser goes on to behind the tab may be nested without end (RunYaml.RefuseTraps).
            for (var parser = new Parser(new StringReader(yaml)); parser.MoveNext();)
                continue;
            return null;
        }
        catch (YamlException error)
        {
            return (error.Start.Index, error.Message);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            return (-1, error.Message);
        }
    }

    private static string? DuplicateOf(YamlException error) =>
        (error.InnerException?.Message ?? error.Message) is var message && message.StartsWith("Duplicate key", StringComparison.OrdinalIgnoreCase)
            ? message.Split(' ')[^1]
            : null;
}
