using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using AxSpa.Shared.Desk;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Remoting;

namespace AxSpa.Shared.Hosting;

/// <summary>Makes a host's actor system a member of the cluster, with the same settings on every node.</summary>
public static class ClusterNodeHosting
{
    /// <param name="journal">Set on nodes with the role coordinator.</param>
    public static AkkaConfigurationBuilder AddClusterNode(this AkkaConfigurationBuilder akka, ClusterNodeOptions options, Journal? journal)
    {
        akka.WithActorAskTimeout(TimeSpan.FromSeconds(10))
            .AddHocon(ClusterSettings.Of(options), HoconAddMode.Prepend)
            .WithTransport(options)
            .WithClustering(new ClusterOptions
            {
                Roles = [.. options.Roles],
                SeedNodes = [.. options.Seeds.Select(seed => $"{options.Scheme}://{ClusterNodeOptions.SystemName}@{seed}")],
            });
        if (journal is not null)
        {
            akka.AddHocon(journal.Plugins(), HoconAddMode.Prepend);
            // Else a standby would begin to load and compile the journal's machinery only when it takes over.
            akka.AddStartup((system, _) => Akka.Persistence.Persistence.Instance.Apply(system));
        }
        akka.StartActors((system, _) => system.ActorOf(Props.Create(() => new DeskActor(options.Workspace, CertificatesOf(options))), NodeDesk.Name));
        if (options.Seeds.IsEmpty)
            akka.AddStartup((system, _) => { var cluster = Akka.Cluster.Cluster.Get(system); cluster.Join(cluster.SelfAddress); });
        return akka;
    }

    private static ImmutableArray<DeskProtocol.CertificateEnd> CertificatesOf(ClusterNodeOptions options) =>
        options.Keys is { } keys ? [new DeskProtocol.CertificateEnd(keys.Certificate.Subject, keys.Expires)] : [];

    private static AkkaConfigurationBuilder WithTransport(this AkkaConfigurationBuilder akka, ClusterNodeOptions options) => options.Keys is { } keys
        ? akka.AddSetup(new TlsSetup(keys)).AddHocon(TlsTransport.Settings(options.Host, options.ListensOn, options.Port), HoconAddMode.Prepend)
        : akka.WithRemoting(new RemoteOptions { HostName = options.ListensOn, PublicHostName = options.Host, Port = options.Port });
}
