using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Weights;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>
/// Trains one fold of one branch and predicts with it. Only the fold's training patients fit anything; validation patients
/// choose the epoch; held-out and test patients are predicted once, at the end.
/// </summary>
public static class FoldTraining
{
    /// <param name="say">Hears an "epoch" line after each epoch, and warnings. Called on this thread.</param>
    /// <param name="stop">Looked at once per batch; the last finished epoch is then brought to disk where it is not there yet.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="WorkspaceFileException">A prepared scan is missing or damaged.</exception>
    /// <exception cref="FoldFailedException">Training diverged, or the memory or storage did not suffice.</exception>
    /// <exception cref="RefusedInputException">The cohort or the pretrained weights cannot be trained on.</exception>
    /// <remarks>One training at a time in a process: Torch's generator belongs to the process. Runs on the calling thread.</remarks>
    public static FoldOutcome Run(FoldTrainingRequest request, Action<TrainerLine> say, CancellationToken stop)
    {
        set_num_threads(request.Specification.ThreadsPerJob);
        try
        {
            using var scope = NewDisposeScope();
            return Train(request, say, stop);
        }
        catch (ExternalException error)
            when (error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase))
        {
            throw new FoldFailedException(
                FailureKind.OutOfMemory, $"{request.Fold} does not fit into the memory of {request.Device}. Lower batchSize, input.size or width.", error);
        }
        catch (IOException error) when (error is not (WorkspaceFileException or WorkspaceAwayException))
        {
            throw new FoldFailedException(FailureKind.Storage, $"{request.Fold} cannot write its files: {error.Message}", error);
        }
    }

    private static FoldOutcome Train(FoldTrainingRequest request, Action<TrainerLine> say, CancellationToken stop)
    {
        var branch = request.Fold.Branch;
        var options = request.Specification.Branches[branch] ?? throw new RefusedInputException($"The run has no {branch} branch.");
        var device = TrainingDevice.Of(request.Device);
        var patients = FoldPatients.Of(request.Cohort, request.Fold);
        if (patients.Validation.Length == 0)
            throw new RefusedInputException($"{request.Fold} has no validation patients to choose the epoch by. Raise split.validation.");
        var weights = ClassWeights.Balanced(request.Cohort, patients.Training.AsSpan());

        var seed = RandomStream.SeedFor(request.RandomSeed, RandomUse.InitialWeights, BranchRegistry.Of(branch).Stream, request.Fold.Index);
        using var model = BranchTrainers.Of(branch).Open(request, patients, seed, device, say);
        using var optimizer = new FlatAdam(model.Network, options.LearningRate, options.WeightDecay);
        using var training = new CheckpointedTraining(request, model.Network, optimizer);
        training.Resume(say);
        using var step = StepOf(model.Network, optimizer, options.BatchSize, device, request.Specification.ThreadsPerJob);
        var epochs = new EpochTraining(request, model.Network, step, model.Training, weights, options.BatchSize, device);
        using var curves = new TensorBoardFile(request.AttemptFolder, request.Clock);
        foreach (var earlier in training.State.History)
            curves.Add(earlier);
        try
        {
            while (training.State.Epoch < options.Epochs
                && !(training.State.Epoch > 0 && training.State.Best.EndsTrainingAt(training.State.Epoch, options.Patience)))
            {
                var epoch = training.State.Epoch + 1;
                var loss = epochs.Run(epoch, stop);
                var score = ValidationScore.Of(Predict(model.Validation), weights);
                if (!double.IsFinite(loss) || !double.IsFinite(score.Loss))
                    throw new FoldFailedException(FailureKind.Diverged,
                        $"{request.Fold}: the loss of epoch {epoch} is not a finite number. Lower the learning rate, or check the inputs for extreme values.");
                var record = new EpochRecord(epoch, loss, score.Loss, score.Auroc, options.LearningRate);
                training.Finished(record, score, options.ChooseBy);
                curves.Add(record);
                say(new TrainerLine.Progress("epoch", epoch, options.Epochs, loss, score.Auroc));
            }

            training.RestoreBest();
            var (heldOut, validation, test) = (Predict(model.HeldOut), PredictForGood(model.Validation), PredictForGood(model.Test));
            Prediction.RequireInformative([.. heldOut, .. validation]);
            return new FoldResult(request, model, training.State, curves.Path).Write(heldOut, [.. validation, .. test]);
        }
        catch (OperationCanceledException)
        {
            training.KeepFinished();
            throw;
        }

        PatientScore[] PredictForGood(IExamples examples) => Prediction.OfEachAlone(model.Network, examples, request.Cohort, stop);

        PatientScore[] Predict(IExamples examples) => Prediction.Of(model.Network, examples, request.Cohort, model.EvaluationBatch, stop);
    }

    private static ITrainingStep StepOf(nn.Module<Tensor, Tensor> network, FlatAdam optimizer, int batchSize, Device device, int threads) =>
        network is ClinicalNetwork clinical && FusedStep.Suits(clinical, batchSize, device, threads)
            ? new FusedStep(clinical, optimizer)
            : new AutogradStep(network, optimizer);
}
