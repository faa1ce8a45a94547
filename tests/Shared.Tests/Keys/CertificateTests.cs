using System.Runtime.Versioning;
using AxSpa.Pipeline;
using AxSpa.Shared.Keys;
using Xunit;

namespace AxSpa.Shared.Tests.Keys;

public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-certificates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CertificateFolder Folder(string name = "keys") => new(Path.Combine(_folder, name));

    private static CertificateOrder Order(int days = 30, params string[] hosts) =>
        CertificateOrder.Of([], hosts.Length > 0 ? hosts : ["host-1"], days, _ => []);

    private static MemberKeys Load(CertificateFolder folder, CertificateRole role, List<string>? said = null) =>
        MemberKeys.Load(folder.Path, role, Now, text => said?.Add(text));

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Private_keys_can_be_read_by_their_user_alone()
    {
        var written = Folder().Create(null, Order(), Now);
        Assert.Equal(10, written.Length);
        Assert.All(written, file => Assert.Equal(
            file.EndsWith(".key", StringComparison.Ordinal)
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite
                : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            File.GetUnixFileMode(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder().Path));
    }

    [Fact]
    public void What_is_there_is_never_overwritten_and_nothing_is_added_to_it()
    {
        Directory.CreateDirectory(Folder().Path);
        File.WriteAllText(Folder().KeyFile(CertificateRole.GpuNode), "mine");
        Assert.Contains("gpunode.key is there already", Assert.Throws<RefusedInputException>(() => Folder().Create(null, Order(), Now)).Message);
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFiles(Folder().Path))));
    }

    [Fact]
    public void A_member_accepts_the_others_of_its_root_by_their_names_only()
    {
        Folder().Create(null, Order(hosts: ["seed=seed-1,*.axspa-seed", "coordinator=10.0.0.2", "gpunode=gpu-1"]), Now);
        var coordinator = Load(Folder(), CertificateRole.Coordinator);
        var seed = Load(Folder(), CertificateRole.Seed).Certificate;
        Assert.Null(coordinator.Roots.Objection(seed, CertificateUse.Member, "seed-1"));
        Assert.Null(coordinator.Roots.Objection(seed, CertificateUse.Member, "SEED-1"));
        Assert.Null(coordinator.Roots.Objection(seed, CertificateUse.Member, "axspa-seed-0.axspa-seed"));
        Assert.Null(coordinator.Roots.Objection(seed, CertificateUse.Member, "127.0.0.1")); // pbm in the same container
        Assert.Null(coordinator.Roots.Objection(Load(Folder(), CertificateRole.Coordinator).Certificate, CertificateUse.Member, "10.0.0.2"));
        foreach (var other in new[] { "seed-2", "a.b.axspa-seed", "axspa-seed", "10.0.0.2", "axspa seed", "", "\0" })
            Assert.Contains("names seed-1, *.axspa-seed", coordinator.Roots.Objection(seed, CertificateUse.Member, other));
    }

    [Fact]
    public void A_client_is_no_member()
    {
        Folder().Create(null, Order(), Now);
        var (member, client) = (Load(Folder(), CertificateRole.Seed), Load(Folder(), CertificateRole.Pbm).Certificate);
        Assert.Contains("not made for a member", member.Roots.Objection(client, CertificateUse.Member, host: null));
        Assert.Null(member.Roots.Objection(client, CertificateUse.Client, host: null));
    }

    [Fact]
    public void A_stranger_is_not_accepted_even_with_a_good_name()
    {
        Folder().Create(null, Order(), Now);
        Folder("other").Create(null, Order(), Now);
        var stranger = Load(Folder("other"), CertificateRole.Seed).Certificate;
        Assert.Contains("no root in ca.crt", Load(Folder(), CertificateRole.Seed).Roots.Objection(stranger, CertificateUse.Member, "host-1"));
        Assert.Contains("shows no certificate", Load(Folder(), CertificateRole.Seed).Roots.Objection(null, CertificateUse.Member, "host-1"));
    }

    [Fact]
    public void A_renewed_certificate_keeps_its_names_and_is_accepted_beside_the_old_ones()
    {
        Folder().Create(null, Order(hosts: ["seed=seed-1", "coordinator=co-1", "gpunode=gpu-1,gpu-2"]), Now);
        var renewal = CertificateOrder.Of(["gpunode"], [], 60, Folder().HostsOf);
        Assert.Equal(["ca.crt", "gpunode.crt", "gpunode.key"], Folder("new").Create(Folder(), renewal, Now).Select(Path.GetFileName));
        var (renewed, seed) = (Load(Folder("new"), CertificateRole.GpuNode), Load(Folder(), CertificateRole.Seed));
        Assert.Null(seed.Roots.Objection(renewed.Certificate, CertificateUse.Member, "gpu-2"));
        Assert.Null(renewed.Roots.Objection(seed.Certificate, CertificateUse.Member, "seed-1"));
        Assert.True(renewed.Expires > seed.Expires);
    }

    [Fact]
    public void While_a_root_is_changed_both_are_trusted()
    {
        Folder().Create(null, Order(), Now);
        Folder("new").Create(null, Order(), Now);
        File.AppendAllText(Folder().RootFile, File.ReadAllText(Folder("new").RootFile));
        var changing = Load(Folder(), CertificateRole.Seed);
        Assert.Null(changing.Roots.Objection(Load(Folder("new"), CertificateRole.GpuNode).Certificate, CertificateUse.Member, "host-1"));
        Assert.Null(changing.Roots.Objection(Load(Folder(), CertificateRole.GpuNode).Certificate, CertificateUse.Member, "host-1"));
    }

    [Fact]
    public void What_has_expired_is_told_and_not_started_with()
    {
        var then = Now.AddDays(-100);
        Folder().Create(null, Order(days: 20), then);
        Assert.Contains("seed.crt expired on", Assert.Throws<RefusedInputException>(() => Load(Folder(), CertificateRole.Seed)).Message);
        var views = CertificateView.OfFolder(Folder().Path, Now);
        Assert.Equal(["ca.crt", "coordinator.crt", "gpunode.crt", "pbm.crt", "seed.crt"], views.Select(view => view.File));
        Assert.Equal(["ca", "coordinator", "gpunode", "pbm", "seed"], views.Select(view => view.Role));
        Assert.All(views.Skip(1), view => Assert.Equal(("expired", true), (view.Problem, view.DaysLeft is -80 or -81)));
        Assert.Null(views[0].Problem);
        Assert.Equal("not valid yet", CertificateView.OfFolder(Folder().Path, then.AddDays(-2))[1].Problem);
    }

    [Fact]
    public void What_expires_soon_is_said_at_the_start()
    {
        Folder().Create(null, Order(days: 20), Now);
        var said = new List<string>();
        Load(Folder(), CertificateRole.Seed, said);
        Assert.Contains("expires on", Assert.Single(said));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_key_that_everybody_can_read_is_said_at_the_start()
    {
        Folder().Create(null, Order(days: 300), Now);
        File.SetUnixFileMode(Folder().KeyFile(CertificateRole.Seed), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var said = new List<string>();
        Load(Folder(), CertificateRole.Seed, said);
        Assert.Contains("chmod 600", Assert.Single(said));
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused_by_name()
    {
        Folder().Create(null, Order(), Now);
        Folder("other").Create(null, Order(), Now);
        File.Copy(Folder("other").KeyFile(CertificateRole.Seed), Folder().KeyFile(CertificateRole.Seed), overwrite: true);
        Assert.Contains("seed.key: this is not the private key of", Assert.Throws<RefusedInputException>(() => Load(Folder(), CertificateRole.Seed)).Message);
        File.Copy(Folder("other").RootFile, Folder().RootFile, overwrite: true);
        Assert.Contains("no root in ca.crt has signed it", Assert.Throws<RefusedInputException>(() => Load(Folder(), CertificateRole.GpuNode)).Message);
        Assert.Equal("not signed by ca.crt", CertificateView.OfFolder(Folder().Path, Now)[1].Problem);
        File.WriteAllText(Folder().RootFile, "hello");
        Assert.Contains("no certificate in it", Assert.Throws<RefusedInputException>(() => Load(Folder(), CertificateRole.GpuNode)).Message);
        File.Delete(Folder().CertificateFile(CertificateRole.GpuNode));
        Assert.Contains("gpunode.crt: the certificate cannot be read",
            Assert.Throws<RefusedInputException>(() => Load(Folder(), CertificateRole.GpuNode)).Message);
    }

    [Fact]
    public void A_secret_of_Kubernetes_has_other_names_for_the_same_files()
    {
        Folder().Create(null, Order(), Now);
        foreach (var ending in new[] { "crt", "key" })
            File.Move(Path.Combine(Folder().Path, $"gpunode.{ending}"), Path.Combine(Folder().Path, $"tls.{ending}"));
        Assert.Contains("OU=gpunode", Load(Folder(), CertificateRole.GpuNode).Certificate.Subject);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-400)]
    [InlineData(-4000)]
    public void A_clock_that_is_behind_the_root_is_told_and_nothing_is_written(int days)
    {
        Folder().Create(null, Order(), Now);
        var refused = Assert.Throws<RefusedInputException>(() => Folder("new").Create(Folder(), Order(), Now.AddDays(days))).Message;
        Assert.StartsWith($"The clock of this machine says {Now.AddDays(days).UtcDateTime:yyyy-MM-dd HH:mm}Z, and the root of ", refused);
        Assert.False(Directory.Exists(Folder("new").Path));
    }

    [Fact]
    public void Where_the_root_has_no_key_nothing_is_signed()
    {
        Folder().Create(null, Order(), Now);
        File.Delete(Path.Combine(Folder().Path, "ca.key"));
        Assert.Contains("no ca.key", Assert.Throws<RefusedInputException>(() => Folder("new").Create(Folder(), Order(), Now)).Message);
        Assert.False(Directory.Exists(Folder("new").Path));
    }

    [Theory]
    [InlineData("seed=", "no host is named")]
    [InlineData("seed=a:4053", "'a:4053' is neither")]
    [InlineData("a b", "'a b' is neither")]
    [InlineData("seeed=a", "Did you mean 'seed'?")]
    [InlineData("seed=a", "No host is named for the role coordinator")]
    public void An_order_that_cannot_be_meant_is_refused(string hosts, string expected) =>
        Assert.Contains(expected, Assert.Throws<RefusedInputException>(() => CertificateOrder.Of([], [hosts], 30, _ => [])).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(3651)]
    public void A_life_that_cannot_be_meant_is_refused(int days) =>
        Assert.Contains("from 1 to 3650", Assert.Throws<RefusedInputException>(() => CertificateOrder.Of([], ["a"], days, _ => [])).Message);
}
