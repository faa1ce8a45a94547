using System.Collections.Immutable;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>A small cohort in a temporary folder: 40 patients p1 to p40, every fourth a case, with numbers, answers and gaps.</summary>
internal sealed class MadeCohort : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MadeCohort() => Write(string.Join('\n', ["patient_id,age,crp,hla,stage,label", .. Enumerable.Range(1, 40).Select(Row)]));

    public string Root => _folder.Path;
    public string Table => _folder["clinical.csv"];
    public string Scans => _folder["mri"];
    public string Workspace => _folder["workspace"];
    public string Attempt => _folder["workspace/runs/r/cohort/attempt-1"];
    public DataRoots Roots { get; set; } = DataRoots.Anywhere;
    public List<string> Warnings { get; } = [];

    /// <summary>Scans that were really prepared, not found in the cache.</summary>
    public List<string> Prepared { get; } = [];

    public RunSpecification Specification => new()
    {
        Name = "made",
        Cohort = new CohortOptions { Clinical = Table, Label = new LabelOptions("label", []) },
        Folds = 2,
    };

    public RunSpecification WithScans => Specification with
    {
        Cohort = Specification.Cohort with { Mri = new MriFilesOptions(Scans) },
        Mri = new MriOptions { Input = new InputGeometry([2, 2, 1]) },
    };

    public static string Row(int i) =>
        $"p{i},{20 + i * 7 % 50},{(i % 5 == 0 ? "" : $"{i}.5")},{(i % 3 == 0 ? "Positive" : "negative")},{"ABC"[i % 3]},{(i % 4 == 0 ? 1 : 0)}";

    public void Write(string table) => File.WriteAllText(Table, table);

    public void WriteRows(Func<int, string> row, string header = "patient_id,age,crp,hla,stage,label") =>
        Write(string.Join('\n', [header, .. Enumerable.Range(1, 40).Select(row)]));

    public void Change(string before, string after)
    {
        var text = File.ReadAllText(Table);
        if (!text.Contains(before, StringComparison.Ordinal)) throw new ArgumentException($"'{before}' is not in the table.");
        Write(text.Replace(before, after, StringComparison.Ordinal));
    }

    /// <summary>
    /// A file that a stand-in for the real preparation accepts; its text becomes the voxels. <c>Coronal 88.5</c> is acquired so, others nearly isotropic.
    /// </summary>
    public void Scan(string name, string content = "")
    {
        var path = Path.Combine(Scans, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content.Length > 0 ? content : name);
    }

    public PreparedCohort Prepare(RunSpecification? specification = null) =>
        CohortPreparation.Prepare(specification ?? Specification, Workspace, Attempt, Warnings.Add, (_, _) => { }, StandIn, Roots);

    public string Refusal(RunSpecification? specification = null)
    {
        var message = Xunit.Assert.ThrowsAny<RefusedInputException>(() => Prepare(specification)).Message;
        Xunit.Assert.False(Directory.Exists(Attempt) && Directory.EnumerateFileSystemEntries(Attempt).Any(), "the refusal left files behind");
        return message;
    }

    public void Dispose() => _folder.Dispose();

    private PreparedVolume StandIn(string path, InputGeometry geometry, int? volume)
    {
        var text = File.ReadAllText(path);
        if (text.StartsWith("broken", StringComparison.Ordinal)) throw new NiftiException(path, "broken.");
        lock (Prepared) Prepared.Add(Path.GetFileName(path));
        var warnings = text.StartsWith("odd", StringComparison.Ordinal) ? ImmutableArray.Create("No orientation.") : [];
        return new PreparedVolume(geometry.Size,
            [.. Enumerable.Range(0, geometry.Size.Aggregate((a, b) => a * b)).Select(i => (float)text[i % text.Length] + i)], warnings,
            Acquired(text.Split(' '), geometry.Frame));
    }

    private static ScanAcquisition Acquired(string[] words, ScanFrame frame)
    {
        if (words.Length < 2 || !Enum.TryParse<AcquisitionPlane>(words[0], out var plane)) return new(AcquisitionPlane.NearlyIsotropic, null, null, 0);
        var tilt = double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
        var affine = plane == AcquisitionPlane.Sagittal ? MadeSlices.In(plane, "RAS") : MadeSlices.At(tilt, "RAS", MadeSlices.ThickMm);
        return ScanAcquisition.Of(affine, frame);
    }
}
