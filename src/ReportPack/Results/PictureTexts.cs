using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Texts;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>Title, alternative text and caption of each picture of a run, and the part of the report it belongs to.</summary>
internal static class PictureTexts
{
    private sealed record Entry(string File, string Part, string Title, Func<EvaluationReport, string> Alt, string Caption);

    private static readonly ImmutableArray<Entry> Entries =
    [
        new("roc_curve.png", "figures", "ROC curves", report => Curves(report, "ROC curves", "AUROC", figures => figures.Auroc),
            "Sensitivity against 1 − specificity over all thresholds. The dotted diagonal is guessing."),
        new("pr_curve.png", "figures", "Precision-recall curves", report => Curves(report, "Precision-recall curves", "AUPRC", figures => figures.Auprc),
            "Precision (PPV) against recall (sensitivity). A score that knows nothing has the prevalence as its precision."),
        new("calibration.png", "figures", "Calibration", report => $"Calibration of {Models(report)}: {Each(report, Slope)}.",
            "Dots: observed share of cases in 10 bins with Wilson intervals. Line: logistic recalibration with its Wald band. Below: how many cases (up) and "
            + "controls (down) got each prediction."),
        new("dca_curve.png", "figures", "Decision curves", report =>
            $"Decision curves of {Models(report)}: net benefit and interventions avoided against the threshold probability, with treat all and treat none.",
            "Net benefit of acting on a model at a threshold probability, against acting on everybody and on nobody; right: interventions avoided per 100 "
            + "patients against acting on everybody. It holds at the prevalence of these patients."),
        new("confusion.png", "figures", "Confusion matrices", report => $"Confusion matrices at the thresholds: {Each(report, Confusion)}.",
            "Who was called what at the threshold that was fixed beforehand; percentages are of the row."),
        new("shap_summary.png", "explanation", "SHAP summary", report =>
            $"SHAP values of the late fusion, one dot per patient and feature; most important: {TopFeatures(report)}.",
            "Each dot is a patient: how far the feature moves the fusion's log-odds. The values of a patient add up to the answer exactly (TreeSHAP)."),
        new("shap_bar.png", "explanation", "Importance", report =>
            $"Mean absolute SHAP value of each feature of the late fusion; most important: {TopFeatures(report)}.",
            "How far each feature moves the fusion's log-odds on average, whichever way: the table above as bars."),
        new("shap_dependence.png", "explanation", "Dependence", report => $"SHAP value against the value of each feature: {TopFeatures(report)}.",
            "Each dot is a patient: the feature's value, and how far it moves the fusion's log-odds. Spread at one value comes from the other features."),
        new("fold_figures.png", "folds", "Figures fold by fold", _ => "Out-of-fold AUROC and Brier score of each fold for each model.",
            "Dots: the folds' held-out patients. Bar: the median of the folds. The spread is luck of the split and of small folds, not the "
            + "uncertainty on new patients."),
        new("training_curves.png", "folds", "Training curves", _ =>
            "Loss and validation AUROC by epoch, a line for each fold, a dot at the epoch that was chosen.",
            "Solid: training loss. Dashed: validation loss. Dots: the epoch whose weights were kept."),
        new("subgroups.png", "subgroups", "AUROC by subgroup", _ => "AUROC with intervals for each subgroup; the table has the numbers.",
            "AUROC of each subgroup with its DeLong-logit interval; in brackets cases/patients. The dashed line is the figure of all of them."),
    ];

    /// <summary>Of each branch whose answers are explained feature by feature.</summary>
    private static IEnumerable<Entry> OfBranches =>
        from branch in BranchRegistry.All
        let how = branch.Explanation as BranchExplanation.Attributions
        where how is not null
        from entry in (Entry[])
        [
            new(ExplanationFiles.Summary(branch.Id), "explanation", $"{branch.Heading} network",
                _ => $"{how.Method.Capitalized()} of the {branch.Name} network, one dot per patient and feature, "
                    + "most important first.",
                $"Each dot is a patient: how far the feature moves the log-odds of the {branch.Name} networks on average, against training patients."),
            new(ExplanationFiles.Bar(branch.Id), "explanation", $"{branch.Heading} network: importance",
                _ => $"Mean absolute {how.Method} of each feature of the {branch.Name} network.",
                $"How far each feature moves the log-odds of the {branch.Name} networks on average, whichever way."),
        ]
        select entry;

    /// <returns>The pictures of one part that the run has, in the order of the list.</returns>
    public static ImmutableArray<Picture> Of(string part, ReportContents contents) =>
    [
        .. from entry in Entries.Concat(OfBranches)
           where entry.Part == part
           from picture in contents.Pictures
           where picture.FileName == entry.File
           select Picture.Of(picture, entry.Title, entry.Alt(contents.Figures), entry.Caption),
    ];

    private static IEnumerable<ModelPerformance> Judged(EvaluationReport report) => report.Headline?.Models.Where(model => model.Figures is not null) ?? [];

    private static string Models(EvaluationReport report) => string.Join(", ", Judged(report).Select(model => model.Title));

    private static string Each(EvaluationReport report, Func<PerformanceMeasures, string> text) =>
        string.Join("; ", Judged(report).Select(model => $"{model.Title} {text(model.Figures!)}"));

    private static string Curves(EvaluationReport report, string what, string measure, Func<PerformanceMeasures, Estimate> estimate) =>
        $"{what}. {report.Headline?.Title}: {Each(report, figures => $"{measure} {new MeasureText().Of(estimate(figures))}")}.";

    private static string Slope(PerformanceMeasures figures) => $"slope {new MeasureText().Of(figures.Calibration).Slope}";

    private static string Confusion(PerformanceMeasures figures)
    {
        var counts = figures.Decision.Counts;
        return FormattableString.Invariant($"{counts.TruePositives} true and {counts.FalsePositives} false positives, ")
            + FormattableString.Invariant($"{counts.FalseNegatives} false and {counts.TrueNegatives} true negatives");
    }

    private static string TopFeatures(EvaluationReport report) => string.Join(", ", report.Importance.Take(3).Select(feature => feature.Feature));
}
