using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Baseline;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;
using AxSpa.Support;

namespace AxSpa.ReportPack.Tests;

/// <summary>What a run hands to its report, made: names of patients, files and machines that must not be seen stand wherever a run has them.</summary>
internal sealed record MadeReport
{
    public const string Secret = "SECRET";

    public int Patients { get; init; } = 400;
    public bool HasMri { get; init; } = true;
    public bool HasClinical { get; init; } = true;
    public bool HasTest { get; init; } = true;
    public Func<int, bool>? IsCase { get; init; }
    public string NumberName { get; init; } = "CRP_mg_per_l";
    public string LevelName { get; init; } = "current";
    public string Name { get; init; } = "made";
    public string? Description { get; init; }
    public ImmutableArray<LeakCheck> Leaks { get; init; } =
    [
        new(LeakKind.RepeatedRow, "2 of 400 patients are equal.",
            [new LeakAlarm(LeakKind.RepeatedRow, "clinical rows", 2, "2 patients are equal in every feature.", $"{Secret}-0001 and {Secret}-0002")]),
        LeakCheck.Passed(LeakKind.RowOrder, "The order of the rows says little."),
    ];
    public string Host { get; init; } = $"{Secret}-host";
    public DateTimeOffset At { get; init; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    public ImmutableArray<ReportPicture> Pictures { get; init; } =
        [.. new[] { "roc_curve.png", "pr_curve.png", "calibration.png", "dca_curve.png", "confusion.png", "shap_summary.png", "shap_bar.png",
            "shap_dependence.png", "clinical_summary.png", "clinical_bar.png", "fold_figures.png", "subgroups.png", "training_curves.png" }
            .Select((name, i) => new ReportPicture(name, GreyPng.Of(288, 200, (byte)(20 * i))))];

    public RunSpecification Specification => new()
    {
        Name = Name,
        Description = Description,
        Cohort = new CohortOptions
        {
            Clinical = $"/home/{Secret}/clinical.csv",
            Label = new LabelOptions("Disease", ["axSpA"]),
            Mri = HasMri ? new MriFilesOptions($"/home/{Secret}/mri") : null,
        },
        Mri = HasMri ? new MriOptions() : null,
        Clinical = HasClinical ? new ClinicalOptions() : null,
        Evaluation = new EvaluationOptions { Bootstrap = 60 },
    };

    public ReportContents Contents()
    {
        var cohort = Cohort();
        var table = Predictions(cohort);
        var fit = Fit(table);
        var subgroups = new SubgroupTable(
            [.. cohort.Patients.Select(patient => patient.Id)],
            HasClinical ? [new SubgroupColumn("sex", ["Female", "Male"], [.. cohort.Values[1].Select(value => double.IsNaN(value) ? -1 : (int)value)])] : []);
        var populations = RunPopulations.Of(table, fit, subgroups);
        var bootstrap = BootstrapMerge.Merge([BootstrapShard.Compute(populations, 42, new DrawRange(0, 60))], 60, .95);
        var shap = !HasClinical ? null : new ShapTable(["MRI probability", NumberName], [new ShapRow(IdOf(1), PatientSet.Test, 0, [.5f, 2], [.25, -1.5])]);
        var figures = RunReport.Of(table, fit, subgroups, bootstrap, shap, SplitHash.Of(cohort.Patients), Specification.Evaluation, 42)
            with
        { HeldOutFolds = HeldOutFold.Of(table, cohort.Patients), Alarms = [.. Leaks.SelectMany(check => check.Alarms).Select(LeakText.WithoutRows)] };
        return new ReportContents(
            Specification, CohortReportOf(cohort), [.. CohortWarnings.Of(cohort)], Leaks, BaselineTables.Of(cohort, subgroups), figures, Pictures,
            Provenance());
    }

    public string Html() => System.Text.Encoding.UTF8.GetString(HtmlReport.Render(Contents()));

    public string Card() => System.Text.Encoding.UTF8.GetString(ModelCard.Render(Contents()));

    private static string IdOf(int patient) => FormattableString.Invariant($"{Secret}-{patient:0000}");

    private PreparedCohort Cohort()
    {
        var patients = Enumerable.Range(0, Patients).Select(i =>
        {
            var stream = RandomStream.From(11, "made-report", i);
            var isCase = IsCase?.Invoke(i) ?? stream.NextDouble() < .35;
            var set = i % 10 < 6 || (!HasTest && i % 10 < 8) ? PatientSet.Train : HasTest && i % 10 < 8 ? PatientSet.Test : PatientSet.Validation;
            return new Patient(IdOf(i), isCase, set, set == PatientSet.Train ? i % 3 : null);
        }).ToImmutableArray();
        double[] Column(Func<RandomStream, bool, double> value) =>
            [.. patients.Select((patient, i) => value(RandomStream.From(12, "made-report", i), patient.IsCase))];
        return new PreparedCohort(
            patients,
            !HasClinical ? [] : [
                new ClinicalColumn(NumberName, ColumnKind.Numeric, []), new ClinicalColumn("sex", ColumnKind.Binary, ["Female", "Male"]),
                new ClinicalColumn("smoking", ColumnKind.Categorical, [LevelName, "former", "never", "pipe"]),
            ],
            !HasClinical ? [] : [
                Column((stream, isCase) => stream.NextDouble() < .05 ? double.NaN : Math.Exp(1 + (isCase ? .4 : 0) + .8 * stream.NextGaussian())),
                Column((stream, _) => stream.NextDouble() < .4 ? 1 : 0),
                Column((stream, _) => stream.NextDouble() is var u && u < .006 ? 3 : Math.Floor(3 * u)),
            ],
            HasMri ? [.. patients.Where((_, i) => i % 7 != 3).Select(patient => new Scan(patient.Id, $"volumes/{patient.Id}.f32", "00"))] : [],
            HasMri ? [16, 16, 8] : null);
    }

    private PredictionTable Predictions(PreparedCohort cohort) => ThreePredictors.Table([.. cohort.Patients.Select((patient, i) =>
    {
        var stream = RandomStream.From(13, "made-report", i);
        ModelScore Score(double separation)
        {
            var raw = 1 / (1 + Math.Exp(-(stream.NextGaussian() + (patient.IsCase ? separation - .8 : -.8))));
            return new ModelScore(raw, raw, raw >= .4);
        }
        return ThreePredictors.Patient(patient.Id, patient.Set, patient.IsCase, HasMri && i % 7 != 3 ? Score(1) : null, HasClinical ? Score(1.2) : null,
            HasClinical ? Score(1.9) : null);
    })]);

    private FitSummary Fit(PredictionTable table) => new(
        [.. ThreePredictors.All.Select(model => table.Models.Contains(model)
            ? new ModelFit(model, null, new PlattScaling(1, 0), .4)
            : new ModelFit(model, model == PredictorId.Mri ? "no MRI in this cohort" : "no clinical features in this cohort", null, null))],
            HasClinical ? 37 : null, []);

    private CohortReport CohortReportOf(PreparedCohort cohort)
    {
        var scanned = cohort.Scans.Select(scan => scan.PatientId).ToHashSet(StringComparer.Ordinal);
        GroupCount Count(IEnumerable<Patient> patients)
        {
            var group = patients.ToArray();
            return new GroupCount(
                group.Length, group.Count(patient => patient.IsCase), group.Count(patient => scanned.Contains(patient.Id)),
                group.Count(patient => patient.IsCase && scanned.Contains(patient.Id)), group.Count(patient => scanned.Contains(patient.Id)));
        }
        return new CohortReport(
            Patients, [new Exclusion("scans belong to no row of the clinical table and are left out", 12, $"{Secret}-9999.nii.gz")], Count(cohort.Patients),
            [.. Enum.GetValues<PatientSet>().Select(set => new SetCount(SetWord.Of(set), Count(cohort.Patients.Where(patient => patient.Set == set))))],
            [.. cohort.Patients.Where(patient => patient.Fold is not null)
                .GroupBy(patient => patient.Fold!.Value)
                .OrderBy(fold => fold.Key)
                .Select(fold => new FoldCount(fold.Key, Count(fold)))],
            [.. cohort.Columns.Select((column, i) =>
                new ColumnReport(column.Name, column.Kind, "inferred", cohort.Values[i].Count(double.IsNaN), column.Levels))],
            [new ColumnLeftOut("patient_id", "patient id"), new ColumnLeftOut("Disease", "label")], SplitHash.Of(cohort.Patients),
            [$"12 scans belong to no row of the clinical table and are left out (first: {Secret}-9999.nii.gz)."], []);
    }

    private Provenance Provenance() => new(
        "Research use only, not a medical device.", "20260304-050607-abcd", RunKey.Of(Specification), "-", At, Host, "Debian GNU/Linux 12", "avx2 torch 2.10.0",
        "cpu", 1,
        new Dictionary<string, string> { ["AxSpa.Cluster"] = "0.1.0", ["Torch"] = "2.10.0" }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        [
            new InputFile("clinical", "clinical.csv", $"/home/{Secret}/clinical.csv", 1234, "ab12"),
            new InputFile("scan", $"{Secret}-0001.nii.gz", $"/home/{Secret}/mri/{Secret}-0001.nii.gz", 1, "cd34"),
        ], []);
}
