using static TorchSharp.torch;

namespace AxSpa.Models.Weights;

/// <summary>The element types that weights come in.</summary>
internal sealed record SafeTensorsType(string Name, ScalarType Stored, int BytesPerElement)
{
    public static readonly SafeTensorsType[] All =
    [
        new("F32", ScalarType.Float32, 4),
        new("I64", ScalarType.Int64, 8),
        new("F16", ScalarType.Float16, 2),
        new("BF16", ScalarType.BFloat16, 2),
    ];

    public static SafeTensorsType? Of(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>The type that a tensor is written as; null: not one of those we write.</summary>
    public static SafeTensorsType? Of(ScalarType stored) => All[..2].FirstOrDefault(type => type.Stored == stored);
}
