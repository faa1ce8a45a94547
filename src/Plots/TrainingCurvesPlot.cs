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
        var figure = new Multiplot();
        figure.RemovePlot(figure.GetPlot(0));
        foreach (var branch in branches)
        {
            var ofBranch = folds.Where(fold => fold.Branch == branch).OrderBy(fold => fold.Fold).ToArray();
            figure.AddPlot(Losses(branch, ofBranch));
            figure.AddPlot(Aurocs(branch, ofBranch));
        }
        if (branches.Length == 0)
            figure.AddPlot(FigureStyle.NewPlot("No branch was trained", "Epoch", ""));
        var (columns, rows) = branches.Length == 0 ? (1, 1) : (2, branches.Length);
        figure.Layout = new ScottPlot.MultiplotLayouts.Grid(rows, columns);
        using var image = figure.Render(columns * PanelWidth, rows * PanelHeight);
        return image.GetImageBytes(ImageFormat.Png);
    }

    private static Plot Losses(string branch, TrainingHistory[] folds)
    {
        var plot = FigureStyle.NewPlot($"{branch} branch: loss", "Epoch", "Cross-entropy (nats)");
        foreach (var fold in folds)
        {
            Line(plot, fold.TrainingLoss, fold, LinePattern.Solid);
            Line(plot, fold.ValidationLoss, fold, LinePattern.Dashed);
        }
        WholeEpochs(plot, folds);
        plot.Legend.ManualItems.Add(Key("training", LinePattern.Solid));
        plot.Legend.ManualItems.Add(Key("validation", LinePattern.Dashed));
        FigureStyle.ShowLegend(plot, Alignment.UpperRight);
        return plot;
    }

    private static Plot Aurocs(string branch, TrainingHistory[] folds)
    {
        var plot = FigureStyle.NewPlot($"{branch} branch: validation AUROC", "Epoch", "AUROC");
        foreach (var fold in folds)
        {
            var line = Line(plot, fold.ValidationAuroc, fold, LinePattern.Solid);
            line.LegendText = string.Create(CultureInfo.InvariantCulture, $"Fold {fold.Fold + 1}");
            if (fold.ChosenEpoch is { } chosen && chosen <= fold.ValidationAuroc.Length && double.IsFinite(fold.ValidationAuroc[chosen - 1]))
                plot.Add.Marker(chosen, fold.ValidationAuroc[chosen - 1], MarkerShape.FilledCircle, 16, ColorOf(fold));
        }
        WholeEpochs(plot, folds);
        FigureStyle.ShowLegend(plot, Alignment.LowerRight);
        return plot;
    }

    private static ScottPlot.Plottables.Scatter Line(Plot plot, double[] values, TrainingHistory fold, LinePattern pattern)
    {
        var epochs = Enumerable.Range(1, values.Length).Select(epoch => (double)epoch).ToArray();
        var line = plot.Add.Scatter(epochs, values, ColorOf(fold));
        line.LineWidth = 3;
        line.LinePattern = pattern;
        // A single epoch has no line to see.
        line.MarkerSize = values.Length == 1 ? 14 : 0;
        return line;
    }

    private static Color ColorOf(TrainingHistory fold) => FigureStyle.Palette[fold.Fold % FigureStyle.Palette.Length];

    private static LegendItem Key(string text, LinePattern pattern) =>
        new() { LabelText = text, LineColor = FigureStyle.Ink, LineWidth = 3, LinePattern = pattern };

    private static void WholeEpochs(Plot plot, TrainingHistory[] folds)
    {
        var last = folds.Max(fold => fold.TrainingLoss.Length);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(Math.Min(.9, 1 - .02 * last), Math.Max(last, 2) + .02 * last);
    }
}
