using System.Collections.Immutable;

namespace AxSpa.Models.ResNet3D;

internal enum BlockKind { Basic, Bottleneck }

/// <summary>How deep and how wide a <see cref="ResNet3DNetwork"/> is.</summary>
/// <param name="Blocks">Residual blocks in each of the four layers.</param>
/// <param name="Width">Channels of the stem; 64 in the paper. Each layer doubles them.</param>
/// <param name="Outputs">1 for a diagnosis: its log-odds. A second output would only be a redundant parametrisation.</param>
internal sealed record ResNet3DShape(BlockKind Kind, ImmutableArray<int> Blocks, int Width, int Outputs = 1)
{
    /// <remarks>He et al. 2016, table 1; depth 10 as in MedicalNet (Chen et al. 2019).</remarks>
    public static ResNet3DShape Of(int depth, int width) => depth switch
    {
        10 => new(BlockKind.Basic, [1, 1, 1, 1], width),
        18 => new(BlockKind.Basic, [2, 2, 2, 2], width),
        34 => new(BlockKind.Basic, [3, 4, 6, 3], width),
        50 => new(BlockKind.Bottleneck, [3, 4, 6, 3], width),
        101 => new(BlockKind.Bottleneck, [3, 4, 23, 3], width),
        _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "The depth of a ResNet is 10, 18, 34, 50 or 101."),
    };

    /// <summary>A block's output channels per inner channel.</summary>
    public int Expansion => Kind == BlockKind.Bottleneck ? 4 : 1;

    /// <summary>A network of this shape has more: this is one kernel of its last layer.</summary>
    public long FewestWeights => 27L * (8 * Width) * (8 * Width);
}
