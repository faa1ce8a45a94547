using System.Diagnostics.CodeAnalysis;
using System.Text;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Cohort.Synthetic;

/// <summary>
/// A made cohort to see the whole pipeline work without any patient's data: a clinical table and small scans of sacroiliac
/// joints. Scans and table each tell a part about the label, so fusion beats both. It says nothing about real patients.
/// </summary>
public static class SyntheticCohort
{
    /// <summary>Fewer cannot be split into training folds, validation and test.</summary>
    private const int LeastPatients = 20;

    /// <summary>
    /// Writes <c>clinical.csv</c> and <c>mri/&lt;patient_id&gt;_scan&lt;n&gt;.nii.gz</c>. Equal seeds and numbers give equal bytes;
    /// where this very cohort is there already, nothing is done.
    /// </summary>
    /// <exception cref="RefusedInputException">Too few or too many patients, or a folder that already holds another cohort.</exception>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Made before there is a cluster.")]
    public static void Generate(string folder, int patients, ulong randomSeed)
    {
        if (patients is < LeastPatients or > 9999)
            throw new RefusedInputException($"{patients} patients: a made cohort has between {LeastPatients} and 9999.");
        var cohort = SyntheticPatient.DrawAll(patients, randomSeed);
        var (table, text) = (Path.Combine(folder, "clinical.csv"), ClinicalTable(cohort, randomSeed));
        if (File.Exists(table))
        {
            if (File.ReadAllText(table) == text)
                return;
            throw new RefusedInputException($"{table}: there is another cohort already. Choose another folder, or remove it first.");
        }

        var mri = Path.Combine(Path.GetFullPath(folder), "mri");
        FolderSync.Make(mri);
        Parallel.For(0, patients, index => WriteScans(mri, cohort[index], index, randomSeed)); // each has streams of his own
        AtomicFile.Write(table, text); // last: a table means that the cohort is whole
    }

    private static void WriteScans(string mri, SyntheticPatient patient, int index, ulong randomSeed)
    {
        var anatomy = RandomStream.From(randomSeed, RandomUse.Phantom, index, 0);
        var phantom = new SacroiliacPhantom(
            JointMm: 30 + 1.5 * anatomy.NextGaussian(),
            Marrow: 0.5 + 0.03 * anatomy.NextGaussian(),
            Muscle: 0.3 + 0.03 * anatomy.NextGaussian(),
            Oedema.Draw(patient.Inflammation, anatomy));
        for (var scan = 1; scan <= patient.Scans; scan++)
            PhantomScan.Write(Path.Combine(mri, $"{patient.Id}_scan{scan}.nii.gz"), phantom, RandomStream.From(randomSeed, RandomUse.Phantom, index, scan));
    }

    private static string ClinicalTable(IReadOnlyList<SyntheticPatient> cohort, ulong randomSeed)
    {
        var columns = SyntheticClinicalColumn.All;
        var text = new StringBuilder("patient_id,label,").AppendJoin(',', columns.Select(column => column.Name)).Append('\n');
        for (var index = 0; index < cohort.Count; index++)
        {
            var patient = cohort[index];
            text.Append(patient.Id).Append(',').Append(patient.IsCase ? '1' : '0');
            for (var column = 0; column < columns.Length; column++)
                text.Append(',').Append(columns[column].Draw(patient.IsCase, RandomStream.From(randomSeed, RandomUse.Phantom, index, -1, column)));
            text.Append('\n');
        }
        return text.ToString();
    }
}
