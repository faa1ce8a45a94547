using System.Text;
using AxSpa.Commands.Queue;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

/// <summary>Hands a specification, which the client has read and checked, to the coordinator.</summary>
internal sealed class RunSubmit(CoordinatorGate coordinator, RunFollower follower) : IChange
{
    /// <summary>Messages between nodes stay under half of Akka's frame, which carries the heartbeats too.</summary>
    private const int MostBytes = 64_000;

    public CommandDescription Description => LocalFileCommands.RunSubmit;

    public async Task<Rehearsal> Rehearse(CommandCall call)
    {
        var order = Order(call);
        var answer = await coordinator.Ask<RunProtocol.RunAccepted>(new RunProtocol.Rehearse(order), call.Disconnected);
        var name = RunYaml.ParseAccepted(order.Specification, "the specification", "/").Name;
        return answer.How switch
        {
            RunProtocol.Acceptance.Started => new Rehearsal($"start a run named {name}; its specification can be used"),
            RunProtocol.Acceptance.Resumed => new Rehearsal($"go on with run {answer.Run} of the same specification, which is under way", answer.Run),
            RunProtocol.Acceptance.AlreadyFinished =>
                new Rehearsal($"do nothing, unless --until goes further than before: run {answer.Run} of the same specification is finished", answer.Run),
        };
    }

    public async Task<int> Execute(CommandCall call)
    {
        var accepted = await coordinator.Ask<RunProtocol.RunAccepted>(Order(call), call.Disconnected);
        var (watch, wait) = (call.Arguments.Has("--watch"), call.Arguments.Has("--wait"));
        await call.To.Message(Sentence(accepted));
        if (!call.WantsJson)
            await call.To.Data(accepted.Run.Value);
        else if (!watch && !wait)
            await call.To.Data(ViewJson.Of(new RunReceipt(accepted.Run, Camel(accepted.How.ToString()))));
        return watch || wait ? await follower.Follow(call, accepted.Run, aloud: watch) : ExitCode.Done;
    }

    private static RunProtocol.SubmitRun Order(CommandCall call) => new(
        Specification(call), Until(call), call.Arguments.Has("--new"),
        call.Arguments.ValueOf(LocalFileCommands.Priority) is { } priority ? QueuePriority.Read("run submit", priority) : null,
        call.Arguments.ValueOf(LocalFileCommands.MaxSlots) is { } slots ? QueueLimit.Read("run submit", slots) : null);

    private static string Specification(CommandCall call)
    {
        var file = call.Arguments.Argument(LocalFileCommands.Specification);
        var text = call.Files.FirstOrDefault(sent => sent.Argument == file)?.Text
            ?? throw new UsageException($"run submit: the content of {file} did not come with the command. Is this pbm of the same version as the cluster?");
        if (call.Arguments.ValueOf(LocalFileCommands.Name) is { } name)
            text = RunYaml.WithName(text, name);
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= MostBytes
            ? text
            : throw new CommandRefusedException($"{file}: the specification is {bytes} bytes long in full; at most {MostBytes} are allowed.");
    }

    private static RunStage Until(CommandCall call) =>
        call.Arguments.ValueOf("--until") is { } stage ? Enum.Parse<RunStage>(stage, ignoreCase: true) : RunStage.Evaluation;

    private static string Sentence(RunProtocol.RunAccepted accepted) => accepted.How switch
    {
        RunProtocol.Acceptance.Started => $"Run {accepted.Run} started.",
        RunProtocol.Acceptance.Resumed => $"Run {accepted.Run} of the same specification is under way; going on with it.",
        RunProtocol.Acceptance.AlreadyFinished => $"Run {accepted.Run} of the same specification is finished already. --new starts another.",
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
