using System.Globalization;
using CsvHelper.Configuration;

namespace AxSpa.Pipeline.Files;

/// <summary>How the tables that this program writes are written and read. No exception of theirs quotes a row, for rows are patients.</summary>
public static class CsvFormat
{
    /// <summary>Lines end with \n, in reading too.</summary>
    public static CsvConfiguration Written { get; } = new(CultureInfo.InvariantCulture) { NewLine = "\n", ExceptionMessagesContainRawData = false };

    /// <summary>Lines end as an editor may have left them.</summary>
    public static CsvConfiguration Edited { get; } = new(CultureInfo.InvariantCulture) { ExceptionMessagesContainRawData = false };
}
