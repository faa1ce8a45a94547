using System.Buffers;
using System.Collections.Immutable;
using AxSpa.Pipeline.Access;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

/// <summary>Whether what lies in a workspace is kept for those for whom its nodes keep it, with the command that mends it. Pure.</summary>
internal static class RightsDiagnosis
{
    private const string Check = "storage";

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@%");

    /// <param name="stores">Those that can be used.</param>
    public static IEnumerable<Finding> Of(ImmutableArray<(string Address, NodeFileProtocol.StorageCheck Storage)> stores)
    {
        var told = stores.Where(store => store.Storage.Rights is { Wrong.IsDefault: false });
        foreach (var same in told.GroupBy(store => store.Storage.Identity ?? store.Address))
        {
            var (address, first) = same.First();
            foreach (var other in same.Where(store => store.Storage.Rights!.IsForGroup != first.Rights!.IsForGroup).Take(1))
                yield return new Finding(Check, Verdict.Warn,
                    $"{address} keeps the workspace for {Whom(first.Rights!)}, and {other.Address} for {Whom(other.Storage.Rights!)}",
                    $"give all coordinators and GPU nodes {WorkspaceAccess.Option}, or none of them (docs/keys.md)");
            if (InWorkspace(first.Rights!) is { Count: > 0 } wrong)
                yield return new Finding(Check, Verdict.Warn,
                    $"{address} keeps {first.Folder} for {Whom(first.Rights!)}, and there {string.Join(", ", wrong.Select(Shown))}",
                    $"type there: chmod -R {(first.Rights!.IsForGroup ? "g+rwX,o-rwx" : "go-rwx")} {Quoted(first.Folder)}");
            foreach (var (at, storage) in same)
                if (Elsewhere(storage.Rights!) is { Count: > 0 } journal)
                    yield return new Finding(Check, Verdict.Warn,
                        $"{at} keeps its journal for {Whom(storage.Rights!)}, and {string.Join(", ", journal.Select(Shown))}",
                        $"type there: chmod {(storage.Rights!.IsForGroup ? "g+rw,o-rwx" : "go-rwx")} "
                        + string.Join(' ', journal.Select(entry => Quoted(entry.Name))));
        }
    }

    private static List<NodeFileProtocol.EntryMode> InWorkspace(NodeFileProtocol.StorageRights rights) =>
        [.. rights.Wrong.Where(entry => !entry.Name.StartsWith('/'))];

    private static List<NodeFileProtocol.EntryMode> Elsewhere(NodeFileProtocol.StorageRights rights) =>
        [.. rights.Wrong.Where(entry => entry.Name.StartsWith('/'))];

    private static string Whom(NodeFileProtocol.StorageRights rights) => rights.IsForGroup ? "its group" : "its user alone";

    private static string Shown(NodeFileProtocol.EntryMode entry) =>
        $"{(entry.Name.Length == 0 ? "the folder itself" : entry.Name)} has 0{Convert.ToString(entry.Mode, toBase: 8)}";

    /// <summary>For a shell: a name that a node tells stays one word of the command.</summary>
    private static string Quoted(string path) =>
        path.StartsWith('/') && !path.AsSpan().ContainsAnyExcept(Plain) ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
