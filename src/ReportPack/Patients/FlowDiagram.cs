using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Texts;

namespace AxSpa.ReportPack.Patients;

/// <summary>The flow of patients as TRIPOD wants it drawn: who came in, who was left out and why, who is in which set. Positions are in pixels.</summary>
internal sealed record FlowDiagram(int Width, int Height, ImmutableArray<FlowDiagram.Box> Boxes, ImmutableArray<FlowDiagram.Arrow> Arrows)
{
    private const int LineHeight = 19, Padding = 10, Gap = 34, FullWidth = 780, Column = 250;

    /// <param name="Lines">The first is a heading.</param>
    public sealed record Box(int X, int Y, int Width, int Height, ImmutableArray<Line> Lines, bool IsAside)
    {
        public int Middle => X + Width / 2;
        public int Bottom => Y + Height;
    }

    public sealed record Line(string Text, int Y, bool IsHeading);

    public sealed record Arrow(int FromX, int FromY, int ToX, int ToY)
    {
        /// <summary>Straight, or down, across and down.</summary>
        public string Path => FromX == ToX || FromY == ToY
            ? Invariant($"M{FromX},{FromY} L{ToX},{ToY}")
            : Invariant($"M{FromX},{FromY} V{(FromY + ToY) / 2} H{ToX} V{ToY}");
    }

    /// <param name="headline">Who the first figures are about; null where nobody was judged.</param>
    public static FlowDiagram Of(CohortReport cohort, PopulationPerformance? headline)
    {
        var (boxes, arrows) = (ImmutableArray.CreateBuilder<Box>(), ImmutableArray.CreateBuilder<Arrow>());
        var middle = FullWidth / 2;
        var rows = BoxOf(middle - 150, 1, 300, ["Rows of the clinical table", Invariant($"n = {cohort.RowsIn}")]);
        var leftOut = LeftOut(cohort);
        var aside = BoxOf(FullWidth - 290, rows.Bottom + 14, 289, leftOut, isAside: true);
        var patients = BoxOf(middle - 150, aside.Bottom + 14, 300, ["Patients", .. Counts(cohort.Patients)]);
        boxes.AddRange(rows, aside, patients);
        arrows.Add(new Arrow(middle, rows.Bottom, middle, patients.Y));
        arrows.Add(new Arrow(middle, (aside.Y + aside.Bottom) / 2, aside.X, (aside.Y + aside.Bottom) / 2));

        var sets = cohort.Sets.Where(set => set.Count.Patients > 0).ToArray();
        var gap = sets.Length < 2 ? 0 : (FullWidth - 2 - sets.Length * Column) / (sets.Length - 1);
        var left = sets.Length < 2 ? middle - Column / 2 : 1;
        var top = patients.Bottom + Gap + 14;
        var texts = sets.Select(set => (Head: (string[])[Title(set.Set), .. Counts(set.Count)], Use: Use(set.Set, cohort, headline))).ToArray();
        var headHeight = texts.Max(text => HeightOf(text.Head.Length));
        var useHeight = texts.Max(text => HeightOf(text.Use.Length));
        for (var i = 0; i < sets.Length; i++)
        {
            var x = left + i * (Column + gap);
            var head = BoxOf(x, top, Column, texts[i].Head, height: headHeight);
            var use = BoxOf(x, head.Bottom + Gap, Column, texts[i].Use, height: useHeight);
            boxes.AddRange(head, use);
            arrows.Add(new Arrow(middle, patients.Bottom, head.Middle, head.Y));
            arrows.Add(new Arrow(head.Middle, head.Bottom, use.Middle, use.Y));
        }
        return new FlowDiagram(FullWidth, boxes.Max(box => box.Bottom) + 1, boxes.ToImmutable(), arrows.ToImmutable());
    }

    /// <summary>The counts and reasons, without the file or patient that cohort.json names as the first.</summary>
    private static string[] LeftOut(CohortReport cohort) => cohort.Excluded.IsEmpty
        ? ["Left out", "no row, no scan"]
        : ["Left out", .. cohort.Excluded.SelectMany(exclusion => WrappedText.Lines(Invariant($"{exclusion.Count} {exclusion.Reason}"), 40))];

    private static IEnumerable<string> Counts(GroupCount count)
    {
        yield return Invariant($"n = {count.Patients}");
        yield return Invariant($"{count.Cases} cases, {count.Patients - count.Cases} controls");
        if (count.WithMri == 0) yield break;
        yield return Invariant($"with MRI: {count.WithMri} ({count.CasesWithMri} cases)");
        if (count.Patients > count.WithMri) yield return Invariant($"without MRI: {count.Patients - count.WithMri} ({count.Cases - count.CasesWithMri} cases)");
    }

    private static string[] Use(string set, CohortReport cohort, PopulationPerformance? headline)
    {
        switch (set)
        {
            case "train":
                var sizes = cohort.Folds.Select(fold => fold.Count.Patients).ToArray();
                return [Invariant($"{sizes.Length} folds"), Invariant($"{sizes.Min()} to {sizes.Max()} patients each;"), "each is held out once"];
            case "validation":
                return ["Looked at while training", "early stopping, choice of epoch,", "calibration and thresholds"];
            default:
                return headline?.Set == PatientSet.Test
                    ? ["Looked at once",
                        .. WrappedText.Lines(Invariant($"first figures: {headline.Patients} patients ({headline.Cases} cases) whom every model judged"), 36)]
                    : ["Looked at once"];
        }
    }

    public static string Title(string set) => set switch
    {
        "train" => "Training",
        "validation" => "Validation",
        _ => "Test",
    };

    private static int HeightOf(int lines) => 2 * Padding + lines * LineHeight;

    private static Box BoxOf(int x, int y, int width, IReadOnlyList<string> lines, bool isAside = false, int? height = null) => new(
        x, y, width, height ?? HeightOf(lines.Count),
        [.. lines.Select((line, i) => new Line(line, y + Padding + i * LineHeight + 14, i == 0))], isAside);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
