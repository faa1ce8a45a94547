using System.Collections.Immutable;
using AxSpa.Commands.Cluster;
using AxSpa.Commands.Nodes;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Commands;

/// <summary>How a command that is being typed may go on: by the descriptions of commands, and by what there is in the cluster.</summary>
/// <param name="coordinator">One that is asked for a short time only: whoever pressed Tab types on.</param>
internal sealed class Completion(IReadOnlyList<ICommand> commands, CoordinatorGate coordinator, IClusterMembership cluster)
{
    /// <summary>A longer choice is none.</summary>
    private const int MostRuns = 50;

    private static readonly string[] OfEveryCommand = ["-o", "--help"];

    /// <param name="words">The last one is being typed, and may be empty.</param>
    public async Task<ImmutableArray<string>> Of(ImmutableArray<string> words, CancellationToken cancellation) => words switch
    {
        [] => [],
        [_] => [.. Descriptions.Select(command => command.Palette).Append("help").Distinct()],
        ["help", _] => [.. Descriptions.Select(command => command.Palette).Distinct()],
        ["help", var palette, _] => Names(palette),
        [var palette, _] when Names(palette) is { IsEmpty: false } names => names,
        _ => Command(words) is { } command ? await Of(command, words, cancellation) : [],
    };

    private IEnumerable<CommandDescription> Descriptions => commands.Select(command => command.Description);

    private ImmutableArray<string> Names(string palette) =>
        [.. Descriptions.Where(command => command.Palette == palette && command.Name.Length > 0).Select(command => command.Name)];

    private CommandDescription? Command(ImmutableArray<string> words) =>
        Descriptions.FirstOrDefault(command => command.Palette == words[0] && (command.Name.Length == 0 || command.Name == words[1]));

    private async Task<ImmutableArray<string>> Of(CommandDescription command, ImmutableArray<string> words, CancellationToken cancellation)
    {
        var (given, begun) = (words[(command.Name.Length == 0 ? 1 : 2)..^1], words[^1]);
        var arguments = new List<string>();
        SwitchDescription? open = null;
        foreach (var word in given)
        {
            if (open is not null)
                open = null;
            else if (word == "-o")
                open = new SwitchDescription("-o", "", "FORMAT", ["table", "json"]);
            else if (word.StartsWith('-'))
                open = command.Switches.FirstOrDefault(option => option.Name == word && option.Value is not null);
            else
                arguments.Add(word);
        }
        if (open is not null)
            return open.Allowed.IsEmpty ? await Values(open.Value!, begun, arguments, cancellation) : open.Allowed;
        if (begun.StartsWith('-'))
            return [.. command.Switches.Select(option => option.Name).Concat(OfEveryCommand).Except(given)];
        return arguments.Count < command.Arguments.Length ? await Values(command.Arguments[arguments.Count].Name, begun, arguments, cancellation) : [];
    }

    /// <summary>By what a value is called: RUN and FOLD mean the same in every command.</summary>
    private async Task<ImmutableArray<string>> Values(string name, string begun, List<string> arguments, CancellationToken cancellation)
    {
        try
        {
            switch (name)
            {
                case "RUN" or "RUN_A" or "RUN_B":
                    return [.. (await Runs(begun, cancellation)).Select(run => run.Run.Value).Append(RunsFound.Last)];
                case "FOLD" when arguments.Count > 0:
                    var view = await coordinator.Describe(await RunName.Resolve(coordinator, arguments[0], cancellation), cancellation);
                    return [.. view.Jobs.Select(job => job.Fold).OfType<FoldId>().Select(fold => fold.ToString())];
                case "NODE":
                    return [.. (await NodePages.All(coordinator, cancellation)).Select(node => node.Node.ToString()).Distinct()];
                case "ADDRESS":
                    return [.. cluster.Members.Select(member => member.Address)];
                default:
                    return [];
            }
        }
        catch (Exception unknown) when (unknown is CommandRefusedException or ClusterUnreachableException)
        {
            return [];
        }
    }

    /// <summary>The newest of all, or those that what is being typed is the beginning of.</summary>
    private async Task<ImmutableArray<RunSummary>> Runs(string begun, CancellationToken cancellation) => begun.Length == 0
        ? (await coordinator.Newest(MostRuns, null, cancellation)).Runs
        : (await coordinator.Ask<RunsFound>(new RunProtocol.FindRun(begun), cancellation)).Beginning;
}
