using AxSpa.Benchmarks.Table.Results;
using AxSpa.Benchmarks.Table.Running;
using AxSpa.Pipeline.Files;

namespace AxSpa.Benchmarks.Table;

/// <summary>Where tables lie: the kept one in the history, with the README's section, and that of the last call beside the build.</summary>
internal static class Kept
{
    private const string Json = "table.json", Page = "table.md";

    public static ResultTable? Read() => ResultTable.Read(Path.Combine(Tree.Results, Json));

    /// <summary>Each file whole or not at all, one right after the other.</summary>
    public static void Write(ResultTable table)
    {
        var readme = Path.Combine(Tree.Root, "README.md");
        var section = TableText.Readme(File.ReadAllText(readme), table);
        Into(Tree.Results, table);
        AtomicFile.Write(readme, section);
    }

    public static void WriteAside(ResultTable table) => Into(Directory.CreateDirectory(Tree.Scratch).FullName, table);

    private static void Into(string folder, ResultTable table)
    {
        AtomicFile.Write(Path.Combine(folder, Json), table.ToJson());
        AtomicFile.Write(Path.Combine(folder, Page), TableText.Page(table));
    }
}
