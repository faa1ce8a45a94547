using System.Collections.Immutable;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>Rows of the prepared clinical table, on the device from the start.</summary>
public sealed class TableExamples : IExamples
{
    private readonly Tensor _rows;       // [patients, features]
    private Tensor _ordered;

    /// <param name="rows">[patients × features], row after row.</param>
    public TableExamples(ImmutableArray<int> patients, float[] rows, Device device)
    {
        Patients = patients;
        var features = patients.Length == 0 ? 0 : rows.Length / patients.Length;
        using var scope = NewDisposeScope();
        _rows = TorchTensor.Of(rows, [patients.Length, features], device).DetachFromDisposeScope();
        _ordered = _rows;
    }

    public ImmutableArray<int> Patients { get; }

    // Ordering once an epoch and cutting views is faster than gathering each batch.
    public void BeginEpoch(int[] order, int epoch)
    {
        BeginEvaluation();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _ordered = _rows.index_select(0, tensor(order, dtype: ScalarType.Int64).to(_rows.device)).DetachFromDisposeScope();
    }

    public void BeginEvaluation()
    {
        if (!ReferenceEquals(_ordered, _rows))
            _ordered.Dispose();
        _ordered = _rows;
    }

    public Tensor Batch(int start, int length) => _ordered.narrow(0, start, length);

    public void Dispose()
    {
        BeginEvaluation();
        _rows.Dispose();
    }
}
