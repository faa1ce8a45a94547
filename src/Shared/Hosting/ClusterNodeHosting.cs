using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using AxSpa.Shared.Desk;

namespace AxSpa.Shared.Hosting;

/// <summary>Makes a host's actor system a member of the cluster, with the same settings on every node.</summary>
public static class ClusterNodeHosting
{
    /// <param name="journal">Set on nodes with the role coordinator.</param>
    public static AkkaConfigurationBuilder AddClusterNode(this AkkaConfigurationBuilder akka, ClusterNodeOptions options, Journal? journal)
    {
        akka.WithActorAskTimeout(TimeSpan.FromSeconds(10))
            .AddHocon(ClusterSettings.Of(options), HoconAddMode.Prepend)
            .WithRemoting(new RemoteOptions { HostName = options.Host, PublicHostName = options.Host, Port = options.Port })
            .WithClustering(new ClusterOptions
            {
                Roles = [.. options.Roles],
                SeedNodes = [.. options.Seeds.Select(seed => $"akka.tcp://{ClusterNodeOptions.SystemName}@{seed}")],
            });
        if (journal is not null)
        {
            akka.AddHocon(journal.Plugins(), HoconAddMode.Prepend);
            // Else a standby would begin to load and compile the journal's machinery only when it takes over.
            akka.AddStartup((system, _) => Akka.Persistence.Persistence.Instance.Apply(system));
        }
        akka.StartActors((system, _) => system.ActorOf(Props.Create(() => new DeskActor(options.Workspace)), NodeDesk.Name));
        if (options.Seeds.IsEmpty)
            akka.AddStartup((system, _) => { var cluster = Akka.Cluster.Cluster.Get(system); cluster.Join(cluster.SelfAddress); });
        return akka;
    }
}
