using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>What the runs under test compute: both branches and every stage, small, and long enough to be disturbed.</summary>
/// <param name="Patients">Of the made cohort.</param>
/// <param name="Folds">Two branches, so twice as many jobs.</param>
/// <param name="MriEpochs">Patience is as long: training never ends early, whatever a weight does.</param>
internal sealed record Specification(int Patients, int Folds, int MriEpochs, int ClinicalEpochs, int Draws)
{
    /// <summary>About 10 s undisturbed on two cores.</summary>
    public static readonly Specification Short = new(Patients: 60, Folds: 5, MriEpochs: 16, ClinicalEpochs: 300, Draws: 2000);

    /// <summary>About 30 s undisturbed on two cores.</summary>
    public static readonly Specification Long = new(Patients: 120, Folds: 5, MriEpochs: 24, ClinicalEpochs: 900, Draws: 6000);

    /// <summary>Folds that train for an hour: two of the MRI branch on six slots, so that a lost node's folds find a free one at once.</summary>
    public static readonly Specification Endless = new(Patients: 60, Folds: 2, MriEpochs: 10_000, ClinicalEpochs: 10_000, Draws: 400);

    /// <returns>The path of the YAML file; its cohort lies beside it.</returns>
    public string Write(string folder)
    {
        Tool.MustRun(Programs.Axspa, "cohort", "generate", "--out", Path.Combine(folder, "cohort"), "--patients",
            Patients.ToString(CultureInfo.InvariantCulture));
        var path = Path.Combine(folder, "chaos.yaml");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $$"""
            name: chaos
            cohort:
              clinical: cohort/clinical.csv
              label: { column: label }
              mri: { folder: cohort/mri }
            folds: {{Folds}}
            mri:
              network: resnet3d-10
              width: 4
              input: { size: [32, 32, 16] }
              epochs: {{MriEpochs}}
              patience: {{MriEpochs}}
              batchSize: 8
              learningRate: 1.0e-3
            clinical: { hidden: [16, 16], epochs: {{ClinicalEpochs}}, patience: {{ClinicalEpochs}}, batchSize: 8 }
            fusion: { maxRounds: 200 }
            evaluation: { bootstrap: {{Draws}} }

            """));
        return path;
    }
}
