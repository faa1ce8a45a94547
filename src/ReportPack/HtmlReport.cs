using System.Text;

namespace AxSpa.ReportPack;

/// <summary>report.html: one file with its pictures and styles in it, that opens without a network and prints on A4.</summary>
public static class HtmlReport
{
    public const string FileName = "report.html";

    /// <summary>Where the part begins that differs between two runs of one specification: time, run, machine.</summary>
    public const string OriginMark = "<section id=\"origin\"";

    public static byte[] Render(ReportContents contents) => Encoding.UTF8.GetBytes(Page.OfHtml("report.html", ReportView.Of(contents)));
}
