using Akka.Actor;
using Akka.Hosting;
using AxSpa.Coordinator;
using AxSpa.GpuNode;
using AxSpa.Hosting;
using AxSpa.Hosting.Journals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone;

/// <summary>The hosts that the commands start: a whole cluster in one process, or one role of a larger one.</summary>
internal static class StandaloneCluster
{
    /// <param name="log">Where the process says what troubles it.</param>
    public static IHost Build(ClusterNodeOptions options, Journal? journal, Action<ILoggingBuilder> log, Action<AkkaConfigurationBuilder> roles)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        log(builder.Logging.ClearProviders());
        builder.Services.AddAkka(ClusterNodeOptions.SystemName, (akka, _) =>
        {
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                loggers.LogLevel = Akka.Event.LogLevel.InfoLevel;
            });
            akka.AddClusterNode(options, journal);
            roles(akka);
        });
        return builder.Build();
    }
}
