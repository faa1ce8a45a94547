using AxSpa.Models.Training;
using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>Forward and backward through a <see cref="ClinicalNetwork"/> in training, for batches of one length, in memory of its own.</summary>
internal sealed class FusedPass : IDisposable
{
    private readonly FusedLayer _stem;
    private readonly FusedBlock[] _blocks;
    private readonly Tensor _stemOutput, _stemGradient;
    private readonly Tensor _headWeight, _headBias, _headBiasGradient;
    private readonly GradientTarget _headWeightGradient;
    private readonly Tensor? _kept, _dropped;    // [rows, last width]
    private readonly Tensor _logitGradient, _logitGradientTransposed;
    private readonly int _rows;
    private readonly float _dropout, _keptScale;

    /// <param name="network">Its parameters already laid out by <see cref="FlatAdam"/>.</param>
    /// <param name="rows">At least two: batch norm cannot learn from one.</param>
    public FusedPass(ClinicalNetwork network, int rows)
    {
        using var scope = NewDisposeScope();
        _rows = rows;
        _stem = new FusedLayer(network.Stem, network.StemNorm, rows);
        _blocks = [.. network.Blocks.Select(block => new FusedBlock(block, rows))];
        (_stemOutput, _stemGradient) = (Buffer(_stem.Width), Buffer(_stem.Width));
        (_headWeight, _headBias) = (network.Head.weight.detach().DetachFromDisposeScope(), network.Head.bias!.detach().DetachFromDisposeScope());
        _headWeightGradient = new GradientTarget(network.Head.weight);
        _headBiasGradient = network.Head.bias!.grad!.detach().DetachFromDisposeScope();
        _logitGradient = Buffer(1);
        _logitGradientTransposed = _logitGradient.t().DetachFromDisposeScope();
        if (network.DropoutFraction > 0)
        {
            (_dropout, _keptScale) = ((float)network.DropoutFraction, (float)(1 / (1 - network.DropoutFraction)));
            var width = network.Head.weight.shape[1];
            (_kept, _dropped) = (Buffer(width), Buffer(width));
        }

        Tensor Buffer(long width) => empty(rows, width).DetachFromDisposeScope();
    }

    private Tensor LastOutput => _blocks.Length > 0 ? _blocks[^1].Output : _stemOutput;
    private Tensor LastGradient => _blocks.Length > 0 ? _blocks[^1].OutputGradient : _stemGradient;

    /// <summary>Leaves the gradients where <see cref="FlatAdam"/> reads them.</summary>
    /// <inheritdoc cref="ITrainingStep.Learn"/>
    public void Run(Tensor inputs, Tensor targets, Tensor importance, Tensor lossSum)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Forward(inputs);
        var read = Dropped();
        var logits = nn.functional.linear(read, _headWeight, _headBias);                                      // [rows, 1]
        lossSum.add_(nn.functional.binary_cross_entropy_with_logits(logits, targets, importance), _rows);
        DeriveLoss(logits.sigmoid_(), targets, importance);
        _headWeightGradient.Product(_logitGradientTransposed, read);
        TorchTensor.Floats(_logitGradient.sum(0, keepdim: true)).CopyTo(TorchTensor.Floats(_headBiasGradient));
        LastGradient.addmm_(_logitGradient, _headWeight, 0, 1);
        if (_kept is not null)
            FusedKernels.Multiply(TorchTensor.Floats(LastGradient), TorchTensor.Floats(_kept));
        Backward(inputs);
    }

    private void Forward(Tensor inputs)
    {
        FusedForward.Layer(_stem, inputs, _stemOutput, _stem.Width);
        var x = _stemOutput;
        foreach (var block in _blocks)
        {
            block.Forward(x);
            x = block.Output;
        }
    }

    /// <summary>What the head reads. Drawn as <see cref="ClinicalNetwork"/> draws: the same numbers of the same generator.</summary>
    private Tensor Dropped()
    {
        if (_kept is null || _dropped is null)
            return LastOutput;
        _kept.uniform_(0, 1);
        FusedKernels.Drop(TorchTensor.Floats(_kept), _dropout, _keptScale, TorchTensor.Floats(LastOutput), TorchTensor.Floats(_dropped));
        return _dropped;
    }

    /// <summary>The mean weighted cross-entropy by the logits: (probability − target) · importance / rows.</summary>
    private void DeriveLoss(Tensor probabilities, Tensor targets, Tensor importance)
    {
        var probability = TorchTensor.Floats(probabilities);
        var target = TorchTensor.Floats(targets);
        var weight = TorchTensor.Floats(importance);
        var gradient = TorchTensor.Floats(_logitGradient);
        for (var row = 0; row < gradient.Length; row++)
            gradient[row] = (probability[row] - target[row]) * weight[row] / _rows;
    }

    private void Backward(Tensor inputs)
    {
        for (var i = _blocks.Length - 1; i >= 0; i--)
            _blocks[i].Backward(
                i > 0 ? _blocks[i - 1].Output : _stemOutput, i > 0 ? _blocks[i - 1].OutputGradient : _stemGradient);
        FusedKernels.PassRelu(
            TorchTensor.Floats(_stemGradient), TorchTensor.Floats(_stemOutput), TorchTensor.Floats(_stem.Gradient), _stem.Width, _stem.Width);
        _stem.Backward(inputs, inputGradient: null);
    }

    public void Dispose()
    {
        _stem.Dispose();
        foreach (var block in _blocks)
            block.Dispose();
        foreach (var tensor in (Tensor?[])[_stemOutput, _stemGradient, _headWeight, _headBias, _headBiasGradient, _kept, _dropped,
            _logitGradient, _logitGradientTransposed])
            tensor?.Dispose();
        _headWeightGradient.Dispose();
    }
}
