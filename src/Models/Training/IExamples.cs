using System.Collections.Immutable;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>What a branch feeds to its network for one group of patients: rows of the table, or scans.</summary>
public interface IExamples : IDisposable
{
    /// <summary>For each example its patient, as a position in the cohort. A patient may have several.</summary>
    ImmutableArray<int> Patients { get; }

    /// <summary>Puts the examples in this order for one epoch of training, changed at random where the branch does so.</summary>
    void BeginEpoch(int[] order, int epoch);

    /// <summary>Puts the examples in their own order, unchanged.</summary>
    void BeginEvaluation();

    /// <returns>[length, …] the inputs at these places of the present order; the caller's dispose scope frees it.</returns>
    Tensor Batch(int start, int length);
}
