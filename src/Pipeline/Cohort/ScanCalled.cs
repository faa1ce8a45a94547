using System.Text.RegularExpressions;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Says of a scan whose it is by the patient's row: names of scans often tell who the patients are, and messages end up in logs.</summary>
public sealed class ScanCalled
{
    private readonly string _name, _path;
    private readonly Regex _file;

    /// <param name="name">The scan of row 12 (line 13) of patients.csv.</param>
    /// <param name="path">Of the file; the other half of a pair is meant too.</param>
    public ScanCalled(string name, string path)
    {
        (_name, _path) = (name, path);
        var (folder, stem) = (Path.GetDirectoryName(path) + Path.DirectorySeparatorChar, Path.GetFileName(ScanEnding.StemOf(path)));
        _file = new Regex($@"(?:{Regex.Escape(folder)}|(?<!\w)){Regex.Escape(stem)}\.(?:nii|hdr|img)(?:\.gz)?",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>The same trouble, told of the row instead of the file. What it was made from is left behind, for it names the file.</summary>
    public Exception Instead(Exception error) => error switch
    {
        DataRootException refused => new DataRootException(Of(refused.WithoutTarget)),
        RefusedInputException => new RefusedInputException(Of(error.Message)),
        UnauthorizedAccessException => new UnauthorizedAccessException(Of(error.Message)),
        _ => new IOException(Of(error.Message), error.HResult),
    };

    /// <exception cref="DataRootException">It leads out of the data roots.</exception>
    public void Require(ReadPermit permit)
    {
        try
        {
            permit.Require(_path);
        }
        catch (DataRootException refused)
        {
            throw Instead(refused);
        }
    }

    private string Of(string message) => _file.Replace(message, _name.Replace("$", "$$", StringComparison.Ordinal));
}
