using System.Text.RegularExpressions;
using AxSpa.ReportPack.Checklist;
using Xunit;

namespace AxSpa.ReportPack.Tests;

/// <summary>One file that everybody can open: it loads nothing, names nobody, and reads in order.</summary>
public sealed partial class PageTests
{
    private static readonly string Html = new MadeReport().Html();
    private static readonly AngleSharp.Dom.IDocument Page = ReportPage.Parse(Html);

    [Fact]
    public void Nothing_is_loaded_from_anywhere()
    {
        Assert.Empty(Page.QuerySelectorAll("script, link, iframe, object, embed, video, audio, base, form"));
        Assert.All(Page.QuerySelectorAll("[src]"), element => Assert.StartsWith("data:image/png;base64,", element.GetAttribute("src")));
        Assert.Empty(Page.QuerySelectorAll("[srcset], [background], [poster]"));
        Assert.DoesNotMatch(@"@import|url\s*\(", Page.QuerySelector("style")!.TextContent);
        Assert.All(Page.QuerySelectorAll("[href]"), link => Assert.StartsWith("#", link.GetAttribute("href")));
        Assert.DoesNotMatch("""\son\w+\s*=""", Html[Html.IndexOf("<body", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Every_picture_is_in_it_with_its_bytes_and_an_alternative_text()
    {
        var pictures = Page.QuerySelectorAll("img");
        Assert.Equal(
            new MadeReport().Pictures.Select(picture => Convert.ToBase64String(picture.Png)).Order(StringComparer.Ordinal),
            pictures.Select(picture => picture.GetAttribute("src")!["data:image/png;base64,".Length..]).Order(StringComparer.Ordinal));
        Assert.All(pictures, picture =>
        {
            Assert.True(picture.GetAttribute("alt")!.Length > 20, picture.GetAttribute("alt"));
            Assert.Equal(("288", "200"), (picture.GetAttribute("width"), picture.GetAttribute("height")));
        });
        Assert.All(Page.QuerySelectorAll("svg[role=img]"), drawing => Assert.NotEmpty(drawing.QuerySelector("title")!.TextContent));
    }

    [Fact]
    public void Nobody_no_folder_and_no_machine_is_named()
    {
        var made = new MadeReport();
        Assert.DoesNotContain(MadeReport.Secret, Html);
        Assert.DoesNotContain(MadeReport.Secret, made.Card());
        Assert.DoesNotContain(MadeReport.Secret, System.Text.Encoding.UTF8.GetString(BaselineCsv.Render(made.Contents().Baseline)));
        Assert.Contains("12 scans belong to no row", Page.QuerySelector("#patients desc")!.TextContent);
    }

    [Fact]
    public void Every_check_for_leaks_says_what_it_found_alarm_or_not()
    {
        Assert.Equal(
            [
                "the same row twice | 1 ALARM | 2 of 400 patients are equal.",
                "a feature that follows the order of the rows | no alarm | The order of the rows says little.",
            ],
            Page.QuerySelectorAll("#leaks tbody tr").Select(Cells));
        Assert.Contains(Page.QuerySelectorAll("#alarms li"),
            alarm => alarm.Words() == "LEAK ALARM, the same row twice: 2 patients are equal in every feature.");

        var quiet = ReportPage.Parse((new MadeReport() with
        { Leaks = [Pipeline.Leaks.LeakCheck.Passed(Pipeline.Leaks.LeakKind.Coverage, "All are there.")] }).Html());
        Assert.DoesNotContain("LEAK ALARM", quiet.Body!.TextContent);
        Assert.Equal("coverage | no alarm | All are there.", Cells(quiet.QuerySelector("#leaks tbody tr")!));

        static string Cells(AngleSharp.Dom.IElement row) => string.Join(" | ", row.Children.Select(cell => cell.Words()));
    }

    [Fact]
    public void Two_runs_of_one_specification_differ_in_their_origin_alone()
    {
        var later = new MadeReport { Host = "other", At = new MadeReport().At.AddDays(1) }.Html();
        Assert.NotEqual(Html, later);
        Assert.Equal(BeforeOrigin(Html), BeforeOrigin(later));
        Assert.Equal(Html, new MadeReport().Html());
        Assert.Equal(new MadeReport().Card(), new MadeReport { Host = "other", At = new MadeReport().At.AddDays(1) }.Card());
    }

    [Fact]
    public void Headings_are_in_order_and_ids_are_unique()
    {
        Assert.Equal("en", Page.DocumentElement.GetAttribute("lang"));
        var levels = Page.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0').ToArray();
        Assert.Equal(1, levels[0]);
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        var ids = Page.QuerySelectorAll("[id]").Select(element => element.Id!).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_table_has_a_caption_and_headings_with_a_scope()
    {
        Assert.All(Page.QuerySelectorAll("table"), table => Assert.NotEmpty(table.QuerySelector("caption")!.Words()));
        Assert.All(Page.QuerySelectorAll("th"), heading => Assert.Contains(heading.GetAttribute("scope"), new[] { "col", "row", "rowgroup" }));
        Assert.All(Page.QuerySelectorAll("tbody tr:not(.group)"), row =>
            Assert.Equal(row.Closest("table")!.QuerySelectorAll("thead th").Length, row.Children.Length));
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        Assert.NotEmpty(Page.QuerySelectorAll("a"));
        Assert.All(Page.QuerySelectorAll("a"), link => Assert.NotNull(Page.GetElementById(link.GetAttribute("href")![1..])));
    }

    [Fact]
    public void The_checklist_has_all_27_items_and_says_what_is_left_to_the_authors()
    {
        Assert.Equal(52, TripodItem.All.Length);
        Assert.Equal(Enumerable.Range(1, 27).Select(number => $"{number}"),
            TripodItem.All.Select(item => item.Item.TrimEnd('a', 'b', 'c', 'd', 'e', 'f', 'g')).Distinct());
        Assert.All(TripodItem.All, item =>
        {
            Assert.Contains(item.Answered, new[] { "here", "part", "authors" });
            Assert.Equal(item.Answered == "authors", item.Where.Length == 0);
        });
        var rows = Page.QuerySelectorAll("#tripod tbody tr");
        Assert.Equal(52, rows.Length);
        Assert.Equal(TripodItem.All.Count(item => item.Answered == "authors"),
            rows.Count(row => row.Words().Contains("To be answered by the authors.", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_table_calls_its_columns_is_text_and_never_markup()
    {
        const string hostile = "<img src=x onerror=alert(1)>|*x*";
        var made = new MadeReport { NumberName = hostile, Name = "<b>bold</b>", Description = "5 < 6 & \"so\"" };
        var page = ReportPage.Parse(made.Html());
        Assert.DoesNotContain(page.QuerySelectorAll("img"), picture => picture.GetAttribute("src") == "x");
        Assert.Equal("<b>bold</b>", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("5 < 6 & \"so\"", page.QuerySelector(".description")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("#table1-all th"), heading => heading.Words().StartsWith(hostile, StringComparison.Ordinal));
        Assert.Contains("# Model card: \\<b\\>bold\\</b\\>\n", made.Card());
        Assert.Contains("\\<img src=x onerror=alert(1)\\>\\|\\*x\\*", made.Card());
    }

    [Theory]
    [InlineData(true, true, false), InlineData(false, true, true), InlineData(false, true, false), InlineData(true, false, true)]
    public void A_run_of_one_branch_or_without_a_test_set_has_its_report(bool hasMri, bool hasClinical, bool hasTest)
    {
        var made = new MadeReport { HasMri = hasMri, HasClinical = hasClinical, HasTest = hasTest };
        var page = ReportPage.Parse(made.Html());
        Assert.Equal(hasMri, page.QuerySelector("#methods")!.TextContent.Contains("MRI branch.", StringComparison.Ordinal));
        Assert.Equal(hasClinical, page.QuerySelector("#methods")!.TextContent.Contains("Late fusion.", StringComparison.Ordinal));
        Assert.Equal(!hasClinical, page.QuerySelector("#explanation")!.TextContent.Contains("no late fusion", StringComparison.Ordinal));
        Assert.Contains("Research use only", made.Card());
        Assert.Equal(!hasTest, page.QuerySelector("#limits")!.TextContent.Contains("No test set.", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", page.Body!.TextContent);
        if (!hasTest) Assert.Contains("not available (no test set in this cohort)", page.QuerySelector("#result")!.Words());
    }

    [Fact]
    public void A_test_set_of_one_class_says_what_is_not_defined()
    {
        var page = ReportPage.Parse(new MadeReport { IsCase = i => i % 10 is < 6 or >= 8 && i % 3 == 0 }.Html());
        Assert.Contains("not available (in the test set there is no case)", page.QuerySelector("#result")!.Words());
        Assert.Equal("undefined", page.Figure("test/complete fusion auroc"));
    }

    private static string BeforeOrigin(string html) => html[..html.IndexOf(HtmlReport.OriginMark, StringComparison.Ordinal)];
}
