using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Seed.Commands;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Views;

namespace AxSpa.Seed.CommandHost;

/// <summary>Finds the command that a request means, reads its arguments by its description and runs it.</summary>
internal sealed class CommandDispatcher(IReadOnlyList<ICommand> commands)
{
    private const string Help = "help";

    private readonly ImmutableArray<CommandDescription> _descriptions = [.. commands.Select(command => command.Description)];

    private IEnumerable<string> Palettes => _descriptions.Select(command => command.Palette).Distinct().Append(Help);

    /// <returns>The exit code; what is for people has been said to <paramref name="to"/>.</returns>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<int> Run(PbmRequest request, ICommandOutput to, CancellationToken disconnected, CancellationToken stopping)
    {
        try
        {
            if (request.Palette == Help)
                return await Explain([.. new[] { request.Command }.Concat(request.Args).Where(word => word.Length > 0)], request.Output, to);
            if (request.Args.Any(word => word is "--help" or "-h"))
                return await Explain([request.Palette, request.Command], request.Output, to);
            var command = Find(request.Palette, request.Command);
            var arguments = GivenArguments.Read(command.Description, request.Args);
            return await command.Execute(new CommandCall(arguments, request.Output, request.Files, to, disconnected, stopping));
        }
        catch (Exception refused) when (refused is UsageException or CommandRefusedException or RefusedInputException)
        {
            await to.Message(refused.Message);
            return ExitCode.Refused;
        }
        catch (ClusterUnreachableException unreachable)
        {
            await to.Message(unreachable.Message);
            return ExitCode.CannotReachCluster;
        }
    }

    private ICommand Find(string palette, string name)
    {
        if (commands.FirstOrDefault(command => command.Description.Palette == palette && command.Description.Name == name) is { } found)
            return found;
        var ofPalette = _descriptions.Where(command => command.Palette == palette).ToImmutableArray();
        if (ofPalette.IsEmpty)
            throw new UsageException(
                $"There is no palette '{palette}'.{NearestName.Hint(palette, Palettes)} There are: {string.Join(", ", Palettes)}. 'help' lists their commands.");
        throw new UsageException(
            (name.Length == 0 ? $"'{palette}' needs a command:" : $"There is no command '{palette} {name}'.{NearestName.Hint(name, ofPalette.Select(command => command.Name))} There are:")
            + "\n" + HelpText.Overview(ofPalette));
    }

    private async Task<int> Explain(ImmutableArray<string> words, OutputFormat output, ICommandOutput to)
    {
        if (words.Length > 2)
            throw new UsageException("Usage: help [PALETTE [COMMAND]]");
        ImmutableArray<CommandDescription> meant = words switch
        {
            [] => _descriptions,
            [Help, ..] => _descriptions,
            [var palette] => [.. _descriptions.Where(command => command.Palette == palette)],
            [var palette, ""] => [.. _descriptions.Where(command => command.Palette == palette)],
            [var palette, var name, ..] => [Find(palette, name).Description],
        };
        if (meant.IsEmpty)
            Find(words[0], "");
        await to.Data(output == OutputFormat.Json ? ViewJson.Of(meant)
            : words.Length == 2 && words[1].Length > 0 ? HelpText.Of(meant[0])
            : "Commands:\n" + HelpText.Overview(meant) + "\n'help PALETTE COMMAND' tells more of one. Every command takes -o json.");
        return ExitCode.Done;
    }
}
