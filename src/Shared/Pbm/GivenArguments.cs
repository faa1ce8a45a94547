using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Shared.Pbm;

/// <summary>A command was typed in a way that it does not take; the message says how it is used.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>What was typed after a command, sorted by its description.</summary>
public sealed class GivenArguments
{
    /// <summary>Of one argument in audit.log: names and numbers are shorter, and whoever sends more does not fill a disk with it.</summary>
    private const int LongestNoted = 200;

    private readonly ImmutableDictionary<string, string> _arguments;
    private readonly ImmutableDictionary<string, string> _switches;

    private GivenArguments(ImmutableDictionary<string, string> arguments, ImmutableDictionary<string, string> switches) =>
        (_arguments, _switches) = (arguments, switches);

    /// <exception cref="UsageException">A word too many or too few, a switch that there is not, or a value that it does not take.</exception>
    public static GivenArguments Read(CommandDescription command, ImmutableArray<string> words)
    {
        var arguments = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var switches = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            if (word.StartsWith('-') && word.Length > 1 && !word.Skip(1).All(char.IsAsciiDigit))
                at = ReadSwitch(command, words, at, switches);
            else if (arguments.Count < command.Arguments.Length)
                arguments.Add(command.Arguments[arguments.Count].Name, word);
            else
                throw Wrong(command, $"'{word}' is a word too many.");
        }
        if (arguments.Count < command.Arguments.Length && command.Arguments[arguments.Count] is { IsOptional: false } missing)
            throw Wrong(command, $"{missing.Name} is missing: {missing.Summary}");
        return new GivenArguments(arguments.ToImmutable(), switches.ToImmutable());
    }

    public string Argument(string name) => _arguments[name];

    /// <returns>Null where an argument that may be left out was.</returns>
    public string? OptionalArgument(string name) => _arguments.GetValueOrDefault(name);

    public bool Has(string name) => _switches.ContainsKey(name);

    public string? ValueOf(string name) => _switches.GetValueOrDefault(name);

    /// <summary>
    /// What was given, in the order of the description; what a person may have written freely as its length, and of anything else the beginning.
    /// </summary>
    public ImmutableArray<string> WithoutFreeText(CommandDescription command) =>
    [
        .. command.Arguments.Where(argument => _arguments.ContainsKey(argument.Name)).Select(argument => Shown(_arguments[argument.Name], argument.IsFreeText)),
        .. command.Switches.Where(option => Has(option.Name))
            .Select(option => option.Value is null ? option.Name : $"{option.Name} {Shown(_switches[option.Name], option.IsFreeText)}"),
    ];

    /// <summary>What a person may have written freely.</summary>
    public IEnumerable<string> FreeText(CommandDescription command) =>
    [
        .. command.Arguments.Where(argument => argument.IsFreeText).Select(argument => OptionalArgument(argument.Name)).OfType<string>(),
        .. command.Switches.Where(option => option.IsFreeText).Select(option => ValueOf(option.Name)).OfType<string>(),
    ];

    private static string Shown(string text, bool isFreeText) =>
        isFreeText ? string.Create(CultureInfo.InvariantCulture, $"({text.Length} characters)") : VisibleText.Cut(text, LongestNoted);

    private static int ReadSwitch(CommandDescription command, ImmutableArray<string> words, int at, ImmutableDictionary<string, string>.Builder switches)
    {
        var parts = words[at].Split('=', 2);
        var option = command.Switches.FirstOrDefault(option => option.Name == parts[0]) ?? throw Wrong(command,
            $"there is no switch {parts[0]}.{NearestName.Hint(parts[0], command.Switches.Select(option => option.Name))}");
        if (option.Value is null)
        {
            if (parts.Length > 1)
                throw Wrong(command, $"{option.Name} takes no value.");
            switches[option.Name] = "";
            return at;
        }
        var value = parts.Length > 1 ? parts[1] : at + 1 < words.Length ? words[++at] : throw Wrong(command, $"{option.Name} needs a {option.Value}.");
        if (!option.Allowed.IsEmpty && !option.Allowed.Contains(value))
            throw Wrong(command,
                $"{option.Name} {value}: {option.Value} is one of {string.Join(", ", option.Allowed)}.{NearestName.Hint(value, option.Allowed)}");
        switches[option.Name] = value;
        return at;
    }

    private static UsageException Wrong(CommandDescription command, string what) =>
        new($"{command.FullName}: {what}\nUsage: {command.Usage}");
}
