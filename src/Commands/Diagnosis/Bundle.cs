using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Commands.Runs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

/// <summary>
/// Everything that somebody far away needs to understand a trouble, in one archive, and no patient in it: neither tables nor scans nor
/// predictions are read, and what is read is searched for the identifiers of the runs' patients. What cannot be had is noted, not missed.
/// </summary>
/// <param name="others">Commands whose answers may be worth having.</param>
internal sealed class Bundle(CommandServices services, Examination examination, ImmutableArray<ICommand> others) : ICommand
{
    private const int MostRuns = 5;

    private static readonly SwitchDescription Only = new("--run", "Only this run; else all that are open, and the last ones.", "RUN");

    public CommandDescription Description { get; } = new(
        "bundle", "", "Packs versions, settings, the cluster's state, the runs' descriptions and logs into one archive for support, without patients' data.",
        [], [Only, LocalFileCommands.BundleOut]);

    public async Task<int> Execute(CommandCall call)
    {
        if (!call.Receives)
            throw new CommandRefusedException("This pbm cannot receive files. Use the one of the cluster's version.");
        var parts = new BundleParts();
        await call.To.Message("Asking the cluster; a part that does not answer takes its time.");
        await Answers(parts, call);
        var runs = await Runs(call, parts);
        foreach (var run in runs)
            await new BundledRun(services, run.Run, parts).Gather(call.Disconnected);
        parts.AddSettings(services.Cluster, services.Clock.GetUtcNow(), runs);

        var name = string.Create(CultureInfo.InvariantCulture, $"axspa-bundle-{services.Clock.GetUtcNow():yyyyMMdd-HHmmss}");
        await call.To.Begin($"{name}.tar.gz");
        await using (var stream = new PartStream(call.To))
        {
            await parts.Write(stream, name, services.Clock.GetUtcNow(), call.Disconnected);
            await stream.End();
        }
        await call.To.Data(call.WantsJson ? ViewJson.Of(new BundleReceipt($"{name}.tar.gz", [.. runs.Select(run => run.Run)], [.. parts.Notes]))
            : string.Join('\n',
                [$"{name}: {PlainText.Count(parts.Count, "file")}, {PlainText.Count(runs.Length, "run")}", .. parts.Notes.Select(note => $"note: {note}")]));
        return ExitCode.Done;
    }

    /// <summary>What every command says that needs no argument and only looks: whatever commands there are.</summary>
    private async Task Answers(BundleParts parts, CommandCall call)
    {
        var findings = ClusterDiagnosis.Of(await examination.Examine(call.Disconnected));
        parts.Add("doctor.txt", DoctorText.Of(findings));
        parts.Add("doctor.json", ViewJson.Of(findings));
        foreach (var command in others.Where(
            command => command.Description is { Effect: CommandEffect.Looks } description && description.Arguments.All(argument => argument.IsOptional)))
        {
            var heard = new HeardAnswer();
            var name = command.Description.FullName.Replace(' ', '-');
            try
            {
                var arguments = GivenArguments.Read(command.Description, []);
                await command.Execute(call with { Arguments = arguments, Output = OutputFormat.Json, To = heard });
                parts.Add($"{name}.json", heard.Text);
            }
            catch (Exception trouble) when (trouble is CommandRefusedException or ClusterUnreachableException)
            {
                parts.Note($"{name}: {trouble.Message}");
            }
        }
    }

    private async Task<ImmutableArray<RunSummary>> Runs(CommandCall call, BundleParts parts)
    {
        try
        {
            if (call.Arguments.ValueOf(Only.Name) is { } name)
                return [RunName.The(await services.Coordinator.Ask<RunsFound>(new RunProtocol.FindRun(name), call.Disconnected), name)];
            var (open, _) = await services.Coordinator.Newest(int.MaxValue, RunStatus.Running, call.Disconnected);
            var (newest, _) = await services.Coordinator.Newest(MostRuns, null, call.Disconnected);
            return [.. open.Concat(newest).DistinctBy(run => run.Run).OrderBy(run => run.SubmittedAt)];
        }
        catch (ClusterUnreachableException away)
        {
            parts.Note($"no run is in this archive: {away.Message}");
            return [];
        }
    }
}
