using System.Text.Json;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using AxSpa.Trainer.Jobs;

namespace AxSpa.Trainer.Orders;

/// <summary>Takes one order of a person, carries it out, and says how it ended. Whatever it throws becomes an answer.</summary>
/// <param name="workspace">Prepared scans are cached here, and a bundle is unpacked here.</param>
internal sealed class OrderRunner(string workspace, TrainerLine.Ready trainer, Action<TrainerLine> say)
{
    public TrainerLine Do(string line)
    {
        try
        {
            var order = TrainerOrder.FromJson(line);
            // Who asked knows where it had them written; a list of thousands would make no line.
            return new TrainerLine.Completed([], Do(order).Figures);
        }
        catch (JsonException error)
        {
            return new TrainerLine.Failed(FailureKind.BadInput, $"This line is not an order: {error.Message}");
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error is RefusedInputException ? error.Message : error);
            return JobFailure.From(error);
        }
    }

    private JobResult Do(TrainerOrder order) => order switch
    {
        TrainerOrder.Predict predict => PredictOrder.Do(predict, Session(predict.Model)),
        TrainerOrder.Evaluate evaluate => EvaluateOrder.Do(evaluate, Session(evaluate.Model)),
        TrainerOrder.Explain explain => ExplainOrder.Do(explain, Session(explain.Model)),
        _ =>
            throw new RefusedInputException($"This trainer does not know orders of kind {order.GetType().Name}. Do axspa and its trainer come from one build?"),
    };

    private ModelSession Session(ModelSource source) => new(source, workspace, trainer, say);
}
