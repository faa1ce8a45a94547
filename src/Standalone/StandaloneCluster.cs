using Akka.Actor;
using Akka.Hosting;
using AxSpa.Coordinator;
using AxSpa.GpuNode;
using AxSpa.Shared.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AxSpa.Standalone;

/// <summary>The hosts that the commands start: a whole cluster in one process, or one role of a larger one.</summary>
internal static class StandaloneCluster
{
    /// <param name="least">What of the log goes to standard error.</param>
    public static IHost Build(ClusterNodeOptions options, Journal? journal, LogLevel least, Action<AkkaConfigurationBuilder> roles)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Logging.ClearProviders().SetMinimumLevel(least).AddSimpleConsole(console => { console.SingleLine = true; console.TimestampFormat = "HH:mm:ss "; console.UseUtcTimestamp = true; });
        // Standard output is for results.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddAkka(ClusterNodeOptions.SystemName, (akka, _) =>
        {
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                loggers.LogLevel = least <= LogLevel.Information ? Akka.Event.LogLevel.InfoLevel : Akka.Event.LogLevel.WarningLevel;
            });
            akka.AddClusterNode(options, journal);
            roles(akka);
        });
        return builder.Build();
    }
}
