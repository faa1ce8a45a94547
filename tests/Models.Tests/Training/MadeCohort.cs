using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Models.Tests.Training;

/// <summary>
/// Eighty made patients on disk: a clinical column and a bright corner of the scan that carry the label, every fourth patient
/// without a scan and every fifth of the others with two.
/// </summary>
internal sealed class MadeCohort : IDisposable
{
    private const int Size = 8;
    private readonly TemporaryFolder _folder = new();

    public MadeCohort()
    {
        var draws = new Random(5);   // made data only: .NET's own generator will do
        var patients = new List<Patient>();
        var scans = new List<Scan>();
        double[] esr = new double[80], crp = new double[80], antigen = new double[80];
        Directory.CreateDirectory(Path.Combine(Workspace, "volumes"));
        for (var i = 0; i < 80; i++)
        {
            var isCase = i % 2 == 0;
            var set = (i / 2 % 7) switch { 5 => PatientSet.Validation, 6 => PatientSet.Test, _ => PatientSet.Train };
            patients.Add(new(string.Create(CultureInfo.InvariantCulture, $"p{i:D3}"), isCase, set, set == PatientSet.Train ? i / 2 % 5 : null));
            esr[i] = draws.NextDouble() + (isCase ? 0.5 : 0);
            crp[i] = i % 9 == 0 ? double.NaN : draws.NextDouble();
            antigen[i] = draws.NextDouble() < (isCase ? 0.8 : 0.3) ? 1 : 0;
            for (var scan = 0; scan < (i % 8 < 2 ? 0 : i % 5 == 0 ? 2 : 1); scan++)
                scans.Add(WriteScan(patients[i], scan, draws));
        }
        Cohort = new([.. patients], [new("ESR", ColumnKind.Numeric, []), new("CRP", ColumnKind.Numeric, []),
            new("HLA-B27", ColumnKind.Binary, ["Negative", "Positive"])],
            [esr, crp, antigen], [.. scans], [Size, Size, Size]);
    }

    public string Workspace => _folder.Path;
    public PreparedCohort Cohort { get; }

    public static RunSpecification Specification { get; } = new()
    {
        Name = "made",
        Cohort = new() { Clinical = "made.csv", Label = new("label", []) },
        Mri = new()
        {
            Depth = 10,
            Width = 4,
            Input = new([Size, Size, Size]),
            Epochs = 4,
            Patience = 10,
            BatchSize = 6,
            LearningRate = 3e-3,
        },
        Clinical = new() { Hidden = [8, 16, 8], Dropout = 0.3, Epochs = 6, Patience = 10, BatchSize = 8, LearningRate = 1e-2 },
    };

    public FoldTrainingRequest Request(BranchId branch, string attempt) => new()
    {
        Specification = Specification,
        Cohort = Cohort,
        Fold = new(branch, 1),
        Workspace = Workspace,
        AttemptFolder = Path.Combine(Workspace, attempt),
        JobIdentity = "made-job",
    };

    public void Dispose() => _folder.Dispose();

    private Scan WriteScan(Patient patient, int number, Random draws)
    {
        var voxels = new float[Size * Size * Size];
        for (var v = 0; v < voxels.Length; v++)
            voxels[v] = (float)draws.NextDouble() + (patient.IsCase && v % Size < 4 && v / Size % Size < 4 ? 1 : 0);
        var bytes = MemoryMarshal.AsBytes<float>(voxels).ToArray();
        var path = $"volumes/{patient.Id}-{number}.f32";
        File.WriteAllBytes(Path.Combine(Workspace, path), bytes);
        return new(patient.Id, path, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
