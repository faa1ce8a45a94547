using Akka.Configuration;
using AxSpa.Hosting.Membership;
using AxSpa.Shared;
using AxSpa.Shared.Wire;

namespace AxSpa.Hosting;

/// <summary>Every Akka setting that differs from the default, with its reason, in one place and the same on every node.</summary>
internal static class ClusterSettings
{
    public static Config Of(ClusterNodeOptions options) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          # A node that is starting meets a cluster that is not there yet: expected, and said by the program itself.
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          actor {
            # Only records with a manifest leave a process or enter it, and of Akka's own words those that the cluster needs.
            # The defaults would instantiate what a peer names.
            serializers {
              axspa = "AxSpa.Hosting.Wire.WireSerializer, AxSpa.Hosting"
              json = "AxSpa.Hosting.Wire.RefusingSerializer, AxSpa.Hosting"
              proto = "AxSpa.Hosting.Wire.RefusingProtobufSerializer, AxSpa.Hosting"
              daemon-create = "AxSpa.Hosting.Wire.RefusingDeploymentSerializer, AxSpa.Hosting"
              akka-misc = "AxSpa.Hosting.Wire.AskingSerializer, AxSpa.Hosting"
              akka-system-msg = "AxSpa.Hosting.Wire.DeathWatchSerializer, AxSpa.Hosting"
            }
            serialization-bindings { "AxSpa.Shared.Wire.IWireMessage, AxSpa.Shared" = axspa }
            serialization-identifiers { "AxSpa.Hosting.Wire.WireSerializer, AxSpa.Hosting" = 7411 }
          }
          remote {
            # Akka's default; a test holds every message under it, at the limits of what may be asked for.
            dot-netty.tcp.maximum-frame-size = {{WireFrame.FrameBytes}}b
            # A member that went astray can ask what actors answer to, and nothing else: it cannot end them, start one of its choice
            # here, or find one by its path. The paths are those by which the cluster, the singleton, death watch, the file services
            # and those who look for their cluster find each other.
            untrusted-mode = on
            trusted-selection-paths = [
              "/system/cluster/core/daemon", "/system/cluster/heartbeatReceiver", "/system/remote-watcher",
              "/user/{{CoordinatorSingleton.Name}}", "/user/{{CoordinatorSingleton.Name}}/{{CoordinatorSingleton.Name}}",
              "/user/{{NodeFileServicePath.Name}}", "/user/{{BootstrapActor.Name}}"
            ]
          }
          cluster {
            # Shown by 'cluster show', so that a mixture of versions is seen.
            app-version = "{{SoftwareVersion.Number}}"
            # A killed node is out after about 5 s of silence, 7 s of stability and 2 s of margin.
            failure-detector.acceptable-heartbeat-pause = 3s
            split-brain-resolver {
              active-strategy = keep-majority
              stable-after = 7s
              # Only seeds vote: GPU nodes come and go in herds, and their loss must not take the control plane along.
              keep-majority.role = {{(options.Seeds.IsEmpty ? "\"\"" : Roles.Seed)}}
            }
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            down-removal-margin = 2s
            # A restart on the same address is back in seconds instead of after the default 10 s.
            retry-unsuccessful-join-after = 1s
            # A cluster that is starting has no coordinator yet; who asks for it says so to people itself.
            singleton-proxy.log-singleton-identification-failure = off
            {{(options.Seeds.IsEmpty
                // A cluster of one process need not wait a full gossip round to be up, and has nobody to take leave of.
                ? "gossip-interval = 50ms\nleader-actions-interval = 50ms\nperiodic-tasks-initial-delay = 20ms"
                // A hand-over takes several rounds of both; at the default of 1 s it lasted up to 5 s.
                : "gossip-interval = 400ms\nleader-actions-interval = 400ms")}}
          }
          {{(options.Roles.Contains(Roles.Gpu)
                // What it computes is brought to disk and handed back first.
                ? $"coordinated-shutdown.phases.before-service-unbind.timeout = {OrderlyEnd.Phase.TotalSeconds:0}s"
                : "")}}
          {{(options.Seeds.IsEmpty
                ? "coordinated-shutdown.run-by-clr-shutdown-hook = off\n"
                    + "coordinated-shutdown.phases { cluster-leave.enabled = off, cluster-exiting.enabled = off, cluster-exiting-done.enabled = off }"
                : "")}}
        }
        """);
}
