using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AxSpa.ReportPack.Tests;

/// <summary>A report as a browser understands it.</summary>
internal static class ReportPage
{
    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Of the one element that shows this figure.</summary>
    public static string Figure(this IDocument page, string name) =>
        page.QuerySelectorAll("[data-figure]").Single(element => element.GetAttribute("data-figure") == name).Words();

    public static string Words(this IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
