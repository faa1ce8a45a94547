using System.Formats.Tar;
using System.Text;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Deployment;

public sealed class BundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Bundle => _folder["made.axspa.tar"];

    [Fact]
    public void What_was_put_in_comes_out()
    {
        var (_, sha256) = BundleWriting.Write(Bundle, MadeModel.Usual);

        var (manifest, files) = BundleReading.Unpack(Bundle, _folder["out"], sha256);

        Assert.Equal(MadeModel.Usual.Files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => (file.Name, Encoding.UTF8.GetString(file.Read()))),
            files.Select(file => (file.Name, Encoding.UTF8.GetString(file.Read()))));
        Assert.Equal(("made", "key", "split"), (manifest.Name, manifest.SpecificationKey, manifest.SplitSha256));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes_whatever_the_order_of_its_files_and_wherever_it_ran()
    {
        BundleWriting.Write(Bundle, MadeModel.Usual);
        var elsewhere = MadeModel.Of([.. MadeModel.Usual.Files.Reverse()]);
        BundleWriting.Write(_folder["again.tar"], elsewhere with
        {
            Provenance = elsewhere.Provenance with { Run = "another", Host = "another", ReportedAt = DateTimeOffset.UnixEpoch.AddYears(50) },
        });

        Assert.Equal(File.ReadAllBytes(Bundle), File.ReadAllBytes(_folder["again.tar"]));
    }

    [Fact]
    public void Any_program_that_reads_tar_can_look_into_it()
    {
        BundleWriting.Write(Bundle, MadeModel.Usual);

        using var tar = new TarReader(File.OpenRead(Bundle));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
            names.Add(entry.Name);

        Assert.Equal(["manifest.json", "columns.json", "fit.json", "folds/mri-0/weights.safetensors", "run.yaml"], names);
    }

    [Fact]
    public void Its_entries_can_be_read_by_whoever_unpacks_them_though_the_run_is_kept_for_its_user_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var kept = _folder["fit.json"];
        File.WriteAllText(kept, "{}");
        File.SetUnixFileMode(kept, WorkspaceAccess.Owner.File);
        BundleWriting.Write(Bundle, MadeModel.Of(ModelFile.On("fit.json", kept), MadeModel.Text("run.yaml", "name: made\n")));

        using var tar = new TarReader(File.OpenRead(Bundle));
        while (tar.GetNextEntry() is { } entry)
            Assert.Equal("0644", $"0{Convert.ToString((int)entry.Mode, toBase: 8)}");
    }

    [Theory]
    [InlineData("wwwwwwww", "folds/mri-0/weights.safetensors")]
    [InlineData("[1, 2, 3]", "columns.json")]
    public void One_altered_bit_is_found_and_its_file_named(string content, string name)
    {
        BundleWriting.Write(Bundle, MadeModel.Usual);
        var bytes = File.ReadAllBytes(Bundle);
        bytes[bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(content)) + 1] ^= 1;
        File.WriteAllBytes(Bundle, bytes);

        var refusal = Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"]));

        Assert.Contains(name, refusal.Message);
        Assert.Contains(Bundle, refusal.Message);
        Assert.False(File.Exists(Path.Combine(_folder["out"], name)));
    }

    [Fact]
    public void Every_length_at_which_a_copy_may_break_off_is_refused()
    {
        BundleWriting.Write(Bundle, MadeModel.Usual);
        var bytes = File.ReadAllBytes(Bundle);
        // The last kilobyte of a tar is empty: without it nothing of the model is lost.
        for (var length = 0; length < bytes.Length - 2048; length += 509)
        {
            File.WriteAllBytes(Bundle, bytes[..length]);
            Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"]));
        }
    }

    [Fact]
    public void A_file_that_was_added_or_taken_out_is_named()
    {
        var (all, fewer) = (MadeModel.Usual, MadeModel.Of([.. MadeModel.Usual.Files.Where(file => file.Name != "fit.json")]));
        Rewrite(all, fewer.Files);
        Assert.Contains("fit.json", Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"])).Message);
        Rewrite(fewer, all.Files);
        Assert.Contains("fit.json", Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"])).Message);
    }

    [Fact]
    public void Another_bundle_than_the_one_that_was_asked_for_is_refused_by_its_hash()
    {
        var (_, wanted) = BundleWriting.Write(Bundle, MadeModel.Usual);
        var (_, found) = BundleWriting.Write(Bundle, MadeModel.Of(MadeModel.Text("run.yaml", "name: other\n")));

        var refusal = Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"], wanted));

        Assert.Contains(wanted, refusal.Message);
        Assert.Contains(found, refusal.Message);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/etc/outside.txt")]
    [InlineData("folds//x")]
    [InlineData("folds/./x")]
    public void A_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        BundleWriting.Write(Bundle, MadeModel.Of(MadeModel.Text(name, "x")));
        Assert.Contains(name, Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"])).Message);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData("\"files\": null", "files")]
    [InlineData("\"files\": [null]", "files of its manifest.json must be a list")]
    [InlineData("\"files\": [{\"name\":\"a\",\"bytes\":-1,\"sha256\":\"0\"}]", "files of its manifest.json must be a list")]
    [InlineData("\"files\": [{\"name\":null,\"bytes\":1,\"sha256\":\"0\"}]", "manifest.json cannot be read")]
    [InlineData("\"files\": [{\"name\":\"a\",\"bytes\":1,\"sha256\":\"0\"},{\"name\":\"a\",\"bytes\":1,\"sha256\":\"0\"}]", "names a twice")]
    [InlineData("\"files\": [{\"name\":\"manifest.json\",\"bytes\":1,\"sha256\":\"0\"}]", "names manifest.json twice")]
    [InlineData("\"files\": [{\"name\":\"a\",\"bytes\":1,\"sha256\":\"0\"},{\"name\":\"a/b\",\"bytes\":1,\"sha256\":\"0\"}]", "'a/b' lies below another file")]
    public void A_list_of_files_that_is_none_is_refused_by_field(string files, string says)
    {
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(MadeModel.Usual.Describe([]).ToJson())!.ToJsonString()
            .Replace("\"files\":[]", files, StringComparison.Ordinal);
        using (var tar = new TarWriter(File.Create(Bundle), TarEntryFormat.Ustar))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(manifest)) });

        var refusal = Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"]));

        Assert.Contains(says, refusal.Message);
        Assert.StartsWith(Bundle, refusal.Message);
    }

    [Fact]
    public void What_a_bundle_says_of_itself_is_shown_as_one_line()
    {
        var odd = MadeModel.Usual.Describe([]) with { Format = "axspa\n\u001b[31m" + new string('x', 10_000) };
        using (var tar = new TarWriter(File.Create(Bundle), TarEntryFormat.Ustar))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(odd.ToJson()) });

        var refusal = Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"])).Message;

        Assert.DoesNotContain(refusal, char.IsControl);
        Assert.InRange(refusal.Length, 100, 5000);
    }

    [Fact]
    public void What_is_no_bundle_is_refused_in_words()
    {
        Assert.Contains("no such file", Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"])).Message);
        File.WriteAllText(Bundle, "name: made\n");
        Assert.Contains("Copy it again", Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"])).Message);
        Assert.Contains("folder", Assert.Throws<BundleException>(() => BundleReading.Unpack(_folder.Path, _folder["out"])).Message);
    }

    [Fact]
    public void A_bundle_of_a_later_format_names_the_version_that_wrote_it()
    {
        var later = MadeModel.Usual.Describe([]) with { Format = "axspa-bundle 2" };
        using (var tar = new TarWriter(File.Create(Bundle), TarEntryFormat.Ustar))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(later.ToJson()) });

        var refusal = Assert.Throws<BundleException>(() => BundleReading.Unpack(Bundle, _folder["out"]));

        Assert.Contains("axspa-bundle 2", refusal.Message);
        Assert.Contains("Torch 2.10.0", refusal.Message);
    }

    /// <summary>A bundle with the manifest of one model and the files of another.</summary>
    private void Rewrite(RunModel listed, IEnumerable<ModelFile> files)
    {
        BundleWriting.Write(Bundle, listed);
        var (manifest, _) = BundleReading.Unpack(Bundle, _folder["listed"]);
        using var tar = new TarWriter(File.Create(Bundle), TarEntryFormat.Ustar);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(manifest.ToJson()) });
        foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = file.Open() });
    }
}
