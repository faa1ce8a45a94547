using Akka.Actor;
using Akka.Configuration;
using AxSpa.Hosting;
using AxSpa.Monitoring;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>A pod is given more time to end than a process may take by its own settings.</summary>
public sealed class ShutdownTests
{
    public static TheoryData<string> Overlays => Overlay.Names;

    /// <summary>The phases follow each other, and each may use up its time.</summary>
    private static TimeSpan AllPhases(string role)
    {
        var settings = ClusterSettings.Of(new ClusterNodeOptions { Roles = [role], Seeds = ["127.0.0.1:1"] });
        using var system = ActorSystem.Create(
            "shutdown", ConfigurationFactory.ParseString("akka { actor.provider = local, loglevel = OFF, stdout-loglevel = OFF }").WithFallback(settings));
        var shutdown = CoordinatedShutdown.Get(system);
        var phases = system.Settings.Config.GetConfig("akka.coordinated-shutdown.phases").Root.GetObject().Unwrapped.Keys.ToList();
        Assert.Contains(CoordinatedShutdown.PhaseClusterExiting, phases);
        return phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + shutdown.Timeout(phase));
    }

    private static string RoleOf(string target) => target switch
    {
        "seed" => Roles.Seed,
        "coordinator" => Roles.Coordinator,
        _ => Roles.Gpu,
    };

    [Theory, MemberData(nameof(Overlays))]
    public void It_is_longer_than_all_phases_of_the_shutdown_together(string overlay) => Assert.All(
        Overlay.Of(overlay).Workloads.Where(workload => workload.Kind == "StatefulSet"), workload =>
        {
            var needed = AllPhases(RoleOf(workload.Target)) + ProcessMonitoring.LeaveWithin;
            Assert.True(workload.Pod.TerminationGracePeriodSeconds > needed.TotalSeconds,
                $"{workload.Name} may take {needed.TotalSeconds:0} s to end, and is killed after {workload.Pod.TerminationGracePeriodSeconds} s");
        });
}
