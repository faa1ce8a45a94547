using System.CommandLine;
using System.Net;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa certs</c>: makes and shows the certificates by which the members of a cluster know each other (docs/keys.md).</summary>
internal static class CertsCommand
{
    private const string UsualFolder = "axspa-keys";

    public static Command Create() => new("certs", "Certificates of a cluster: without one nobody joins.") { CreateCertificates(), Show() };

    private static Command CreateCertificates()
    {
        var folder = new Option<string>("--out")
        {
            Description = "The folder that gets them. What is there already is never overwritten.",
            DefaultValueFactory = _ => UsualFolder,
            HelpName = "DIR"
        };
        var root = new Option<string?>("--ca")
        {
            Description = "Sign with the root of this folder (ca.crt, ca.key), to renew or to add; without it a new root is made.",
            HelpName = "DIR"
        };
        var hosts = Several("--hosts", "HOSTS",
            "Names and addresses that processes give as --host: HOST,HOST for every member, or ROLE=HOST,HOST; may be repeated. Without it: those of the "
            + "certificates in --ca, or of this machine.");
        var roles = Several("--roles", "ROLES", $"Only for these roles: {string.Join(", ", CertificateRole.All)}.");
        var days = new Option<int>("--days")
        {
            Description = "How long they are valid.",
            DefaultValueFactory = _ => CertificateOrder.UsualDays,
            HelpName = "N"
        };
        var command = new Command("create",
            "Makes a root and a certificate for each role; with --ca, certificates of a root that is there.") { folder, root, hosts, roles, days };
        command.SetAction(parsed =>
        {
            var target = new CertificateFolder(parsed.GetRequiredValue(folder));
            var signer = parsed.GetValue(root) is { } path ? new CertificateFolder(path) : null;
            var order = CertificateOrder.Of(
                [.. Words(parsed.GetValue(roles))], parsed.GetValue(hosts) ?? [], parsed.GetRequiredValue(days),
                role => signer is null ? [Dns.GetHostName().ToLowerInvariant(), "localhost", "127.0.0.1"] : signer.HostsOf(role));
            var written = target.Create(signer, order, TimeProvider.System.GetUtcNow());
            foreach (var file in written)
                Console.WriteLine(file);
            Console.Error.WriteLine(signer is null
                ? "Each machine needs ca.crt and the two files of its role; ca.key signs for the whole cluster and stays where nobody else reads it. Then "
                + $"start members with --tls {target.Path}."
                : $"Copy ca.crt and the two files of its role to each machine and start its members again, one after the other.");
        });
        return command;
    }

    private static Command Show()
    {
        var path = new Argument<string>("DIR|FILE") { Description = "A folder of certificates, or one file.", DefaultValueFactory = _ => UsualFolder };
        var within = new Option<int>("--within")
        {
            Description = "Exit code 1 also for what expires within so many days.",
            DefaultValueFactory = _ => 0,
            HelpName = "DAYS"
        };
        var output = new Option<string>("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("show",
            "Shows subject, role, hosts and expiry of certificates; exit code 1 where one cannot be used any more.") { path, within, output };
        command.SetAction(parsed =>
        {
            var (place, now) = (parsed.GetRequiredValue(path), TimeProvider.System.GetUtcNow());
            var certificates = File.Exists(place) ? CertificateView.OfFile(place, now) : CertificateView.OfFolder(place, now);
            Console.WriteLine(parsed.GetRequiredValue(output) == "json"
                ? ViewJson.Of(certificates)
                : CertificateText.List(certificates, parsed.GetRequiredValue(within)));
            return certificates.Any(certificate => certificate.Problem is not null || certificate.DaysLeft < parsed.GetRequiredValue(within))
                ? ExitCode.RunFailed
                : ExitCode.Done;
        });
        return command;
    }

    private static Option<string[]> Several(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, AllowMultipleArgumentsPerToken = false };

    private static IEnumerable<string> Words(string[]? texts) =>
        (texts ?? []).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
