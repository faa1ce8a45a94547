using AxSpa.Pipeline.Evaluation;
using Xunit;

namespace AxSpa.ReportPack.Tests;

public sealed class ModelCardTests
{
    private static readonly ReportContents Contents = new MadeReport().Contents();
    private static readonly string Card = System.Text.Encoding.UTF8.GetString(ModelCard.Render(Contents));

    [Fact]
    public void It_has_the_headings_of_Mitchell_and_others_and_says_what_it_is_not_for()
    {
        string[] headings =
        [
            "Model details", "Intended use", "Out of scope", "Factors", "Metrics", "Evaluation data", "Training data", "Quantitative analyses",
            "Ethical considerations", "Caveats and recommendations", "How to use it",
        ];
        Assert.Equal(headings, Card.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));
        Assert.Contains("**Research use only, not a medical device.**", Card);
    }

    [Fact]
    public void Its_figures_hashes_and_thresholds_are_those_of_the_record()
    {
        foreach (var model in Contents.Figures.Models)
            Assert.Contains($"- {model.Title}: {MetricsText.Headline(Contents.Figures, model).Split(']')[1].Trim()}", Card);
        var fusion = Contents.Figures.Populations[0].Models[2].Figures!;
        Assert.Contains($"| Test set, patients with both modalities, Late-fusion | {new MeasureText().Of(fusion.Auroc)} |", Card);
        Assert.Contains($"`{Contents.Figures.SplitHash}`", Card);
        Assert.Contains($"`{Contents.Provenance.SpecificationKey}`", Card);
        Assert.Contains("| Late-fusion | 0.400 | Youden's, on the cross-fitted out-of-fold predictions |", Card);
    }

    [Fact]
    public void It_can_travel_with_the_model_for_it_names_no_time_host_or_path()
    {
        Assert.DoesNotContain("2026", Card);
        Assert.DoesNotContain("/home", Card);
        Assert.DoesNotContain("20260304-050607-abcd", Card);
    }

    [Fact]
    public void Its_tables_have_as_many_cells_in_every_row() =>
        Assert.All(Card.Split("\n\n").Where(block => block.StartsWith('|')), table =>
            Assert.Single(table.Trim()
                .Split('\n')
                .Select(line => line.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|'))
                .Distinct()));
}
