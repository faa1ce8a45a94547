using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Imaging;

/// <summary>An inspection as plain lines for a terminal, or as one JSON object.</summary>
public static class NiftiInspectionText
{
    public static string ToText(this NiftiInspection inspection)
    {
        var text = new StringBuilder();
        Line("file", inspection.File);
        Line("format", $"{inspection.Format}, {inspection.Datatype}, {inspection.ByteOrder}-endian");
        Line("shape", Sizes(inspection.Shape));
        Line("spacing", $"{Numbers(inspection.SpacingMm, " × ")} mm");
        Line("affine", $"from the {inspection.AffineFrom}");
        Rows(inspection.Affine);
        Line("orientation", $"{inspection.Orientation} → {inspection.ReorientedTo}, {Sizes(inspection.ReorientedShape)}");
        Rows(inspection.ReorientedAffine);
        Line("plane", inspection.TiltDegrees is { } tilt
            ? $"{inspection.Plane}, tilt {AcquisitionPlanes.Degrees(tilt)}, {Sizes(inspection.AcquisitionShape)} in the frame of acquisition"
            : $"{inspection.Plane}, stays in RAS");
        Line("slope", $"{Number(inspection.Slope)}, intercept {Number(inspection.Intercept)}");
        Line("range", $"{Number(inspection.Least)} to {Number(inspection.Greatest)}");
        Line("sum", $"{Number(inspection.Sum)}, mean {Number(inspection.Mean)}");
        Line("voxels", $"{inspection.Voxels}, {inspection.NanVoxels} NaN, {inspection.InfiniteVoxels} infinite");
        foreach (var warning in inspection.Warnings)
            Line("warning", warning);
        return text.ToString();

        void Line(string name, string value) => text.Append(name.PadRight(13)).Append(value).Append('\n');

        void Rows(ImmutableArray<ImmutableArray<double>> rows)
        {
            foreach (var row in rows)
                Line("", string.Concat(row.Select(value => (Math.Round(value, 4) + 0).ToString("0.####", CultureInfo.InvariantCulture).PadLeft(11))));
        }
    }

    /// <summary>One object, its names in camel case; a figure that does not exist is null.</summary>
    public static string ToJson(this NiftiInspection inspection) => JsonSerializer.Serialize(inspection, Json.NiftiInspection);

    // Nobody puts this into a web page: × and ` may stand as they are.
    private static readonly NiftiInspectionJson Json = new(new JsonSerializerOptions(NiftiInspectionJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static string Sizes(ImmutableArray<int> shape) => string.Join(" × ", shape);

    private static string Numbers(ImmutableArray<double> values, string separator) => string.Join(separator, values.Select(value => Number(value)));

    private static string Number(double? value) => value?.ToString("G7", CultureInfo.InvariantCulture) ?? "none";
}

/// <summary>Every number of an inspection is finite or null, so it is plain JSON.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NiftiInspection))]
public sealed partial class NiftiInspectionJson : JsonSerializerContext;
