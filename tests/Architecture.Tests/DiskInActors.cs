using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>
/// No actor of the coordinator or of a node, and nothing that it calls, touches a disk or makes a thread: a file server that hangs would take the actor
/// along, and with it everybody who asks it. What does so is handed to the disk worker, which alone hands out a store.
/// </summary>
public sealed partial class DiskInActors
{
    private const string Store = "AxSpa.Pipeline.Files.IWorkspaceStore";

    /// <summary>Rooms whose actors are looked at, and what these call.</summary>
    private static readonly string[] Rooms = ["Coordinator", "Shared", "Hosting", "Pipeline", "GpuNode"];

    /// <summary>How their names begin, each with the reason why it is not entered.</summary>
    private static readonly Dictionary<string, string> OnThreadsOfTheirOwn = new(StringComparer.Ordinal)
    {
        ["AxSpa.Hosting.Disk.DiskWorker."] = "it is the worker",
        ["AxSpa.Hosting.Disk.DiskSession."] = "it is the way to the worker",
        ["AxSpa.Hosting.OwnThread."] = "questions of leadership to the journal: these must not wait behind the workspace",
        ["AxSpa.Coordinator.Leadership.LeadershipActor+<>c__DisplayClass"] = "such a question",
        ["AxSpa.Coordinator.Leadership.LeadershipActor.<CarryOut>b__"] = "such a question",
        ["AxSpa.Coordinator.Leadership.LeadershipActor.Release"] = "such a question",
        ["AxSpa.GpuNode.AttemptLog."] = "its thread is its own, and what waits for it is bounded",
        ["AxSpa.GpuNode.TrainerProcess."] = "a pipe to the trainer and no disk; its threads read what the trainer says",
        ["AxSpa.GpuNode.TrainerPipe."] = "such a pipe",
        ["AxSpa.GpuNode.MemoryKills."] = "the kernel's counters in /proc and /sys, which no file server has",
    };

    [Fact]
    public void No_actor_of_the_coordinator_or_of_a_node_touches_a_disk_or_makes_a_thread()
    {
        var graph = new CallGraph(Rooms.Select(Built));
        var actors = Actors(graph).ToList();
        Assert.Contains(actors, type => type.Name == "AxSpa.Coordinator.Runs.RunActor");
        Assert.Contains(actors, type => type.Name == "AxSpa.Coordinator.CoordinatorActor");
        Assert.Contains(actors, type => type.Name == "AxSpa.Hosting.NodeFiles.NodeFileService");
        Assert.Contains(actors, type => type.Name == "AxSpa.GpuNode.NodeActor");
        AssertNone(Found(graph, actors));
    }

    /// <summary>The deciders and the states: pure, so that a replay gives the same.</summary>
    [Fact]
    public void Nothing_that_decides_for_a_run_touches_a_disk()
    {
        var graph = new CallGraph(Rooms.Select(Built));
        var pure = graph.Types.Where(type => PureType().IsMatch(type.Name)).ToList();
        Assert.NotEmpty(pure);
        AssertNone(Found(graph, pure));
    }

    private static void AssertNone(IEnumerable<string> found) =>
        Assert.True(!found.Any(), $"these go to a disk or make a thread:\n{string.Join('\n', found.Order(StringComparer.Ordinal))}");

    [Fact]
    public void A_planted_actor_is_found_out_whichever_way_it_goes()
    {
        var graph = new CallGraph([typeof(DiskInActors).Assembly.Location]);
        var found = string.Join('\n', Found(graph, Actors(graph)));
        string[] ways = ["Directly", "InALambda", "ThroughAnother", "ThroughAnInterface", "LaterOn", "PieceByPiece", "OnAThread", "ByAStream", "WithAStore"];
        foreach (var way in ways)
            Assert.Contains($"PlantedActor.{way}", found);
        Assert.DoesNotContain("ByTheWorker", found);
        Assert.DoesNotContain("InMemory", found);
    }

    private static IEnumerable<BuiltType> Actors(CallGraph graph) =>
        graph.Types.Where(type => graph.Above(type.Name).Any(above => AkkaActor().IsMatch(above)) && !type.Name.Contains("+<", StringComparison.Ordinal));

    private static IEnumerable<string> Found(CallGraph graph, IEnumerable<BuiltType> types) =>
        graph.Paths(types.SelectMany(type => type.Methods).Where(method => !TakesStore(method.Name)), called => IsDisk(called) || IsThread(called), IsLeftOut);

    private static bool IsDisk(MethodName called) => DiskType().IsMatch(called.Type)
        || called is { Type: "System.IO.Path", Name: "Exists" or "GetTempFileName" }
        || called is { Type: "System.IO.StreamReader" or "System.IO.StreamWriter", Name: ".ctor" }
            && called.Signature.StartsWith("String", StringComparison.Ordinal);

    private static bool IsThread(MethodName called) => called is { Type: "System.Threading.Thread", Name: ".ctor" or "Sleep" };

    /// <summary>
    /// What is handed on and takes a store is called by the worker, which alone has one; an actor that has one of its own is found out by its calls.
    /// </summary>
    private static bool IsLeftOut(Call call) => call.IsHandedOn && TakesStore(call.To)
        || OnThreadsOfTheirOwn.Keys.Any(known => call.To.ToString().StartsWith(known, StringComparison.Ordinal));

    private static bool TakesStore(MethodName method) => method.Name != ".ctor" && method.Signature.Split(',').Contains(Store);

    private static string Built(string room)
    {
        // artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var file = Path.Combine(configuration.Parent!.Parent!.FullName, room, configuration.Name, $"AxSpa.{room}.dll");
        if (!File.Exists(file))
            Assert.Skip($"needs {room} built in the same configuration ({configuration.Name}); ./axspa test does that");
        return file;
    }

    [GeneratedRegex(@"^Akka\.(\w+\.)*\w*Actor(Base)?$")]
    private static partial Regex AkkaActor();

    [GeneratedRegex(@"^System\.IO\.(File|Directory|FileStream|FileInfo|DirectoryInfo|DriveInfo|FileSystemInfo|RandomAccess|FileSystemWatcher)$"
        + @"|^System\.IO\.Enumeration\.")]
    private static partial Regex DiskType();

    [GeneratedRegex(@"^AxSpa\.Coordinator\.(Runs\.(Run(Decisions|Orders|Looks|Queueing|State|Snapshots)|NextStep|JobState|JobInputs"
        + @"|RetryPolicy|Withdrawal|QueueDecisions)|Placing\.(?!PlacementActor)\w+|RunIndex|Leadership\.LeadershipState)$")]
    private static partial Regex PureType();
}
