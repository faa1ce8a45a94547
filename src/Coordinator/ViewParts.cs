using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator;

/// <summary>
/// Views of runs that do not fit one message, kept for whoever is reading them: a part that is asked for later shows the same moment as the
/// first.
/// </summary>
internal sealed class ViewParts(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    /// <summary>Whoever reads asks for the next part at once; more readers than this begin again now and then.</summary>
    private const int MostKept = 64;

    private readonly Queue<(long Number, RunView Whole, long At)> _kept = new();

    /// <summary>From the clock, so that a number of a coordinator before this one means nothing here.</summary>
    private long _last = clock.GetUtcNow().Ticks;

    /// <summary>The whole view, or its first part.</summary>
    public RunView First(RunView whole)
    {
        Forget();
        var jobs = WireFrame.Page(whole.Jobs, bytes: MessageLimits.JobBytes);
        if (jobs.Length == whole.Jobs.Length)
            return whole;
        _kept.Enqueue((++_last, whole, clock.GetTimestamp()));
        return whole with { Jobs = jobs, Part = new ViewPart(_last, 0, whole.Jobs.Length) };
    }

    /// <returns>Null: this view is not kept any more, or never was.</returns>
    public RunView? Next(RunProtocol.DescribeRun question)
    {
        Forget();
        var (number, whole, _) = _kept.FirstOrDefault(kept => kept.Number == question.View && kept.Whole.Summary.Run == question.Run);
        return whole is null || question.From < 0 ? null
            : whole with
            {
                Jobs = WireFrame.Page(whole.Jobs.Skip(question.From), bytes: MessageLimits.JobBytes),
                Part = new ViewPart(number, question.From, whole.Jobs.Length)
            };
    }

    private void Forget()
    {
        while (_kept.TryPeek(out var oldest) && (_kept.Count >= MostKept || clock.GetElapsedTime(oldest.At) > Kept))
            _kept.Dequeue();
    }
}
