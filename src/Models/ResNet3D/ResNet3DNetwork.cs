using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AxSpa.Models.ResNet3D;

/// <summary>A residual network over volumes of one channel.</summary>
/// <remarks>
/// He et al. 2016, table 1, with every kernel and stride extended to depth, except that the stem keeps the slices: its stride
/// is (1, 2, 2), because scans of the joints have few and thick slices. Weights carry torchvision's names.
/// </remarks>
internal sealed class ResNet3DNetwork : Module<Tensor, Tensor>
{
    // Field names become the names of the weights, and these are torchvision's.
    private readonly Conv3d conv1;
    private readonly BatchNorm3d bn1;
    private readonly MaxPool3d maxpool;
    private readonly Sequential layer1, layer2, layer3, layer4;
    private readonly Linear fc;
    private Module[] _frozen = [];

    public ResNet3DNetwork(ResNet3DShape shape) : base(nameof(ResNet3DNetwork))
    {
        var width = shape.Width;
        conv1 = Conv3d(1, width, (7, 7, 7), (1, 2, 2), (3, 3, 3), bias: false);
        bn1 = BatchNorm3d(width);
        maxpool = MaxPool3d(3, 2, 1);
        layer1 = Layer(shape, 0, width, stride: 1);
        layer2 = Layer(shape, 1, width * shape.Expansion, stride: 2);
        layer3 = Layer(shape, 2, width * 2 * shape.Expansion, stride: 2);
        layer4 = Layer(shape, 3, width * 4 * shape.Expansion, stride: 2);
        fc = Linear(width * 8 * shape.Expansion, shape.Outputs);
        RegisterComponents();
    }

    /// <summary>The parts that can be frozen, from the input on.</summary>
    public static readonly string[] Parts = ["stem", "layer1", "layer2", "layer3", "layer4"];

    /// <param name="input">[batch, 1, depth, height, width] float32, z-scored.</param>
    /// <returns>[batch, outputs] logits.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return LogitsFrom(Layers, UpTo(Layers, input)).MoveToOuterDisposeScope();
    }

    /// <summary>What a layer makes of a volume.</summary>
    /// <param name="layer">1 to 4.</param>
    /// <returns>[batch, channels, d, h, w].</returns>
    public Tensor UpTo(int layer, Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(conv1.call(input)).relu_();     // [batch, width, D, H/2, W/2]
        x = layer1.call(maxpool.call(x));                          // [.., D/2, H/4, W/4]
        if (layer > 1) x = layer2.call(x);                         // [.., D/4, H/8, W/8]
        if (layer > 2) x = layer3.call(x);                         // [.., D/8, H/16, W/16]
        if (layer > 3) x = layer4.call(x);                         // [.., D/16, H/32, W/32]
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>The rest of the way, from what <see cref="UpTo"/> gave.</summary>
    /// <returns>[batch, outputs] logits.</returns>
    public Tensor LogitsFrom(int layer, Tensor activation)
    {
        using var scope = NewDisposeScope();
        var x = activation;
        if (layer < 2) x = layer2.call(x);
        if (layer < 3) x = layer3.call(x);
        if (layer < 4) x = layer4.call(x);
        return fc.call(x.mean([2, 3, 4])).MoveToOuterDisposeScope();
    }

    public const int Layers = 4;

    /// <summary>Input voxels from one cell of a layer to the next.</summary>
    public static (int Z, int Xy) Strides(int layer) => (1 << layer, 2 << layer);

    /// <summary>Takes these parts out of training: no gradients, and batch norm uses and keeps the statistics it has.</summary>
    /// <param name="parts">Of <see cref="Parts"/>.</param>
    public void Freeze(IEnumerable<string> parts)
    {
        _frozen = [.. parts.SelectMany(part => part switch
        {
            "stem" => new Module[] { conv1, bn1 },
            "layer1" => [layer1],
            "layer2" => [layer2],
            "layer3" => [layer3],
            "layer4" => [layer4],
            _ => throw new ArgumentException($"'{part}' is not a part of the network; these are: {string.Join(", ", Parts)}.", nameof(parts)),
        })];
        foreach (var parameter in _frozen.SelectMany(module => module.parameters()))
            parameter.requires_grad = false;
    }

    /// <inheritdoc/>
    public override void train(bool on = true)
    {
        base.train(on);
        foreach (var module in _frozen)
            module.eval();
    }

    private static Sequential Layer(ResNet3DShape shape, int index, int input, int stride)
    {
        var planes = shape.Width << index;
        return Sequential([.. Enumerable.Range(0, shape.Blocks[index]).Select(block => (
            block.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Block(shape.Kind, block == 0 ? input : planes * shape.Expansion, planes, block == 0 ? stride : 1)))]);
    }

    private static Module<Tensor, Tensor> Block(BlockKind kind, int input, int planes, int stride) =>
        kind == BlockKind.Basic ? new BasicBlock3D(input, planes, stride) : new Bottleneck3D(input, planes, stride);
}
