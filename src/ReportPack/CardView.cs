using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Checklist;
using AxSpa.ReportPack.Methods;
using AxSpa.ReportPack.Results;

namespace AxSpa.ReportPack;

/// <summary>What the model card shows: every number is a text already, and nothing is null.</summary>
/// <param name="Factors">Columns by which figures were looked at.</param>
internal sealed record CardView(
    string Name, string Description, string Notice, MethodsSection Methods, HeadlineSection Headline, ImmutableArray<CardRow> Metrics,
    ImmutableArray<CardRow> Thresholds,
    ImmutableArray<CardRow> Sets, string Factors, Limits Limits, ImmutableArray<string> Alarms, ImmutableArray<CardRow> Versions, string SplitHash,
    string SpecificationKey, string RandomSeed, string InstructionSet)
{
    public static CardView Of(ReportContents contents)
    {
        var (figures, made) = (contents.Figures, contents.Provenance);
        return new CardView(
            contents.Specification.Name, contents.Specification.Description ?? "", figures.Notice, MethodsSection.Of(contents), HeadlineSection.Of(figures),
            Measures(figures),
            [
                .. from model in figures.Models
                   where model.Threshold is not null
                   select new CardRow(model.Title, [MeasureText.Number(model.Threshold), model.ThresholdFrom!]),
            ],
            [
                .. from set in contents.Cohort.Sets
                   where set.Count.Patients > 0
                   select new CardRow(Patients.FlowDiagram.Title(set.Set),
                       [$"{set.Count.Patients}", $"{set.Count.Cases}", $"{set.Count.Patients - set.Count.Cases}", $"{set.Count.WithMri}"]),
            ],
            string.Join(", ", figures.Subgroups.Select(subgroups => subgroups.Column).Distinct()), Checklist.Limits.Of(contents), contents.Alarms,
            [.. made.Software.Select(software => new CardRow(software.Key, [software.Value]))], figures.SplitHash ?? "unknown", made.SpecificationKey,
            $"{contents.Specification.RandomSeed}", made.InstructionSet);
    }

    private static ImmutableArray<CardRow> Measures(EvaluationReport report)
    {
        var text = new MeasureText();
        return
        [
            .. from population in report.Populations
               where population.Evidence is null or Evidence.Complete
               from model in population.Models
               where model.Figures is not null
               let figures = model.Figures
               select new CardRow($"{population.Title}, {model.Title}",
               [
                   text.Of(figures.Auroc), text.Of(figures.Auprc), text.Of(figures.Brier), text.Of(figures.Calibration).Slope,
                   text.Of(figures.Decision.Sensitivity), text.Of(figures.Decision.Specificity),
               ]),
        ];
    }
}

internal sealed record CardRow(string Heading, ImmutableArray<string> Cells);
