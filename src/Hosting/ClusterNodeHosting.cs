using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using AxSpa.Hosting.NodeFiles;
using AxSpa.Hosting.Journals;
using AxSpa.Hosting.Membership;
using AxSpa.Hosting.Remoting;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting;

/// <summary>Makes a host's actor system a member of the cluster, with the same settings on every node.</summary>
public static class ClusterNodeHosting
{
    /// <param name="journal">Set on nodes with the role coordinator.</param>
    public static AkkaConfigurationBuilder AddClusterNode(this AkkaConfigurationBuilder akka, ClusterNodeOptions options, Journal? journal)
    {
        akka.WithActorAskTimeout(TimeSpan.FromSeconds(10))
            .AddHocon(ClusterSettings.Of(options), HoconAddMode.Prepend)
            .WithTransport(options)
            // Akka is told of no seed: its first one makes a cluster of its own when it reaches no other for 5 s, and never finds back.
            .WithClustering(new ClusterOptions { Roles = [.. options.Roles] })
            .AddSetup(new SeedsInSight.Listed(options.Quorum));
        if (journal is not null)
        {
            akka.AddHocon(journal.Plugins(), HoconAddMode.Prepend);
            // Else a standby would begin to load and compile the journal's machinery only when it takes over.
            akka.AddStartup((system, _) => Akka.Persistence.Persistence.Instance.Apply(system));
        }
        var rights = options.Workspace is { } workspace ? new WorkspaceRights(workspace, (journal as SqliteJournal)?.FullPath, options.Access) : null;
        akka.StartActors((system, _) =>
            system.ActorOf(Props.Create(() => new NodeFileService(options.Workspace, rights, CertificatesOf(options))), NodeFileServicePath.Name));
        return options.Seeds.IsEmpty
            ? akka.AddStartup((system, _) => { var cluster = Akka.Cluster.Cluster.Get(system); cluster.Join(cluster.SelfAddress); })
            // Last of all, when whatever this process has to offer is there.
            : akka.AddStartup((system, _) =>
            {
                system.ActorOf(Props.Create(() => new QuorumActor(options.Quorum, options.QuorumPatience, TimeProvider.System, options.Say)), "quorum");
                system.ActorOf(Props.Create(() => new BootstrapActor(options, BootstrapTimings.Usual, TimeProvider.System)), BootstrapActor.Name);
            });
    }

    private static ImmutableArray<NodeFileProtocol.CertificateEnd> CertificatesOf(ClusterNodeOptions options) =>
        options.Keys is { } keys ? [new NodeFileProtocol.CertificateEnd(keys.Certificate.Subject, keys.Expires)] : [];

    private static AkkaConfigurationBuilder WithTransport(this AkkaConfigurationBuilder akka, ClusterNodeOptions options) => options.Keys is { } keys
        ? akka.AddSetup(new TlsSetup(keys)).AddHocon(TlsTransport.Settings(options.Host, options.ListensOn, options.Port), HoconAddMode.Prepend)
        : akka.WithRemoting(new RemoteOptions { HostName = options.ListensOn, PublicHostName = options.Host, Port = options.Port });
}
