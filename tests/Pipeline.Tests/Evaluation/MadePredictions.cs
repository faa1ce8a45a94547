using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Tests.Evaluation;

/// <summary>A made table of predictions; every fifth patient has no MRI.</summary>
internal static class MadePredictions
{
    public static PredictionTable Table(int patients, bool mri = true, bool test = true, bool clinical = true, double prevalence = 0.3)
    {
        var rows = Enumerable.Range(0, patients).Select(i =>
        {
            var stream = RandomStream.From(7, "made", i);
            var isCase = stream.NextDouble() < prevalence;
            var set = i % 10 < 6 || (!test && i % 10 < 8) ? PatientSet.Train : test && i % 10 < 8 ? PatientSet.Test : PatientSet.Validation;
            var scores = new ModelScore[3];
            for (var m = 0; m < 3; m++)
            {
                var raw = 1 / (1 + Math.Exp(-(stream.NextGaussian() + (isCase ? 0.5 + 0.5 * m : -1))));
                scores[m] = new ModelScore(raw, raw * 0.9, raw * 0.9 >= 0.4);
            }
            return new PatientPrediction($"p{i:0000}", set, isCase,
                mri && i % 5 != 4 && i % 7 != 3 ? scores[0] : null, clinical ? scores[1] : null, clinical ? scores[2] : null);
        });
        return new PredictionTable([.. rows]);
    }
}
