using static TorchSharp.torch;

namespace AxSpa.Models.ClinicalNet;

/// <summary>A linear layer without bias and the batch norm behind it, as whoever reads it sees it: what batch norm gives is product · scale + shift.</summary>
internal interface INormalisedProduct : IDisposable
{
    int Width { get; }

    /// <summary>[rows, width], before batch norm.</summary>
    Tensor Product { get; }

    float[] Scale { get; }

    float[] Shift { get; }

    void Forward(Tensor input);
}
