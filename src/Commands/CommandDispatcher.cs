using System.Collections.Immutable;
using AxSpa.Commands.Access;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands;

/// <summary>Finds the command that a request means, reads its arguments by its description and runs it.</summary>
/// <param name="more">Commands beside those of <see cref="CommandList"/>.</param>
internal sealed class CommandDispatcher(CommandServices services, AuditLog audit, params IReadOnlyList<ICommand> more)
{
    private const string Help = "help";

    private readonly ImmutableArray<ICommand> _commands = [.. CommandList.Of(services), .. more];

    private IEnumerable<CommandDescription> Descriptions => _commands.Select(command => command.Description);

    private IEnumerable<string> Palettes => Descriptions.Select(command => command.Palette).Distinct().Append(Help);

    /// <returns>The exit code; what is for people has been said to <paramref name="to"/>.</returns>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<int> Run(PbmRequest request, Caller caller, ICommandOutput to, CancellationToken disconnected, CancellationToken stopping)
    {
        try
        {
            ImmutableArray<string> words = request.Command.Length == 0 ? request.Args : [request.Command, .. request.Args];
            if (request.Palette == Help)
                return await Explain([.. words.Where(word => word.Length > 0)], request.Output, to);
            if (request.Palette == PbmRequest.Complete)
                return await Complete(request.Args, to, disconnected);
            if (request.Palette == PbmRequest.Hello)
                return await Greet(to, disconnected);
            if (words.Any(word => word is "--help" or "-h"))
                return await Explain([request.Palette, .. words.Take(1).Where(word => !word.StartsWith('-'))], request.Output, to);
            var command = Find(request.Palette, request.Command);
            var given = command.Description.Name.Length == 0 ? words : request.Args;
            return await Execute(command, given, caller, new CommandCall(
                GivenArguments.Read(command.Description, given), request.Output, request.Files, request.Receives == true, to, disconnected, stopping));
        }
        catch (Exception refused) when (refused is UsageException or CommandRefusedException or RefusedInputException)
        {
            await to.Message(refused.Message);
            return ExitCode.Refused;
        }
        catch (NotAllowedException notAllowed)
        {
            await to.Message(notAllowed.Message);
            return ExitCode.NotAllowed;
        }
        catch (ClusterUnreachableException unreachable)
        {
            await to.Message(unreachable.Message);
            return ExitCode.CannotReachCluster;
        }
    }

    /// <summary>What changes something can be rehearsed; what cannot be undone wants to be confirmed.</summary>
    private async Task<int> Execute(ICommand command, ImmutableArray<string> given, Caller caller, CommandCall call)
    {
        var noted = command.Description.Effect == CommandEffect.Looks
            ? null
            : new Audited(audit, caller, command.Description, services.Cluster.Self, services.Clock);
        if (caller.Role < command.Description.Needs)
        {
            noted?.NotAllowed(call);
            throw new NotAllowedException(
                $"'{command.Description.FullName}' needs the role {PlainText.Word(command.Description.Needs)}; the token of {caller.Name} has the role "
                + $"{PlainText.Word(caller.Role)}. Nothing was done.");
        }
        var isConfirmed = command.Description.Effect != CommandEffect.Destroys || call.Arguments.Has(SwitchDescription.Yes);
        if (command is not IChange change || (isConfirmed && !call.Arguments.Has(SwitchDescription.DryRun)))
            return noted is null ? await command.Execute(call) : await noted.Execute(command, call);
        var rehearsal = await change.Rehearse(call);
        if (call.Arguments.Has(SwitchDescription.DryRun))
        {
            await call.To.Data(call.WantsJson ? ViewJson.Of(rehearsal) : $"would {rehearsal.Would}");
            return ExitCode.Done;
        }
        var name = command.Description;
        var exactly = rehearsal.Run is { } run ? given.Replace(call.Arguments.Argument(RunName.Argument.Name), run.Value) : given;
        await call.To.Question(
            new PbmQuestion(rehearsal.Would, [.. new[] { name.Palette, name.Name }.Where(word => word.Length > 0), .. exactly, SwitchDescription.Yes]),
            $"'{name.FullName}' would {rehearsal.Would}. Nothing was done: this cannot be undone, so it wants {SwitchDescription.Yes}.");
        return ExitCode.Refused;
    }

    private ICommand Find(string palette, string name)
    {
        if (_commands.FirstOrDefault(command =>
            command.Description.Palette == palette && (command.Description.Name == name || command.Description.Name.Length == 0)) is { } found)
            return found;
        var ofPalette = Descriptions.Where(command => command.Palette == palette).ToImmutableArray();
        if (ofPalette.IsEmpty)
            throw new UsageException(
                $"There is no palette '{palette}'.{NearestName.Hint(palette, Palettes)} There are: {string.Join(", ", Palettes)}. "
                + "'help' lists their commands.");
        throw new UsageException(
            (name.Length == 0
                ? $"'{palette}' needs a command:"
                : $"There is no command '{palette} {name}'.{NearestName.Hint(name, ofPalette.Select(command => command.Name))} There are:")
            + "\n" + HelpText.Overview(ofPalette));
    }

    private async Task<int> Complete(ImmutableArray<string> words, ICommandOutput to, CancellationToken disconnected)
    {
        foreach (var word in await new Completion(_commands, services.Briefly, services.Cluster).Of(words, disconnected))
            await to.Data(word);
        return ExitCode.Done;
    }

    private async Task<int> Greet(ICommandOutput to, CancellationToken disconnected)
    {
        var members = services.Cluster.Members;
        var roles = members.SelectMany(member => member.Roles).CountBy(role => role).OrderBy(role => role.Key, StringComparer.Ordinal);
        await to.Data($"AxSpa.Cluster {SoftwareVersion.Number}, {PlainText.Count(members.Length, "node")} "
            + $"({string.Join(", ", roles.Select(role => $"{role.Key} {role.Value}"))})");
        await services.Banner.Show(to, disconnected);
        return ExitCode.Done;
    }

    private async Task<int> Explain(ImmutableArray<string> words, OutputFormat output, ICommandOutput to)
    {
        if (words.Length > 2)
            throw new UsageException("Usage: help [PALETTE [COMMAND]]");
        ImmutableArray<CommandDescription> meant = words switch
        {
            [] => [.. Descriptions],
            [Help, ..] => [.. Descriptions],
            [var palette] => [.. Descriptions.Where(command => command.Palette == palette)],
            [var palette, var name, ..] => [Find(palette, name).Description],
        };
        if (meant.IsEmpty)
            Find(words[0], "");
        await to.Data(output == OutputFormat.Json ? ViewJson.Of(meant)
            : words.Length == 2 || meant is [{ Name: "" }] ? HelpText.Of(meant[0])
            : "Commands:\n" + HelpText.Overview(meant) + "\n'help PALETTE COMMAND' tells more of one. Every command takes -o json.");
        return ExitCode.Done;
    }
}
