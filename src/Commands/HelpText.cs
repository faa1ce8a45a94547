using System.Collections.Immutable;
using System.Text;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands;

/// <summary>What <c>help</c> says, from the same descriptions by which commands are dispatched.</summary>
internal static class HelpText
{
    /// <summary>Commands with a sentence each, one palette after the other.</summary>
    public static string Overview(ImmutableArray<CommandDescription> commands)
    {
        var width = commands.Max(command => command.Usage.Length > 40 ? Short(command).Length : command.Usage.Length);
        var lines = commands.Select(command => $"  {(command.Usage.Length > 40 ? Short(command) : command.Usage).PadRight(width)}  {command.Summary}");
        return string.Join('\n', lines);
    }

    /// <summary>Everything about one command.</summary>
    public static string Of(CommandDescription command)
    {
        var text = new StringBuilder($"{command.Summary}\nUsage: {command.Usage} [-o table|json]\n");
        foreach (var argument in command.Arguments)
            Line(argument.IsOptional ? $"[{argument.Name}]" : argument.Name, argument.Summary);
        foreach (var option in command.Switches)
            Line(option.Value is null ? option.Name : $"{option.Name} {option.Value}",
                option.Summary + (option.Allowed.IsEmpty ? "" : $" {option.Value}: {string.Join(", ", option.Allowed)}."));
        Line("", $"Where tokens are used, it needs the role {PlainText.Word(command.Needs)}.");
        return text.ToString().TrimEnd('\n');

        void Line(string name, string summary) => text.Append("  ").Append(name.PadRight(16)).Append(summary).Append('\n');
    }

    private static string Short(CommandDescription command) => string.Join(' ', [
        command.FullName, .. command.Arguments.Select(argument => argument.IsOptional ? $"[{argument.Name}]" : argument.Name),
        .. command.Switches.IsEmpty ? [] : (string[])["[…]"]]);
}
