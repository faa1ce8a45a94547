using System.Globalization;
using ScottPlot;

namespace AxSpa.Plots;

/// <summary>Loss and validation AUROC per epoch: one row of panels per branch, one line per fold, a dot at the chosen epoch.</summary>
public static class TrainingCurvesPlot
{
    private const int PanelWidth = 1000;
    private const int PanelHeight = 700;

    /// <returns>A PNG picture; its height grows with the branches.</returns>
    public static byte[] Draw(IReadOnlyList<TrainingHistory> folds)
    {
        var branches = folds.Select(fold => fold.Branch).Distinct().ToArray();
        var panels = new List<Plot>();
        foreach (var branch in branches)
        {
            var ofBranch = folds.Where(fold => fold.Branch == branch).OrderBy(fold => fold.Fold).ToArray();
            panels.Add(Losses(branch, ofBranch));
            panels.Add(Aurocs(branch, ofBranch));
        }
        if (branches.Length == 0)
            panels.Add(FigureStyle.NewPlot("No branch was trained", "Epoch", ""));
        var png = Figure.ToPng(panels, columns: branches.Length == 0 ? 1 : 2, PanelWidth, PanelHeight);
        panels.ForEach(panel => panel.Dispose());
        return png;
    }

    private static Plot Losses(string branch, TrainingHistory[] folds)
    {
        var plot = FigureStyle.NewPlot($"{branch} branch: loss", "Epoch", "Weighted cross-entropy (nats)");
        foreach (var fold in folds)
        {
            Line(plot, fold.TrainingLoss, fold, LinePattern.Solid);
            Line(plot, fold.ValidationLoss, fold, LinePattern.Dashed);
        }
        WholeEpochs(plot, folds);
        FigureStyle.Explain(plot, "Training", FigureStyle.Ink, LinePattern.Solid);
        FigureStyle.Explain(plot, "Validation", FigureStyle.Ink, LinePattern.Dashed);
        FigureStyle.ShowLegendOutside(plot, Edge.Right);
        return plot;
    }

    private static Plot Aurocs(string branch, TrainingHistory[] folds)
    {
        var plot = FigureStyle.NewPlot($"{branch} branch: validation AUROC", "Epoch", "AUROC");
        foreach (var fold in folds)
        {
            Line(plot, fold.ValidationAuroc, fold, LinePattern.Solid);
            FigureStyle.Explain(plot, string.Create(CultureInfo.InvariantCulture, $"Fold {fold.Fold}"), ColorOf(fold), LinePattern.Solid);
            if (fold.ChosenEpoch is { } chosen && chosen <= fold.ValidationAuroc.Length && double.IsFinite(fold.ValidationAuroc[chosen - 1]))
                plot.Add.Marker(chosen, fold.ValidationAuroc[chosen - 1], MarkerShape.FilledCircle, 16, ColorOf(fold));
        }
        WholeEpochs(plot, folds);
        FigureStyle.Explain(plot, "Chosen epoch", FigureStyle.Ink);
        FigureStyle.ShowLegendOutside(plot, Edge.Right);
        return plot;
    }

    private static void Line(Plot plot, double[] values, TrainingHistory fold, LinePattern pattern)
    {
        var epochs = Enumerable.Range(1, values.Length).Select(epoch => (double)epoch).ToArray();
        var line = plot.Add.Scatter(epochs, values, ColorOf(fold));
        line.LineWidth = 3;
        line.LinePattern = pattern;
        // A single epoch has no line to see.
        line.MarkerSize = values.Length == 1 ? 14 : 0;
    }

    private static Color ColorOf(TrainingHistory fold) => FigureStyle.Palette[fold.Fold % FigureStyle.Palette.Length];

    private static void WholeEpochs(Plot plot, TrainingHistory[] folds)
    {
        var last = folds.Max(fold => fold.TrainingLoss.Length);
        plot.Axes.AutoScale();
        var vertical = plot.Axes.GetLimits();
        plot.Axes.Bottom.TickGenerator = TickMarks.Whole(1, Math.Max(last, 2)).Generator;
        plot.Axes.Left.TickGenerator = TickMarks.Round(vertical.Bottom, vertical.Top).Generator;
        plot.Axes.SetLimitsX(Math.Min(.9, 1 - .02 * last), Math.Max(last, 2) + .02 * last);
    }
}
