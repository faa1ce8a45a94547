using AxSpa.Models.Weights;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>A network in training together with its optimizer and its best weights: what a checkpoint takes down and puts back.</summary>
internal sealed class CheckpointedTraining(FoldTrainingRequest request, nn.Module<Tensor, Tensor> network, FlatAdam optimizer) : IDisposable
{
    /// <summary>A checkpoint is written at an epoch's end when this much time has passed since the last.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const string Network = "network.", FirstMoment = "adam.first_moment", SecondMoment = "adam.second_moment";

    private readonly CheckpointFolder _own = new(request.AttemptFolder);
    private Dictionary<string, Tensor> _best = [];
    private readonly EpochSnapshot _snapshot = new();
    private long _lastWritten = request.Clock.GetTimestamp();
    private int _epochOnDisk;

    public TrainingState State { get; private set; } = TrainingState.Start;

    /// <summary>Continues from the newest whole checkpoint among this attempt's and the earlier ones', if there is one.</summary>
    public void Resume(Action<TrainerLine> say)
    {
        var (folder, checkpoint) = request.EarlierAttempts.Append(request.AttemptFolder).Select(attempt => new CheckpointFolder(attempt))
            .Select(folder => (folder, Checkpoint: folder.NewestWhole(request.JobIdentity)))
            .Where(entry => entry.Checkpoint is not null)
            .OrderBy(entry => entry.Checkpoint!.State.Epoch).LastOrDefault();
        if (checkpoint is null)
            return;
        if (folder.Folder != _own.Folder)
            _own.Adopt(folder, checkpoint);
        if (checkpoint.Machine != ThisMachine.Kind)
            say(new TrainerLine.Warning($"{request.Fold} goes on from a checkpoint of another kind of machine ({checkpoint.Machine}; this is "
                + $"{ThisMachine.Kind}): its figures may differ in the last digits from an undisturbed run."));
        using var scope = NewDisposeScope();
        var tensors = SafeTensorsFile.ReadAll(Path.Combine(_own.Folder, checkpoint.Tensors.File));
        Put(tensors, Network);
        optimizer.Restore(checkpoint.OptimizerSteps, tensors[FirstMoment], tensors[SecondMoment]);
        KeepBest(SafeTensorsFile.ReadAll(Path.Combine(_own.Folder, checkpoint.BestWeights.File)));
        State = checkpoint.State;
        _epochOnDisk = State.Epoch;
    }

    /// <summary>
    /// Takes note of a finished epoch, keeps its weights when they are the best, and writes a checkpoint when it is time; else it is kept in memory,
    /// for the next epoch changes every tensor with its first batch.
    /// </summary>
    public void Finished(EpochRecord epoch, ValidationScore score, CheckpointCriterion chooseBy)
    {
        var best = State.Best;
        if (best.IsBeatenBy(score, chooseBy))
        {
            best = new BestEpoch(epoch.Epoch, score);
            KeepBest(network.state_dict());
        }
        State = new(epoch.Epoch, best, State.History.Add(epoch));
        if (request.Clock.GetElapsedTime(_lastWritten) >= Interval)
            Write(Tensors(), optimizer.Steps);
        else
            _snapshot.Take(Tensors(), optimizer.Steps);
    }

    /// <summary>Training ends here: a finished epoch that is in memory only is brought to disk.</summary>
    public void KeepFinished()
    {
        if (State.Epoch > _epochOnDisk)
            Write(_snapshot.Tensors, _snapshot.OptimizerSteps);
    }

    /// <summary>Puts the best epoch's weights into the network.</summary>
    public void RestoreBest() => Put(_best, prefix: "");

    public void Dispose()
    {
        ReleaseBest();
        _snapshot.Dispose();
    }

    /// <summary>Everything that the next epoch begins with, as it is now.</summary>
    private Dictionary<string, Tensor> Tensors()
    {
        var tensors = network.state_dict().ToDictionary(entry => Network + entry.Key, entry => entry.Value, StringComparer.Ordinal);
        tensors[FirstMoment] = optimizer.FirstMoment;
        tensors[SecondMoment] = optimizer.SecondMoment;
        return tensors;
    }

    /// <param name="tensors">As they were at the end of the epoch of <see cref="State"/>.</param>
    private void Write(IReadOnlyDictionary<string, Tensor> tensors, long optimizerSteps)
    {
        var bestWeights = _own.BestWeightsOf(State.Best.Epoch);
        if (!File.Exists(bestWeights))
            SafeTensors.Write(bestWeights, _best);
        SafeTensors.Write(_own.TensorsOf(State.Epoch), tensors);
        _own.Seal(new(request.JobIdentity, ThisMachine.Kind, State, optimizerSteps,
            CheckpointFolder.PartOf(_own.TensorsOf(State.Epoch)), CheckpointFolder.PartOf(bestWeights)));
        (_lastWritten, _epochOnDisk) = (request.Clock.GetTimestamp(), State.Epoch);
    }

    private void Put(Dictionary<string, Tensor> weights, string prefix)
    {
        using var noGradient = no_grad();
        foreach (var (name, target) in network.state_dict())
            target.copy_(weights[prefix + name]);
    }

    private void KeepBest(Dictionary<string, Tensor> weights)
    {
        ReleaseBest();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _best = weights.ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    private void ReleaseBest()
    {
        foreach (var tensor in _best.Values)
            tensor.Dispose();
        _best = [];
    }
}
