using System.Text;

namespace AxSpa.ReportPack;

/// <summary>
/// model_card.md, with the headings of Mitchell et al., FAT* 2019. It holds no time, host or path, so that it can travel with the
/// model in a bundle.
/// </summary>
public static class ModelCard
{
    public const string FileName = "model_card.md";

    public static byte[] Render(ReportContents contents) => Encoding.UTF8.GetBytes(Page.OfMarkdown("model_card.md", CardView.Of(contents)));
}
