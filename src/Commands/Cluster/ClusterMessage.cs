using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

/// <summary>One line from ops to everybody: shown by lists and at the prompt.</summary>
internal sealed class ClusterMessage(CoordinatorGate coordinator) : IChange
{
    /// <summary>It stands above every list.</summary>
    private const int Longest = 300;

    private static readonly ArgumentDescription Text = new(
        "TEXT", "the message, in quotation marks; left out: the one there is is shown.", IsOptional: true)
    { IsFreeText = true };
    private static readonly SwitchDescription Clear = new("--clear", "Take the message away.");

    public CommandDescription Description { get; } = new(
        "cluster", "message", "Shows, sets or clears a line that everybody reads who lists runs, nodes or members, or opens a prompt.",
        [Text], [Clear], CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call) => Task.FromResult(new Rehearsal(
        Order(call) is not { } order ? "show the message" : order.Text is { } text ? $"show this to everybody: {text}" : "take the message away"));

    public async Task<int> Execute(CommandCall call)
    {
        var message = await coordinator.Ask<RunProtocol.ClusterMessage>(Order(call) is { } order ? order : new RunProtocol.AskMessage(), call.Disconnected);
        await call.To.Data(call.WantsJson ? ViewJson.Of(message) : MessageText.Of(message));
        return ExitCode.Done;
    }

    /// <returns>Null: it is only to be shown.</returns>
    private static RunProtocol.SetMessage? Order(CommandCall call)
    {
        var text = call.Arguments.OptionalArgument(Text.Name)?.Trim();
        if (call.Arguments.Has(Clear.Name))
            return text is null ? new RunProtocol.SetMessage(null) : throw new UsageException($"cluster message: a text or {Clear.Name}, not both.");
        if (text is null)
            return null;
        return text.Length is 0 or > Longest || text.Any(char.IsControl)
            ? throw new CommandRefusedException($"A message is one line of 1 to {Longest} characters; this one has {text.Length}.")
            : new RunProtocol.SetMessage(text);
    }
}
