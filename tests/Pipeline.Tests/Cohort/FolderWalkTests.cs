using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Tests.Imaging;
using CsCheck;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>Folders with links between them: whatever leads to whatever, every file is found, and a scan is taken once.</summary>
public sealed class FolderWalkTests
{
    /// <summary>Six folders, each in an earlier one or outside of the root; links from anywhere to anywhere.</summary>
    [Fact]
    public void Every_file_that_a_link_leads_to_is_found_and_no_walk_goes_in_circles() =>
        Gen.Select(Gen.Int[-1, 5].Array[6], Gen.Select(Gen.Int[0, 5], Gen.Int[-1, 5]).Array[0, 8]).Sample((parents, links) =>
        {
            using var made = new TemporaryFolder();
            var (root, folders) = (made["root"], new string[6]);
            Directory.CreateDirectory(root);
            for (var i = 0; i < folders.Length; i++)
            {
                var parent = parents[i] < 0 || parents[i] >= i ? i % 2 == 0 ? root : made["elsewhere"] : folders[parents[i]];
                folders[i] = Path.Combine(parent, $"f{i}");
                made.File(Path.GetRelativePath(made.Path, Path.Combine(folders[i], "s.nii")));
            }
            for (var i = 0; i < links.Length; i++)
                Directory.CreateSymbolicLink(Path.Combine(folders[links[i].Item1], $"link{i}"), links[i].Item2 < 0 ? root : folders[links[i].Item2]);

            var walk = FolderWalk.Through(root, inFolders: true, intoHidden: false, _ => { });
            Assert.Equal(Reached(root), walk.Files.Select(file => file.Real).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(walk.Files.Count, walk.Files.Select(file => file.Name).Distinct().Count());
            Assert.All(walk.Files, file => Assert.Equal(file.Real, RealPath.Of(Path.Combine(root, file.Name))));
            Assert.Equal(walk.Files, FolderWalk.Through(root, inFolders: true, intoHidden: false, _ => { }).Files);
        }, iter: 100, threads: 1);

    [Fact]
    public void A_folder_that_two_links_lead_to_is_called_by_either()
    {
        using var made = new TemporaryFolder();
        made.File("raw/x/s.nii");
        made.Link("sub-1", "raw/x");
        made.Link("sub-2", "raw/x");
        made.Link("raw/x/up", "..");
        var walk = FolderWalk.Through(made.Path, inFolders: true, intoHidden: false, _ => { });
        Assert.Equal(["raw/x/s.nii", "sub-1/s.nii", "sub-2/s.nii"], walk.Files.Select(file => file.Name));
        Assert.Single(walk.Files.Select(file => file.Real).Distinct());
        Assert.Equal(3, walk.LeadingBack);
    }

    [Fact]
    public void A_tree_of_pairs_of_links_is_walked_in_no_time()
    {
        using var made = new TemporaryFolder();
        for (var depth = 0; depth < 40; depth++) // 2^40 ways
        {
            made.File($"f{depth}/s.nii");
            made.Link($"f{depth}/a", $"../f{depth + 1}");
            made.Link($"f{depth}/b", $"../f{depth + 1}");
        }
        made.File("f40/s.nii");
        Assert.Equal(41, FolderWalk.Through(made.Path, inFolders: true, intoHidden: false, _ => { }).Files.Select(file => file.Real).Distinct().Count());
    }

    [Fact]
    public void A_backslash_belongs_to_a_files_name_and_a_broken_link_is_a_file()
    {
        using var made = new TemporaryFolder();
        made.File("a\\b.nii");
        made.Link("gone.nii", "nowhere");
        made.Link("circle.nii", "circle.nii");
        Assert.Equal(["a\\b.nii", "circle.nii", "gone.nii"], FolderWalk.Through(made.Path, true, false, _ => { }).Files.Select(file => file.Name));
    }

    private static List<string> Reached(string root)
    {
        var (folders, files) = (new HashSet<string>(), new HashSet<string>());
        var rest = new Stack<string>([RealPath.Of(root)]);
        while (rest.TryPop(out var folder))
        {
            if (!folders.Add(folder)) continue;
            foreach (var path in Directory.EnumerateFileSystemEntries(folder))
                if (Directory.Exists(path)) rest.Push(RealPath.Of(path));
                else files.Add(RealPath.Of(path));
        }
        return [.. files.Order(StringComparer.Ordinal)];
    }
}
