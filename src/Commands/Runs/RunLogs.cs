using AxSpa.Commands.Logs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Runs;

internal sealed class RunLogs(LogPrinter printer) : ICommand
{
    private static readonly SwitchDescription Job = new("--fold", "Only the attempts of this fold, or of another job as 'run describe' names it.", "FOLD");

    public CommandDescription Description { get; } = new(
        "run", "logs",
        "Prints what happened to a run and what its trainers said, merged by time (UTC). Kept in the run's folder, whatever became of the nodes.",
        [RunName.Argument], [Job, LogQuestion.Level, LogQuestion.SinceWhen, LogQuestion.Following]);

    public Task<int> Execute(CommandCall call) => printer.Print(call, call.Arguments.ValueOf(Job.Name));
}
