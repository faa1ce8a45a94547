using System.CommandLine;
using System.CommandLine.Parsing;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Standalone.Commands;

/// <summary>What is wrong with a command line, for whoever typed it: a mistyped word with the one that was meant, and where to read on.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        var unknown = parsed.UnmatchedTokens;
        if (unknown.FirstOrDefault(word => word.StartsWith('-')) is { } option)
            yield return $"{path}: there is no option {option}.{NearestName.Hint(option, Options(parsed.CommandResult))}";
        else if (unknown.Count > 0 && command.Subcommands.Count > 0)
            yield return $"There is no command '{path} {unknown[0]}'.{NearestName.Hint(unknown[0], command.Subcommands.Select(one => one.Name))}";
        else if (unknown.Count > 0)
            yield return $"{path}: '{unknown[0]}' is one word too many.";
        else
            foreach (var error in parsed.Errors)
                yield return error.Message;
        yield return $"'{path} --help' shows what can be said.";
    }

    private static string Path(CommandResult? command) => command is null ? "" : $"{Path(command.Parent as CommandResult)} {command.Command.Name}".Trim();

    private static IEnumerable<string> Options(CommandResult command) => command.Command.Options.Where(option => !option.Hidden).Select(option => option.Name);
}
