using System.Globalization;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

internal sealed class ActorHierarchy(IClusterMembership cluster) : ICommand
{
    private const int UsualDepth = 4;
    private const int Deepest = 20;

    private static readonly SwitchDescription Depth = new("-d", $"Levels below the start, 1 to {Deepest}; {UsualDepth} when left out.", "DEPTH");
    private static readonly SwitchDescription Start = new("-s", "Where to begin: /user/coordinator; the whole system when left out.", "PATH");

    public CommandDescription Description { get; } = new(
        "actor", "hierarchy", "Lists the paths of the actors in the process that is asked.", [], [Depth, Start]);

    public async Task<int> Execute(CommandCall call)
    {
        var start = call.Arguments.ValueOf(Start.Name) ?? "/";
        var actors = cluster.Actors(PathBelowSystem(start), DepthOf(call.Arguments.ValueOf(Depth.Name)));
        if (actors.IsEmpty && cluster.Actors("/", Deepest).All(path => PathBelowSystem(path) != $"/{PathBelowSystem(start).Trim('/')}"))
            throw new CommandRefusedException($"There is no actor {start} in this process. 'actor hierarchy' lists them.");
        await call.To.Data(call.WantsJson ? ViewJson.OfTexts(actors) : string.Join('\n', actors));
        return ExitCode.Done;
    }

    /// <summary>A path as this command prints it is also one that it takes.</summary>
    private string PathBelowSystem(string path) =>
        path.StartsWith(cluster.ActorSystem, StringComparison.Ordinal) ? path[cluster.ActorSystem.Length..] : path;

    private static int DepthOf(string? given) =>
        given is null ? UsualDepth
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) && depth is >= 1 and <= Deepest ? depth
        : throw new UsageException($"actor hierarchy: {Depth.Name} {given}: expected a whole number from 1 to {Deepest}.");
}
