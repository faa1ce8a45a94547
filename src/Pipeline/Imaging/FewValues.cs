using System.Globalization;

namespace AxSpa.Pipeline.Imaging;

/// <summary>
/// Are the values of an image a few whole numbers? A mask or a label map has that, a scan with its noise has hundreds. Most images are known for none of
/// these after their first rows.
/// </summary>
internal sealed class FewValues
{
    /// <summary>Labels of the structures around the joints are fewer; an 8-bit scan has more grey values.</summary>
    private const int Most = 16;

    /// <summary>Fewer voxels than this may well have few values.</summary>
    private const int LeastVoxels = 64;

    private readonly double[] _values = new double[Most];
    private int _count;
    private long _voxels;
    private bool _are = true;
    private double _last = double.NaN;

    /// <summary>For people; null: they are many, or no whole numbers, or all one.</summary>
    public string? Warning => !_are || _count < 2 || _voxels < LeastVoxels ? null : string.Create(CultureInfo.InvariantCulture,
        $"all voxels hold one of {_count} whole numbers "
        + $"({string.Join(", ", _values.AsSpan(0, _count).ToArray().Order().Take(6))}{(_count > 6 ? ", …" : "")}), ")
        + "as in a mask or a label map; it is read as a scan all the same";

    public static string? WarningOf(RawVolume volume)
    {
        var few = new FewValues();
        foreach (var values in volume.ScaledParts())
        {
            few.Add(values.Span);
            if (!few._are) break;
        }
        return few.Warning;
    }

    public void Add(ReadOnlySpan<double> values)
    {
        _voxels += values.Length;
        if (!_are)
            return;
        foreach (var value in values)
        {
            if (value == _last) // neighbours are often alike
                continue;
            _last = value;
            if (_values.AsSpan(0, _count).Contains(value))
                continue;
            if (_count == Most || !double.IsInteger(value))
            {
                _are = false;
                return;
            }
            _values[_count++] = value;
        }
    }
}
