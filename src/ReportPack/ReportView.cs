using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Checklist;
using AxSpa.ReportPack.Layout;
using AxSpa.ReportPack.Methods;
using AxSpa.ReportPack.Patients;
using AxSpa.ReportPack.Results;

namespace AxSpa.ReportPack;

/// <summary>What the pages show: every number is a text already, and nothing is null.</summary>
/// <param name="Figures">The populations on whom all models are compared: test, out-of-fold, validation.</param>
/// <param name="OtherFigures">All patients and those without MRI; for the appendix.</param>
internal sealed record ReportView(
    string Name, string Description, string Notice, string SplitHash, string SpecificationKey, string RandomSeed, string Style,
    MethodsSection Methods, HeadlineSection Headline, ImmutableArray<string> Alarms, Table Leaks,
    FlowDiagram Flow, Table FlowTable, Table Baseline, Table BaselineBySet, ImmutableArray<Table> BaselineInSets,
    ImmutableArray<PopulationView> Figures, ImmutableArray<PopulationView> OtherFigures, ImmutableArray<Picture> Pictures,
    Table Importance, ImmutableArray<Table> Fusions, ImmutableArray<Picture> ExplanationPictures, ImmutableArray<Table> Subgroups,
    ImmutableArray<Picture> SubgroupPictures,
    Table Folds, Table Repeats, ImmutableArray<Picture> FoldPictures, Limits Limits, ImmutableArray<string> Notes, ImmutableArray<TripodItem> Tripod,
    string TripodSummary, Origin Origin)
{
    public static ReportView Of(ReportContents contents)
    {
        var (figures, cohort) = (contents.Figures, contents.Cohort);
        var populations = figures.Populations.ToLookup(
            population => population.Evidence is null or Evidence.Complete, population => PopulationView.Of(figures, population));
        return new ReportView(
            contents.Specification.Name, contents.Specification.Description ?? "", figures.Notice, figures.SplitHash ?? "unknown",
            contents.Provenance.SpecificationKey,
            FormattableString.Invariant($"{contents.Specification.RandomSeed}"), Page.Text("report.css"),
            MethodsSection.Of(contents), HeadlineSection.Of(figures), contents.Alarms, LeakTable.Of(contents.Leaks),
            FlowDiagram.Of(cohort, figures.Headline), Patients.FlowTable.Of(cohort),
            BaselineText.Table("table1-all", "Table 1. All patients by outcome", contents.Baseline.ByOutcome),
            BaselineText.Table("table1-sets", "Table 2. The sets beside each other", contents.Baseline.BySet),
            [
                .. contents.Baseline.ByOutcomeInSet.Select(set => BaselineText.Table(
                    $"table1-{set.Set.ToString().ToLowerInvariant()}", $"{BaselineTableName(set.Set)} set by outcome", set.Table)),
            ],
            [.. populations[true]], [.. populations[false]], PictureTexts.Of("figures", contents),
            ImportanceTable.Of(figures), FusionTables.Of(contents), PictureTexts.Of("explanation", contents), [.. SubgroupText.Tables(figures)],
            PictureTexts.Of("subgroups", contents),
            FoldTable.Of(figures), RepeatsTable.Of(figures), PictureTexts.Of("folds", contents), Checklist.Limits.Of(contents), figures.Notes, TripodItem.All,
            Summary(TripodItem.All), Origin.Of(contents));
    }

    private static string BaselineTableName(PatientSet set) => Pipeline.Cohort.Baseline.BaselineTable.NameOf(set);

    private static string Summary(ImmutableArray<TripodItem> items) => FormattableString.Invariant(
        $"Of the {items.Length} parts of its 27 items this report answers {items.Count(item => item.Answered == "here")} and a part of ")
        + FormattableString.Invariant($"{items.Count(item => item.Answered == "part")} more; {items.Count(item => item.Answered == "authors")} are left to ")
        + "the authors altogether.";
}

/// <summary>One block of figures.</summary>
internal sealed record PopulationView(string Title, Table Figures, Table Differences, ImmutableArray<string> Warnings)
{
    public static PopulationView Of(EvaluationReport report, PopulationPerformance population) => new(
        population.Title, MeasureTable.Of(report, population), DifferenceTable.Of(report, population), population.Warnings);
}
