using System.Collections.Immutable;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>What the fusion methods beside the late fusion show of themselves.</summary>
internal static class FusionTables
{
    public static ImmutableArray<Table> Of(ReportContents contents) =>
    [
        .. contents.FusionTables.Index().Select(fusion => new Table(
            $"fusion-{fusion.Index + 1}", fusion.Item.Title, fusion.Item.Columns,
            [.. fusion.Item.Rows.Select(row => new TableRow(row[0], "", [.. row.Skip(1).Select(cell => new Cell(cell))]))], fusion.Item.Remarks)),
    ];
}
