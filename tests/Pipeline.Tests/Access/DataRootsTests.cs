using System.Diagnostics;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Access;

public sealed class DataRootsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ReadPermit Permit(params string[] roots) =>
        DataRoots.Of(roots.Select(root => Directory.CreateDirectory(_folder[root]).FullName)).For("cohort.clinical");

    private static string Refused(ReadPermit permit, string path)
    {
        var before = Assert.Throws<DataRootException>(() => permit.Require(path)).Message;
        Assert.Equal(before, Assert.Throws<DataRootException>(() => permit.Open(path)).Message);
        return before;
    }

    [Fact]
    public void A_file_below_one_of_the_roots_is_read()
    {
        var permit = Permit("data", "scratch");
        using var first = permit.Open(_folder.File("data/site/c.csv"));
        using var second = permit.Open(_folder.File("scratch/c.csv"));
        Assert.Equal(1, first.Length);
    }

    [Fact]
    public void The_refusal_names_the_key_the_path_the_roots_and_the_next_step()
    {
        var permit = Permit("data", "scratch");
        Assert.Equal(
            $"cohort.clinical: {_folder["c.csv"]} lies outside of what runs may read here, which is below {_folder["data"]} or {_folder["scratch"]}. "
            + "Put the data there, or have its folder named with --data-root on the coordinators and the GPU nodes.", Refused(permit, _folder.File("c.csv")));
    }

    [Fact]
    public void A_file_outside_is_refused_in_the_same_words_whether_it_exists_or_not()
    {
        var permit = Permit("data");
        Assert.Equal(Refused(permit, _folder.File("secret")), Refused(permit, _folder["absent"]).Replace("absent", "secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data/../secret/c.csv")]
    [InlineData("data/site/../../secret/c.csv")]
    [InlineData("data2/c.csv")] // a name that begins alike
    [InlineData("Data/c.csv")]
    public void What_only_looks_as_if_it_lay_below_a_root_is_refused(string name)
    {
        _folder.File("secret/c.csv");
        _folder.File("data2/c.csv");
        _folder.File("Data/c.csv");
        _folder.File("data/site/c.csv");
        Assert.Contains("cohort.clinical: ", Refused(Permit("data"), _folder[name]));
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_and_one_that_stays_inside_is_followed()
    {
        var permit = Permit("data");
        _folder.File("secret/c.csv");
        _folder.File("data/real/c.csv");
        Assert.Contains($"leads to {_folder["secret/c.csv"]}", Refused(permit, _folder.Link("data/file.csv", _folder["secret/c.csv"])));
        _folder.Link("data/folder", "../secret");
        Assert.Contains($"leads to {_folder["secret/c.csv"]}", Refused(permit, _folder["data/folder/c.csv"]));
        _folder.Link("data/twice", "folder");
        Refused(permit, _folder["data/twice/c.csv"]);
        // As written it lies below the root; the kernel goes up from where the link leads.
        Refused(permit, $"{_folder["data"]}/folder/../secret/c.csv");
        _folder.Link("data/inside", "real");
        permit.Open(_folder["data/inside/c.csv"]).Dispose();
        permit.Open(_folder.Link("data/again.csv", _folder["data/inside/c.csv"])).Dispose();
        _folder.Link("elsewhere", _folder["data"]);
        permit.Open(_folder["elsewhere/real/c.csv"]).Dispose();
    }

    [Fact]
    public void A_root_may_itself_be_a_link()
    {
        _folder.File("share/c.csv");
        var permit = DataRoots.Of([_folder.Link("data", "share") + "/"]).For("cohort.clinical");
        permit.Open(_folder["data/c.csv"]).Dispose();
        Assert.Contains($"below {_folder["data"]}.", Refused(permit, "/etc/hostname"));
    }

    [Fact]
    public void Links_in_circles_are_refused()
    {
        var permit = Permit("data");
        _folder.Link("data/a", "b");
        _folder.Link("data/b", "a");
        Assert.Contains("go in circles", Refused(permit, _folder["data/a"]));
    }

    [Fact]
    public void A_link_that_changes_all_the_time_never_opens_a_file_outside()
    {
        var permit = Permit("data");
        _folder.File("data/good", "good");
        _folder.File("secret", "secret");
        _folder.Link("data/c.csv", "good");
        using var enough = new CancellationTokenSource();
        var swapping = new Thread(() =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                File.Delete(_folder["data/next"]);
                File.CreateSymbolicLink(_folder["data/next"], i % 2 == 0 ? "../secret" : "good");
                File.Move(_folder["data/next"], _folder["data/c.csv"], overwrite: true); // atomic
            }
        });
        swapping.Start();
        var (read, refused) = (0, 0);
        try
        {
            for (var began = Stopwatch.StartNew(); read + refused < 2000 || (Math.Min(read, refused) == 0 && began.Elapsed < TimeSpan.FromMinutes(1));)
            {
                try
                {
                    using var file = permit.Open(_folder["data/c.csv"]);
                    Assert.Equal("good", new StreamReader(file).ReadToEnd());
                    read++;
                }
                catch (DataRootException)
                {
                    refused++;
                }
            }
        }
        finally
        {
            enough.Cancel();
            swapping.Join();
        }
        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused: the link did not change");
    }

    [Fact]
    public void Without_roots_everything_is_read()
    {
        Assert.Same(DataRoots.Anywhere, DataRoots.Of([]));
        DataRoots.Anywhere.For("cohort.clinical").Open("/etc/hostname").Dispose();
        DataRoots.Anywhere.RequireInWorkspace(_folder.Path, "/etc");
    }

    [Fact]
    public void A_root_that_is_no_folder_is_refused() =>
        Assert.Contains($"--data-root {_folder["gone"]}: is not a folder", Assert.Throws<RefusedInputException>(() => DataRoots.Of([_folder["gone"]])).Message);

    [Fact]
    public void A_job_writes_in_the_workspace_and_not_where_a_link_in_it_leads()
    {
        var roots = Permit("data").Roots;
        Directory.CreateDirectory(_folder["workspace/runs"]);
        roots.RequireInWorkspace(_folder["workspace"], _folder["workspace/runs/r/cohort/attempt-1"]);
        _folder.Link("workspace/runs/r", _folder["data"]);
        Assert.Contains($"leads to {_folder["data"]}/cohort", Assert.Throws<DataRootException>(
            () => roots.RequireInWorkspace(_folder["workspace"], _folder["workspace/runs/r/cohort/attempt-1"])).Message);
    }
}
