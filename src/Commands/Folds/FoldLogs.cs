using AxSpa.Commands.Logs;
using AxSpa.Commands.Runs;
using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Folds;

internal sealed class FoldLogs(LogPrinter printer) : ICommand
{
    public CommandDescription Description { get; } = new(
        "fold", "logs", "Prints what the trainers of a fold said, all its attempts merged by time (UTC).",
        [RunName.Argument, FoldName.Argument], [LogQuestion.Level, LogQuestion.SinceWhen, LogQuestion.Following]);

    public Task<int> Execute(CommandCall call) => printer.Print(call, FoldName.Of(call).ToString());
}
