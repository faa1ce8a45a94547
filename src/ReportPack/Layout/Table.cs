using System.Collections.Immutable;

namespace AxSpa.ReportPack.Layout;

/// <summary>A table as a page draws it: a caption, one line of column headings, and rows that each begin with their heading.</summary>
/// <param name="Head">The first is that of the row headings.</param>
/// <param name="Notes">Below the table.</param>
internal sealed record Table(string Id, string Caption, ImmutableArray<string> Head, ImmutableArray<TableRow> Rows, ImmutableArray<string> Notes)
{
    /// <summary>Figures: cells are set in columns of digits. Else they are sentences.</summary>
    public bool HasWords { get; init; }

    /// <summary>Cells on every line; a heading of several rows has none.</summary>
    public int Columns => Head.Length;

    public bool IsEmpty => Rows.IsEmpty;

    /// <summary>Fits a page of A4, so that it is never cut.</summary>
    public bool IsWhole => Rows.Length <= 40 && !HasWords;

    public static Table None { get; } = new("", "", [], [], []);
}

/// <param name="Heading">What the row is about.</param>
/// <param name="Hint">Said smaller, beside the heading.</param>
/// <param name="Cells">Empty: a heading over the rows that follow.</param>
internal sealed record TableRow(string Heading, string Hint, ImmutableArray<Cell> Cells)
{
    public bool IsGroup => Cells.IsEmpty;

    /// <summary>Belongs to the row above.</summary>
    public bool IsSub { get; init; }

    public static TableRow Group(string heading) => new(heading, "", []);
}

/// <param name="Text">Never broken over two lines if it is a figure.</param>
/// <param name="Detail">Such as an interval: may stand on a line of its own.</param>
/// <param name="Figure">For scripts and tests: which figure of metrics.json this is; empty for others.</param>
internal sealed record Cell(string Text, string Detail = "", string Figure = "")
{
    /// <summary>Said after the figure, such as its p.</summary>
    public string Aside { get; init; } = "";

    /// <summary><c>0.912 (0.826–0.977)</c> in two parts.</summary>
    public static Cell Of(string text, string figure = "") =>
        text.IndexOf(" (", StringComparison.Ordinal) is > 0 and var gap ? new Cell(text[..gap], text[(gap + 1)..], figure) : new Cell(text, "", figure);
}
