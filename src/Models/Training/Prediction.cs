using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Runs;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>What a network says of patients: the mean logit over each patient's examples.</summary>
internal static class Prediction
{
    /// <returns>In the order of the cohort's patients.</returns>
    public static PatientScore[] Of(nn.Module<Tensor, Tensor> network, IExamples examples, PreparedCohort cohort, int batchSize, CancellationToken stop)
    {
        network.eval();
        examples.BeginEvaluation();
        var sums = new SortedDictionary<int, (double Sum, int Count)>();
        for (var start = 0; start < examples.Patients.Length; start += batchSize)
        {
            stop.ThrowIfCancellationRequested();
            var logits = Logits(network, examples, start, Math.Min(batchSize, examples.Patients.Length - start));
            for (var i = 0; i < logits.Length; i++)
            {
                var patient = examples.Patients[start + i];
                var (sum, count) = sums.GetValueOrDefault(patient);
                sums[patient] = (sum + logits[i], count + 1);
            }
        }
        return [.. sums.Select(entry => (Patient: cohort.Patients[entry.Key], entry.Value))
            .Select(entry => new PatientScore(entry.Patient.Id, entry.Patient.Set, entry.Patient.IsCase, entry.Value.Sum / entry.Value.Count))];
    }

    /// <exception cref="FoldFailedException">All patients get the same score, or one that is not a number: nothing was learned.</exception>
    public static void RequireInformative(IReadOnlyCollection<PatientScore> scores)
    {
        if (scores.Any(score => !double.IsFinite(score.Logit)))
            throw new FoldFailedException(FailureKind.Diverged, "The chosen checkpoint predicts values that are not finite. Lower the learning rate.");
        if (scores.Count > 1 && scores.Max(score => score.Logit) - scores.Min(score => score.Logit) < 1e-6)
            throw new FoldFailedException(FailureKind.Diverged, $"The chosen checkpoint gives all {scores.Count} patients the same score. Lower the learning rate, or check that the inputs differ between patients.");
    }

    private static float[] Logits(nn.Module<Tensor, Tensor> network, IExamples examples, int start, int length)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return network.call(examples.Batch(start, length)).cpu().data<float>().ToArray();
    }
}
