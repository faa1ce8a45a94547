using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.GpuNode;

/// <summary>How far a conversation with a trainer is.</summary>
public enum TrainerStage
{
    /// <summary>It has not said yet that it is ready.</summary>
    Starting,

    /// <summary>It has no job.</summary>
    Idle,

    /// <summary>It has one.</summary>
    Working,

    /// <summary>It was asked to end the one that it has.</summary>
    Parting,
}

/// <summary>
/// Which line may be said when. What claims an end that nobody waits for, or one that a trainer cannot know of, is of somebody who does not keep to the
/// protocol. A word on the way that comes when nothing is on its way claims nothing.
/// </summary>
public static class TrainerTalk
{
    /// <returns>Why it may not be said now, for people; null: it may.</returns>
    public static string? Problem(TrainerStage stage, TrainerLine line)
    {
        if (line is TrainerLine.Ready)
            return stage == TrainerStage.Starting ? null : "it was ready before";
        if (line is not (TrainerLine.Completed or TrainerLine.Failed or TrainerLine.NotVisible))
            return null;
        if (stage == TrainerStage.Starting && line is TrainerLine.Failed)
            return null; // it cannot work on this machine, and says why
        if (stage is TrainerStage.Starting or TrainerStage.Idle)
            return "it ends a job, and has none";
        var kind = (line as TrainerLine.Failed)?.Kind;
        return kind == FailureKind.Cancelled && stage == TrainerStage.Working ? "it ends as cancelled, and nobody asked for that"
            : kind == FailureKind.Lost ? "it ends as lost, which only others can say" : null;
    }

    /// <returns>Why these cannot be the results of that job, for people; null: they can.</returns>
    public static string? Problem(string workspace, Job job, TrainerLine line) =>
        line is TrainerLine.Completed done ? AttemptFiles.Problem(new RunFolder(workspace, job.Run), job, done.Files) : null;

    /// <summary>A sentence about the line that breaks the protocol.</summary>
    public static string Broken(string problem, TrainerLine line) => TrainerLineRules.Broken(problem, System.Text.Encoding.UTF8.GetBytes(JobJson.Write(line)));
}
