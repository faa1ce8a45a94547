using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Cohort.Synthetic;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Tests;

/// <summary>A workspace in a folder of its own, with one small run in it: a made clinical table whose columns tell of the label.</summary>
internal sealed class MadeRun : IDisposable
{
    public MadeRun(int epochs = 3, string? table = null, bool withScans = false, int repeats = 1)
    {
        Workspace = Directory.CreateTempSubdirectory("axspa-trainer-tests-").FullName;
        Folder = new RunFolder(Workspace, new RunId("made"));
        var data = Path.Combine(Workspace, "data");
        if (withScans)
            SyntheticCohort.Generate(data, patients: 60, randomSeed: 1);
        else
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(data).FullName, "clinical.csv"), table ?? Table(150));
        Directory.CreateDirectory(Folder.Root);
        File.WriteAllText(Folder.Specification, string.Create(CultureInfo.InvariantCulture, $$"""
            name: made
            randomSeed: 7
            cohort:
              clinical: {{data}}/clinical.csv
              patientId: patient_id
              label: { column: label }
              {{(withScans ? $"mri: {{ folder: {data}/mri }}" : "")}}
            {{(withScans ? "mri: { network: resnet3d-10, width: 4, input: { size: [16, 16, 8] }, epochs: 1, patience: 1, batchSize: 8, learningRate: 0.001 }" : "")}}
            folds: 3
            repeats: {{repeats}}
            clinical: { hidden: [16, 8], dropout: 0.2, epochs: {{epochs}}, patience: {{epochs}}, batchSize: 16, learningRate: 0.01 }
            fusion: { maxRounds: 30, maxDepth: 2, learningRate: 0.2 }
            evaluation: { bootstrap: 40 }
            """));
    }

    public string Workspace { get; }
    public RunFolder Folder { get; }

    /// <summary>With the list of its inputs on disk, as the coordinator writes it.</summary>
    public Job Job(JobKind kind, string id, IEnumerable<StoredFile> inputs, int attempt = 1, FoldId? fold = null, DrawRange? draws = null) =>
        new(Folder.Run, new JobId(id), kind, attempt, List([.. inputs]), fold, draws);

    private StoredFile? List(ImmutableArray<StoredFile> inputs)
    {
        if (inputs.IsEmpty)
            return null;
        var bytes = InputList.Bytes(inputs);
        var list = InputList.Describe(Folder, bytes);
        AtomicFile.Write(Path.Combine(Workspace, list.Path), bytes);
        return list;
    }

    public void Dispose() => Directory.Delete(Workspace, recursive: true);

    /// <summary>Age, CRP and sex of made patients; a third are cases, with a higher CRP and a lower age; one value in eleven is missing.</summary>
    public static string Table(int patients)
    {
        var text = new StringBuilder("patient_id,age_years,crp_mg_per_l,sex,label\n");
        for (var i = 0; i < patients; i++)
        {
            var isCase = i % 3 == 0;
            var age = 45 - (isCase ? 9 : 0) + (9 * Math.Sin(i * 1.7)) + (6 * Math.Cos(i * 0.37));
            var crp = 6 + (isCase ? 5 : 0) + (5 * Math.Sin(i * 2.9)) + (3 * Math.Cos(i * 5.1));
            var sex = (i * 7 / 3 + (isCase ? i % 2 : 0)) % 2 == 0 ? "Male" : "Female";
            text.Append(CultureInfo.InvariantCulture,
                $"P{i:D4},{age:F1},{(i % 11 == 0 ? "" : crp.ToString("F2", CultureInfo.InvariantCulture))},{sex},{(isCase ? 1 : 0)}\n");
        }
        return text.ToString();
    }
}
