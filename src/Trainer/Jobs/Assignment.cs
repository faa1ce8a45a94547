using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Trainer.Jobs;

/// <summary>A job with all it needs around it: where its run lies, what the run is, and how to speak to the node.</summary>
/// <param name="Inputs">What it reads of earlier jobs.</param>
/// <param name="Device">cpu, cuda:0 and so on.</param>
/// <param name="Trainer">What this process said of itself when it was ready.</param>
/// <param name="Say">Progress and warnings, as they happen.</param>
internal sealed record Assignment(
    Job Job, RunFolder Run, RunSpecification Specification, OfficialInputs Inputs, string Device, TrainerLine.Ready Trainer, Action<TrainerLine> Say)
{
    /// <summary>Where the files lie that the specification names.</summary>
    public required DataRoots Roots { get; init; }

    /// <summary>The node wants the job to end, with what it finished on disk.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The only folder this job may write in.</summary>
    public string Folder { get; } = Run.AttemptFolder(Job);

    public string PathOf(string fileName) => Path.Combine(Folder, fileName);

    public void Progress(string stage, int step, int of) => Say(new TrainerLine.Progress(stage, step, of, null, null));

    public void Warn(string text) => Say(new TrainerLine.Warning(text));
}
