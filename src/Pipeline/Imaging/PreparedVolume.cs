using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>A scan after reorientation to RAS, resampling and z-scoring.</summary>
/// <param name="Size">Voxels along x (to the right), y (to the front), z (up).</param>
/// <param name="Voxels">z slowest, x fastest: a network sees it as [depth = z, height = y, width = x].</param>
/// <param name="Warnings">For people: what was assumed about the file.</param>
public sealed record PreparedVolume(ImmutableArray<int> Size, float[] Voxels, ImmutableArray<string> Warnings);
