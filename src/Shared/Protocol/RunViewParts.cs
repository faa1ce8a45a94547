using AxSpa.Pipeline.Jobs;

namespace AxSpa.Shared.Protocol;

/// <summary>Brings the parts of a run's view together: <c>run describe</c> and whoever follows a run see one moment of it, whole.</summary>
public static class RunViewParts
{
    /// <summary>A view is kept for half a minute; who finds it gone so often asks a cluster that has other troubles.</summary>
    private const int MostTries = 10;

    /// <param name="ask">The coordinator.</param>
    /// <returns>A <see cref="RunView"/> with all its jobs, or whatever else the coordinator answers.</returns>
    public static async Task<object> Whole(RunId run, Func<RunProtocol.DescribeRun, Task<object>> ask)
    {
        var answer = await ask(new RunProtocol.DescribeRun(run));
        for (var tries = 1; answer is RunView { Part: { } part } view; tries++)
        {
            var jobs = view.Jobs.ToBuilder();
            while (jobs.Count < part.Of)
            {
                answer = await ask(new RunProtocol.DescribeRun(run, View: part.View, From: jobs.Count));
                if (answer is not RunView { Part: { } next } more || next.View != part.View || next.From != jobs.Count || more.Jobs.IsEmpty)
                    break; // that view is kept no more, as after a change of coordinator: this is the first part of another one, or no view at all
                jobs.AddRange(more.Jobs);
            }
            if (jobs.Count >= part.Of)
                return view with { Jobs = jobs.ToImmutable(), Part = null };
            if (tries >= MostTries)
                return new RunProtocol.Refused(
                    $"The jobs of run {run} could not be read together: the coordinator moved, or too many ask at once. Try again in a moment.");
        }
        return answer;
    }
}
