using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Standalone.Watching;

/// <summary>For pipes, log files and CI: one line for each thing that happened.</summary>
internal sealed class PlainDisplay(TextWriter output) : IRunDisplay
{
    private RunView? _before;

    public void Accepted(RunProtocol.RunAccepted accepted) => output.WriteLine(DisplayText.Accepted(accepted));

    public void Show(RunView view)
    {
        foreach (var line in RunProgressLines.Between(_before, view))
            output.WriteLine(VisibleText.Of(line));
        _before = view;
    }

    public void Ended(RunView view) => Show(view);

    public void Interrupted(RunId? run) => output.WriteLine(DisplayText.Interrupted(run));
}
