using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AxSpa.Models.ClinicalNet;

/// <summary>
/// A residual fully connected network over the prepared clinical features: a first layer, one residual block for each further
/// entry of <c>hidden</c>, dropout, and one logit.
/// </summary>
/// <remarks>
/// Dropout acts once, on what the head reads: inside the blocks it would disturb the statistics of batch norm (Li et al. 2019,
/// "Understanding the disharmony between dropout and batch normalization").
/// </remarks>
internal sealed class ClinicalNetwork : Module<Tensor, Tensor>
{
    // Field names become the names of the weights.
    private readonly Linear stem;
    private readonly BatchNorm1d bn;
    private readonly Sequential blocks;
    private readonly Linear head;
    private readonly double _dropout;

    /// <param name="features">Columns of the prepared table.</param>
    /// <param name="hidden">Widths, at least one.</param>
    /// <param name="dropoutFraction">0 (none) to below 1.</param>
    public ClinicalNetwork(int features, IReadOnlyList<int> hidden, double dropoutFraction) : base(nameof(ClinicalNetwork))
    {
        stem = Linear(features, hidden[0], hasBias: false);
        bn = BatchNorm1d(hidden[0]);
        blocks = Sequential([.. Enumerable.Range(1, hidden.Count - 1).Select(i =>
            ((i - 1).ToString(CultureInfo.InvariantCulture), (Module<Tensor, Tensor>)new ResidualBlock(hidden[i - 1], hidden[i])))]);
        _dropout = dropoutFraction;
        head = Linear(hidden[^1], 1);
        RegisterComponents();
    }

    public Linear Stem => stem;
    public BatchNorm1d StemNorm => bn;
    public IEnumerable<ResidualBlock> Blocks => blocks.children().Cast<ResidualBlock>();
    public Linear Head => head;

    /// <summary>Columns of the largest matrix that a batch becomes.</summary>
    public long Widest => Blocks.Select(block => block.FirstNorm.num_features).Append(StemNorm.num_features).Max();

    /// <summary>Of what the head reads.</summary>
    public double DropoutFraction => _dropout;

    /// <summary>What its matrices hold; batch norms and the head's bias come on top.</summary>
    public static long FewestWeights(int features, IReadOnlyList<int> hidden) => (long)features * hidden[0] + hidden[^1]
        + Enumerable.Range(1, hidden.Count - 1).Sum(i => (long)hidden[i - 1] * hidden[i] * (hidden[i - 1] == hidden[i] ? 1 : 2) + (long)hidden[i] * hidden[i]);

    /// <param name="input">[batch, features] float32, imputed, scaled and encoded.</param>
    /// <returns>[batch, 1] logits.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn.call(stem.call(input)).relu_();
        x = blocks.call(x);
        if (training && _dropout > 0)
            x = x.mul(Kept(x));
        return head.call(x).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Which inputs of the head stay, scaled so that their sum is expected to stay too: what torch.nn.Dropout does in three times as long.
    /// Drawn on the CPU, whose generator is the one that manual_seed sets: so every device drops the same, in every run.
    /// </summary>
    private Tensor Kept(Tensor input)
    {
        using var noGradient = no_grad();
        return rand(input.shape, input.dtype).to(input.device).ge(_dropout).to(input.dtype).mul_(1 / (1 - _dropout));
    }
}
