using AxSpa.Pipeline;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Access;

/// <summary>One command that changes something, with its two lines in the audit log: before it is begun, and when it has ended.</summary>
internal sealed class Audited(AuditLog log, Caller caller, CommandDescription command, string seed, TimeProvider clock)
{
    /// <summary>Of the first line that is answered.</summary>
    private const int LongestSaid = 200;

    private readonly string _id = Guid.NewGuid().ToString("N")[..12];

    /// <exception cref="CommandRefusedException">It cannot be noted; nothing was done.</exception>
    public async Task<int> Execute(ICommand change, CommandCall call)
    {
        var first = new FirstLine(call.To);
        Note(call, "begun", null);
        var outcome = "broken off";
        try
        {
            var exit = await change.Execute(call with { To = first });
            outcome = exit switch { ExitCode.Done => "done", ExitCode.Refused => "refused", ExitCode.CannotReachCluster => "unreachable", _ => "failed" };
            return exit;
        }
        catch (Exception refused) when (refused is CommandRefusedException or UsageException or RefusedInputException)
        {
            outcome = "refused";
            throw;
        }
        catch (ClusterUnreachableException)
        {
            outcome = "unreachable";
            throw;
        }
        finally
        {
            Note(call, outcome, first.Text);
        }
    }

    public void NotAllowed(CommandCall call) => Note(call, "not allowed", null);

    private void Note(CommandCall call, string outcome, string? said)
    {
        try
        {
            log.Note(new AuditLine(clock.GetUtcNow(), _id, caller.Name, caller.Role, caller.From, seed, command.FullName,
                call.Arguments.WithoutFreeText(command), outcome, Repeats(call, said) ? null : said));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException && outcome == "begun")
        {
            throw new CommandRefusedException($"Nothing was done, because it cannot be noted in the audit log of this seed: {trouble.Message}");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It is done; that it was begun is noted.
        }
    }

    /// <summary>What a person wrote freely may be answered too; then the answer is not noted.</summary>
    private bool Repeats(CommandCall call, string? said) =>
        said is not null && call.Arguments.FreeText(command).Any(text => said.Contains(text, StringComparison.Ordinal));

    /// <summary>Passes everything on, and keeps the first line of data.</summary>
    private sealed class FirstLine(ICommandOutput to) : ICommandOutput
    {
        public string? Text { get; private set; }

        public Task Data(string text)
        {
            Text ??= VisibleText.Cut(text.Split('\n')[0], LongestSaid);
            return to.Data(text);
        }

        public Task Message(string text) => to.Message(text);

        public Task Question(PbmQuestion question, string otherwise) => to.Question(question, otherwise);

        public Task Begin(string name) => to.Begin(name);

        public Task Part(byte[] bytes) => to.Part(bytes);

        public Task End(long bytes, string sha256) => to.End(bytes, sha256);
    }
}
