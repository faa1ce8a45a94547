using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// What a run does next (<see cref="NextStep"/>), looked up again when a job was asked for, became official or was withdrawn, or the run goes further
/// than before. Grants and attempts that fail change nothing of it, and the graph of a run with hundreds of folds is long.
/// </summary>
internal sealed class RememberedStep
{
    private (object Results, RunStage Until, RunSpecification Specification)? _of;
    private NextStep _step = new NextStep.Wait();

    public NextStep Of(RunState run, RunSpecification specification)
    {
        if (_of is not { } of || !ReferenceEquals(of.Results, run.Jobs.Results) || of.Until != run.Until || !ReferenceEquals(of.Specification, specification))
            (_of, _step) = ((run.Jobs.Results, run.Until, specification), NextStep.Of(run, specification));
        return _step;
    }
}
