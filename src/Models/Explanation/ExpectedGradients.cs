using System.Runtime.InteropServices;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Randomness;
using static TorchSharp.torch;

namespace AxSpa.Models.Explanation;

/// <summary>
/// How much each input of a network moves its log-odds away from what it says of other patients: the gradient along the straight line from
/// a background patient to the one explained, times their difference, averaged over background patients and points of the line.
/// </summary>
/// <remarks>
/// Erion et al., "Improving performance of deep learning models with axiomatic attribution priors and expected gradients", Nature Machine
/// Intelligence 2021. The attributions of a patient sum to its log-odds less the mean over the background, up to the error of sampling.
/// </remarks>
internal static class ExpectedGradients
{
    /// <summary>Points per patient: a background patient and a place on the line each. The places are spread evenly, which halves the error.</summary>
    public const int Samples = 200;

    private const int MostRows = 8192;

    /// <param name="network">In evaluation mode, so that rows do not influence each other.</param>
    /// <param name="explained">[patients × inputs].</param>
    /// <param name="background">[others × inputs].</param>
    /// <param name="draws">A stream for each explained patient.</param>
    /// <param name="progress">Patients done, of how many.</param>
    /// <returns>[patients × inputs] in log-odds.</returns>
    public static float[] Of(
        nn.Module<Tensor, Tensor> network, float[] explained, float[] background, int inputs, Func<int, RandomStream> draws, Device device,
        Action<int, int>? progress = null)
    {
        var patients = explained.Length / inputs;
        var attributions = new float[explained.Length];
        var atOnce = Math.Max(1, MostRows / Samples);
        for (var start = 0; start < patients; start += atOnce)
        {
            var count = Math.Min(atOnce, patients - start);
            var (points, differences) = Lines(explained, background, inputs, start, count, draws);
            var mean = Mean(network, points, differences, count, inputs, device);
            for (var i = 0; i < mean.Length; i++) attributions[start * inputs + i] = mean[i];
            progress?.Invoke(start + count, patients);
        }
        return attributions;
    }

    /// <returns>Points on the lines, and the whole way of each line: [count × samples × inputs].</returns>
    private static (float[] Points, float[] Differences) Lines(
        float[] explained, float[] background, int inputs, int start, int count, Func<int, RandomStream> draws)
    {
        var others = background.Length / inputs;
        var (points, differences) = (new float[count * Samples * inputs], new float[count * Samples * inputs]);
        var order = new int[others];
        for (var p = 0; p < count; p++)
        {
            var stream = draws(start + p);
            for (var sample = 0; sample < Samples; sample++)
            {
                if (sample % others == 0) // everybody once before anybody twice
                {
                    for (var i = 0; i < others; i++) order[i] = i;
                    stream.Shuffle(order.AsSpan());
                }
                var along = (float)((sample + stream.NextDouble()) / Samples);
                var from = background.AsSpan(order[sample % others] * inputs, inputs);
                var to = explained.AsSpan((start + p) * inputs, inputs);
                var at = (p * Samples + sample) * inputs;
                for (var input = 0; input < inputs; input++)
                {
                    differences[at + input] = to[input] - from[input];
                    points[at + input] = from[input] + along * differences[at + input];
                }
            }
        }
        return (points, differences);
    }

    private static float[] Mean(nn.Module<Tensor, Tensor> network, float[] points, float[] differences, int count, int inputs, Device device)
    {
        using var scope = NewDisposeScope();
        long[] shape = [(long)count * Samples, inputs];
        var rows = TorchTensor.Of(points, shape, device).requires_grad_(true);
        var gradient = autograd.grad([network.call(rows).sum()], [rows])[0];
        using var noGradient = no_grad();
        var mean = gradient.mul(TorchTensor.Of(differences, shape, device)).view(count, Samples, inputs).mean([1]).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(mean.bytes).ToArray();
    }
}
