using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>A scan after reorientation, resampling and z-scoring.</summary>
/// <param name="Size">Voxels along x, y, z: in RAS to the right, to the front, up; in the frame of acquisition as <see cref="AcquisitionFrame"/> says.</param>
/// <param name="Voxels">z slowest, x fastest: a network sees it as [depth = z, height = y, width = x].</param>
/// <param name="Warnings">For people: what was assumed about the file.</param>
/// <param name="Acquisition">In which plane the scan was acquired.</param>
public sealed record PreparedVolume(ImmutableArray<int> Size, float[] Voxels, ImmutableArray<string> Warnings, ScanAcquisition Acquisition);
