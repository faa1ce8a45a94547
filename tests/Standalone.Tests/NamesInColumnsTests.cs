using System.Text;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>Names stand in every text column of a table, and in no file that comes of it: of the workspace, of the report, of the exported model.</summary>
public sealed class NamesInColumnsTests : IDisposable
{
    private const int Patients = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-names-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Each patient's own, one for two, and one for three of them; with letters that no encoded picture contains by chance.</summary>
    private static string Name(string column, int number) => $"{column}QzxjkvWqp{number}x";

    [Fact]
    public void Nothing_that_few_patients_have_leaves_by_name()
    {
        var table = new StringBuilder("patient_id,label,age,surname,street,doctor,village,site,sex\n");
        for (var i = 0; i < Patients; i++)
            table.Append(string.Join(',', $"p{i:D3}", i % 2, 30 + i % 40, Name("surname", i), Name("street", i / 2), Name("doctor", i / 3),
                Name("village", i % 16), i % 3 == 0 ? "north" : "south", i % 5 < 2 ? "F" : "M"))
                .Append('\n');
        File.WriteAllText(Path.Combine(_folder, "c.csv"), table.ToString());
        var yaml = Path.Combine(_folder, "run.yaml");
        File.WriteAllText(yaml, """
            name: names
            cohort: { clinical: c.csv, label: { column: label }, center: site, columns: { doctor: categorical } }
            clinical: { hidden: [8], epochs: 2, patience: 2, batchSize: 16 }
            fusion: { maxRounds: 10 }
            evaluation: { bootstrap: 20, subgroups: [sex, village, doctor] }
            folds: 2
            """);
        var (workspace, bundle) = (Path.Combine(_folder, "ws"), Path.Combine(_folder, "m.tar"));

        var (code, output, errors) = AxspaProcess.Run("run", yaml, "--workspace", workspace, "--pbm-port", "off");
        Assert.True(code == 0, errors);
        var run = Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(workspace, "runs"))));
        var (exported, _, why) = AxspaProcess.Run("export", run, "--workspace", workspace, "--out", bundle);
        Assert.True(exported == 0, why);

        Assert.DoesNotContain("QzxjkvWqp", output + errors);
        foreach (var file in Directory.GetFiles(workspace, "*", SearchOption.AllDirectories).Append(bundle))
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf("QzxjkvWqp"u8) >= 0, $"{Path.GetRelativePath(_folder, file)} names somebody");
        // The columns were there, and became features where they may.
        Assert.Contains("\"doctor\"", File.ReadAllText(Path.Combine(workspace, "runs", run, "cohort.json")));
        Assert.Contains("(rare)", File.ReadAllText(Path.Combine(workspace, "runs", run, "results", "metrics.json")));
    }
}
