using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Baseline;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Specification;

namespace AxSpa.ReportPack;

/// <summary>All that the report and the model card are made from. Nothing in it names a patient, and neither do they.</summary>
/// <param name="Cohort">Its exclusions and warnings say where in the files to look; the report shows their counts and reasons only.</param>
/// <param name="CohortWarnings">Those of the cohort's warnings that name nobody.</param>
/// <param name="Leaks">Of their alarms the texts are shown, not the examples, which name patients.</param>
/// <param name="Figures">metrics.json: every figure of the report is one of these.</param>
/// <param name="Pictures">In the results folder or its <c>explanation/</c>, by file name.</param>
public sealed record ReportContents(
    RunSpecification Specification, CohortReport Cohort, ImmutableArray<string> CohortWarnings, ImmutableArray<LeakCheck> Leaks, BaselineTables Baseline,
    EvaluationReport Figures, ImmutableArray<ReportPicture> Pictures, Provenance Provenance)
{
    /// <summary>Of the further fusions, what there is to show of them.</summary>
    public ImmutableArray<FusionTable> FusionTables { get; init; } = [];

    /// <summary>What speaks against believing the figures.</summary>
    public ImmutableArray<string> Alarms => [.. Figures.Alarms, .. CohortWarnings];
}

/// <param name="FileName">Such as <c>roc_curve.png</c>.</param>
public sealed record ReportPicture(string FileName, byte[] Png);
