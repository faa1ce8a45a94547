namespace AxSpa.Pipeline.Imaging;

/// <summary>The scalar datatypes of NIfTI; the number is the header's <c>datatype</c> code.</summary>
public enum VoxelType
{
    UInt8 = 2,
    Int16 = 4,
    Int32 = 8,
    Float32 = 16,
    Float64 = 64,
    Int8 = 256,
    UInt16 = 512,
    UInt32 = 768,
    Int64 = 1024,
    UInt64 = 1280,
}

public static class VoxelTypes
{
    public static int BytesOf(VoxelType type) => type switch
    {
        VoxelType.UInt8 or VoxelType.Int8 => 1,
        VoxelType.Int16 or VoxelType.UInt16 => 2,
        VoxelType.Int32 or VoxelType.UInt32 or VoxelType.Float32 => 4,
        VoxelType.Int64 or VoxelType.UInt64 or VoxelType.Float64 => 8,
    };

    /// <summary>As people write it: <c>int16</c>.</summary>
    public static string NameOf(VoxelType type) => type.ToString().ToLowerInvariant();

    public static bool IsFloating(VoxelType type) => type is VoxelType.Float32 or VoxelType.Float64;

    /// <summary>Why a datatype code is not read, and what to do about it; null for a scalar type.</summary>
    internal static string? RefusalOf(int code) => code switch
    {
        _ when Enum.IsDefined((VoxelType)code) => null,
        128 or 2304 => $"datatype is {code} (RGB colour): a scan needs one number per voxel. "
            + "Is this a screenshot or a label overlay? Export the grey-scale series, for example with dcm2niix",
        32 or 1792 or 2048 => $"datatype is {code} (complex numbers): a scan needs one real number per voxel. "
            + "Save the magnitude image",
        1536 => "datatype is 1536 (float128), which has no portable meaning. Save the image as float32",
        1 => "datatype is 1 (one bit per voxel), which no common tool reads. Save the image as uint8",
        _ => $"datatype is {code}, which is no type of the NIfTI standard. "
            + "Is the header damaged? Convert the scan again, for example with dcm2niix",
    };
}
