using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Benchmarks.Table.Running;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>The runs that are measured, written where they are measured: the samples, with their data in another place.</summary>
internal static partial class Specifications
{
    /// <summary>Where samples/rheumatic.yaml looks for its table.</summary>
    public static string TableOfSample =>
        Path.GetFullPath(Path.Combine(Tree.Root, "samples", ClinicalPath().Match(Sample("rheumatic")).Groups[1].Value));

    public static string RealTable(Measuring measuring) => Write(measuring, "rheumatic", OnTable(measuring));

    /// <summary>Ten folds of the real table, so that two slots are busy to the end, for as many epochs as are asked for.</summary>
    public static string Long(Measuring measuring, int epochs) => Write(
        measuring, string.Create(CultureInfo.InvariantCulture, $"long-{epochs}"),
        Epochs().Replace(OnTable(measuring), string.Create(CultureInfo.InvariantCulture, $"epochs: {epochs}, patience: {epochs}")) + "folds: 10\n");

    /// <summary>A sample with made patients: tiny or demo.</summary>
    public static string Made(Measuring measuring, string name, int patients)
    {
        var cohort = Path.Combine(measuring.Folder, name);
        if (!Directory.Exists(cohort))
            measuring.Command("cohort").Run(
                [Programs.Axspa, "cohort", "generate", "--out", cohort, "--patients", patients.ToString(CultureInfo.InvariantCulture)],
                TimeSpan.FromMinutes(5));
        return Write(measuring, name, Sample(name));
    }

    private static string OnTable(Measuring measuring) => ClinicalPath().Replace(Sample("rheumatic"), $"clinical: {measuring.Table}");

    private static string Sample(string name) => File.ReadAllText(Path.Combine(Tree.Root, "samples", $"{name}.yaml"));

    private static string Write(Measuring measuring, string name, string text)
    {
        var path = Path.Combine(measuring.Folder, $"{name}.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    [GeneratedRegex(@"clinical: (\S+\.csv)")]
    private static partial Regex ClinicalPath();

    [GeneratedRegex(@"epochs: \d+, patience: \d+")]
    private static partial Regex Epochs();
}
