using Akka.Actor;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Owns one of the later stages of a run: asks for its jobs as the graph has them, gathers what becomes official, and hands the run over when
/// nothing of its stage is open.
/// </summary>
/// <remarks>
/// What was asked for is remembered by the journal and not here: it may have been withdrawn since, or never have been written, because the run
/// ended in that moment.
/// </remarks>
internal abstract class StageActor : ReceiveActor
{
    protected StageActor(RunStage stage) => Receive<StageProtocol.Official>(now =>
    {
        switch (NextStep.Within(RunGraph.Whole, now.Run, now.Specification, one => one == stage))
        {
            case NextStep.Request request:
                Sender.Tell(new StageProtocol.Request(request.Jobs));
                break;
            case NextStep.Complete:
                Sender.Tell(new StageProtocol.Finished(stage));
                break;
        }
    });
}
