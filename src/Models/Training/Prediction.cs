using AxSpa.Models.ClinicalNet;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>What a network says of patients: the mean logit over each patient's examples.</summary>
internal static class Prediction
{
    /// <summary>For choosing epochs: many examples at once.</summary>
    /// <returns>In the order of the cohort's patients.</returns>
    public static PatientScore[] Of(nn.Module<Tensor, Tensor> network, IExamples examples, PreparedCohort cohort, int batchSize, CancellationToken stop)
    {
        var logits = new List<float>(examples.Patients.Length);
        network.eval();
        examples.BeginEvaluation();
        for (var start = 0; start < examples.Patients.Length; start += batchSize)
        {
            stop.ThrowIfCancellationRequested();
            logits.AddRange(Logits(network, examples, start, Math.Min(batchSize, examples.Patients.Length - start)));
        }
        return ByPatient(examples, cohort, logits);
    }

    /// <summary>
    /// For answers that are kept: each example by itself. The last digits of a matrix product depend on how many rows it has, and here a
    /// patient must get the same bits whoever else is asked about: the run's own test set, or one patient of another hospital.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static PatientScore[] OfEachAlone(nn.Module<Tensor, Tensor> network, IExamples examples, PreparedCohort cohort, CancellationToken stop)
    {
        var logits = new List<float>(examples.Patients.Length);
        network.eval();
        examples.BeginEvaluation();
        using var scope = NewDisposeScope();
        using var row = network is ClinicalNetwork clinical && FrozenRow.Suits(clinical.Head.weight!.device) ? new FrozenRow(clinical) : null;
        for (var example = 0; example < examples.Patients.Length; example++)
        {
            stop.ThrowIfCancellationRequested();
            if (row is null)
                logits.AddRange(Logits(network, examples, example, 1));
            else
                logits.Add(LogitOf(row, examples, example));
        }
        return ByPatient(examples, cohort, logits);
    }

    /// <exception cref="FoldFailedException">All patients get the same score, or one that is not a number: nothing was learned.</exception>
    public static void RequireInformative(IReadOnlyCollection<PatientScore> scores)
    {
        if (scores.Any(score => !double.IsFinite(score.Logit)))
            throw new FoldFailedException(FailureKind.Diverged, "The chosen checkpoint predicts values that are not finite. Lower the learning rate.");
        if (scores.Count > 1 && scores.Max(score => score.Logit) - scores.Min(score => score.Logit) < 1e-6)
            throw new FoldFailedException(FailureKind.Diverged,
                $"The chosen checkpoint gives all {scores.Count} patients the same score. Lower the learning rate, or check that the inputs "
                + "differ between patients.");
    }

    private static PatientScore[] ByPatient(IExamples examples, PreparedCohort cohort, List<float> logits)
    {
        var sums = new SortedDictionary<int, (double Sum, int Count)>();
        for (var example = 0; example < logits.Count; example++)
        {
            var (sum, count) = sums.GetValueOrDefault(examples.Patients[example]);
            sums[examples.Patients[example]] = (sum + logits[example], count + 1);
        }
        return [.. sums.Select(entry => (Patient: cohort.Patients[entry.Key], entry.Value))
            .Select(entry => new PatientScore(entry.Patient.Id, entry.Patient.Set, entry.Patient.IsCase, entry.Value.Sum / entry.Value.Count))];
    }

    private static float LogitOf(FrozenRow row, IExamples examples, int example)
    {
        using var scope = NewDisposeScope();
        return row.Logit(examples.Batch(example, 1));
    }

    private static float[] Logits(nn.Module<Tensor, Tensor> network, IExamples examples, int start, int length)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var batch = examples.Batch(start, length);
        // A view into a table begins at any address, and the last digits of a product depend on alignment: a copy is aligned.
        return network.call(length == 1 ? batch.clone() : batch).cpu().data<float>().ToArray();
    }
}
