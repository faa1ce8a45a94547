namespace AxSpa.Pipeline.Imaging;

/// <summary>What a file's <c>intent_code</c> says its values are, where that is no picture of a patient.</summary>
/// <remarks>nifti1.h: 2 to 24 are statistics, 1001 on are kinds of data. FSL has its own from 2006 on.</remarks>
internal static class NiftiIntent
{
    private const int None = 0, Estimate = 1001, Dimensionless = 1011, TimeSeries = 2001;

    /// <returns>Null: the file says that it is a picture, or nothing.</returns>
    public static string? WarningOf(int intent) => intent is None or Estimate or Dimensionless or TimeSeries ? null
        : $"intent_code is {intent}, by which the file calls itself {What(intent)} and no picture of a patient; it is read as a scan all the same. "
            + "Take it out of the folder or the pattern, unless it is meant";

    private static string What(int intent) => intent switch
    {
        >= 2 and <= 24 => "a map of a statistic",
        1002 => "a label map (NIFTI_INTENT_LABEL)",
        1003 => "a map of names of brain regions",
        1004 or 1005 => "an image of matrices",
        1006 or 1007 => "a field of vectors",
        1008 or 1009 => "a mesh of points or triangles",
        1010 => "an image of quaternions",
        2002 or 2005 => "data of a surface",
        2003 or 2004 => "a colour image",
        >= 2006 and <= 2018 => "a field of FSL",
        _ => "something that NIfTI does not name",
    };
}
