namespace AxSpa.Standalone.Tests;

/// <summary>samples/tiny.yaml with its cohort, in a folder of its own: both branches, the whole pipeline, in seconds.</summary>
internal sealed class TinyCohort : IDisposable
{
    private TinyCohort() { }

    public string Folder { get; } = Directory.CreateTempSubdirectory("axspa-tiny-").FullName;

    public string Specification => Path.Combine(Folder, "tiny.yaml");

    /// <summary>The identifiers of all its patients.</summary>
    public IReadOnlyList<string> Patients => [.. File.ReadLines(Path.Combine(Folder, "tiny", "clinical.csv")).Skip(1).Select(row => row.Split(',')[0])];

    public static TinyCohort Make()
    {
        var tiny = new TinyCohort();
        var (code, _, errors) = AxspaProcess.Run("cohort", "generate", "--out", Path.Combine(tiny.Folder, "tiny"), "--patients", "60");
        Xunit.Assert.True(code == 0, errors);
        File.Copy(Path.Combine(Repository.Root, "samples", "tiny.yaml"), tiny.Specification);
        return tiny;
    }

    /// <summary>Folds of so many epochs that, paced, something is running whenever a test strikes.</summary>
    /// <param name="epochs">16 to 50 of them take about a second where nobody paces them.</param>
    public TinyCohort WithLongFolds(int epochs, int folds)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "samples", "tiny.yaml"));
        var longer = text.Replace("  epochs: 2\n  patience: 2\n", $"  epochs: {epochs}\n  patience: {epochs}\n") + $"folds: {folds}\n";
        Xunit.Assert.NotEqual(text, longer);
        File.WriteAllText(Specification, longer);
        return this;
    }

    public string Workspace(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
