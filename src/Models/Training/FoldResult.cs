using System.Collections.Immutable;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Models.Training;

/// <summary>What an attempt leaves behind: weights, predictions, curves, and what belongs to the model.</summary>
internal sealed record FoldResult(FoldTrainingRequest Request, BranchModel Model, TrainingState State, string Curves)
{
    public FoldOutcome Write(PatientScore[] heldOut, PatientScore[] others)
    {
        var weights = Named(ModelFileNames.WeightsFile);
        SafeTensors.Write(weights, Model.Network.state_dict());
        ScoreFile.Write(Named("oof.csv"), heldOut);
        ScoreFile.Write(Named("holdout.csv"), others);
        EpochRecord.Write(Named("history.csv"), State.History);
        string[] files = [weights, Named("oof.csv"), Named("holdout.csv"), Named("history.csv"), Curves, .. Model.Companions];
        return new([.. files.Select(file => AtomicFile.Describe(Request.Workspace, file))], Figures(heldOut.Length));
    }

    private ImmutableSortedDictionary<string, double> Figures(int heldOut)
    {
        var figures = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        figures[FoldMetricNames.Epochs] = State.Epoch;
        figures[FoldMetricNames.BestEpoch] = State.Best.Epoch;
        figures[FoldMetricNames.ValidationLoss] = State.Best.Score!.Loss;
        if (State.Best.Score.Auroc is { } auroc)
            figures[FoldMetricNames.ValidationAuroc] = auroc;
        figures[FoldMetricNames.TrainingExamples] = Model.Training.Patients.Length;
        figures[FoldMetricNames.HeldOutPatients] = heldOut;
        return figures.ToImmutable();
    }

    private string Named(string file) => Path.Combine(Request.AttemptFolder, file);
}
