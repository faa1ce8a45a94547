using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Akka.Actor;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.JournalBenchmark;

/// <summary>
/// Runs that have ended, as versions without snapshots have left them in a journal: every event of a run of five folds and two branches, each file
/// with its hash.
/// </summary>
internal sealed class MadeJournal(ActorSystem system, DbConnection connection)
{
    private static readonly DateTimeOffset Begin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NodeId Node = new("gpu-1.example.org", 4053, 1234567890);

    private readonly WireSerializer _serializer = new((ExtendedActorSystem)system);

    public static RunId IdOf(int run) => new(string.Create(CultureInfo.InvariantCulture, $"{Begin.AddMinutes(run):yyyyMMdd-HHmmss}-{run & 0xffff:x4}"));

    /// <summary>The tables must be there.</summary>
    /// <returns>How many events were written, and their bytes.</returns>
    public (long Events, long Bytes) Write(int runs)
    {
        var (events, bytes, index) = (0L, 0L, 0);
        for (var first = 0; first < runs; first += 100)
        {
            using var transaction = connection.BeginTransaction();
            using var insert = Insert(transaction);
            for (var run = first; run < Math.Min(first + 100, runs); run++)
            {
                var happened = Run(IdOf(run), Begin.AddMinutes(run)).ToList();
                var sequence = 0;
                foreach (var one in happened)
                    bytes += Append(insert, $"run-{IdOf(run)}", ++sequence, one);
                bytes += Append(insert, "coordinator", ++index, new IndexEvents.RunIndexed((RunEvents.Submitted)happened[0]));
                bytes += Append(insert, "coordinator", ++index, new IndexEvents.RunClosed(IdOf(run), RunStatus.Completed, Begin.AddMinutes(run + 30)));
                events += happened.Count + 2;
            }
            transaction.Commit();
        }
        return (events, bytes);
    }

    private DbCommand Insert(DbTransaction transaction)
    {
        var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert into journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
            + "values (@created, @deleted, @id, @number, @message, @manifest, @serializer, 'made')";
        foreach (var name in (string[])["created", "deleted", "id", "number", "message", "manifest", "serializer"])
        {
            var parameter = insert.CreateParameter();
            parameter.ParameterName = name;
            insert.Parameters.Add(parameter);
        }
        insert.Parameters["created"].Value = Begin.ToUnixTimeMilliseconds();
        insert.Parameters["deleted"].Value = false;
        insert.Parameters["serializer"].Value = _serializer.Identifier;
        return insert;
    }

    private int Append(DbCommand insert, string id, long number, object happened)
    {
        var message = _serializer.ToBinary(happened);
        insert.Parameters["id"].Value = id;
        insert.Parameters["number"].Value = number;
        insert.Parameters["message"].Value = message;
        insert.Parameters["manifest"].Value = _serializer.Manifest(happened);
        insert.ExecuteNonQuery();
        return message.Length;
    }

    private static IEnumerable<RunEvents.IRunEvent> Run(RunId run, DateTimeOffset at)
    {
        var yaml = RunYaml.Write(new RunSpecification
        {
            Name = $"made {run}",
            Cohort = new CohortOptions { Clinical = "/data/clinical.csv", Label = new LabelOptions("label", []), Mri = new MriFilesOptions("/data/mri") },
            Mri = new MriOptions(),
            Clinical = new ClinicalOptions(),
        });
        yield return new RunEvents.Submitted(run, $"{run}".PadLeft(64, '0'), $"made {run}", yaml, RunStage.Evaluation, at);
        yield return new RunEvents.TookOver(1, at);
        var cohort = Files(run, "cohort", "split.csv", "cohort.json", "patients.csv", "columns.json", "scans.csv", "subgroups.json", "cohort_leaks.json",
            "inputs.csv");
        foreach (var happened in Done(run, at, [new JobRequest(new JobId("cohort"), JobKind.PrepareCohort, [])], _ => cohort))
            yield return happened;
        var folds = (from branch in BranchRegistry.All.Select(branch => branch.Id)
                     from index in Enumerable.Range(0, 5)
                     let fold = new FoldId(branch, index)
                     select new JobRequest(new JobId(fold.ToString()), JobKind.TrainFold, [new JobId("cohort")], fold)).ToImmutableArray();
        ImmutableArray<StoredFile> OfFold(JobRequest job) =>
            Files(run, $"folds/{job.Id}", "weights.safetensors", "oof.csv", "holdout.csv", "history.csv", "preprocessing.json");
        foreach (var happened in Done(run, at, folds, OfFold))
            yield return happened;
        ImmutableArray<JobId> scores = [new JobId("cohort"), .. folds.Select(fold => fold.Id)];
        var fusion = Files(run, "fusion", "model.json", "features.csv", "shap.csv", "predictions.csv", "fit.json", "fusion_leaks.json");
        foreach (var happened in Done(run, at, [new JobRequest(new JobId("fusion"), JobKind.FitFusion, scores)], _ => fusion))
            yield return happened;
        ImmutableArray<JobRequest> later =
        [
            new(new JobId("explain"), JobKind.Explain, [.. scores, new JobId("fusion")]),
            .. Enumerable.Range(0, 4).Select(shard => new JobRequest(
                new JobId($"bootstrap-{shard}"), JobKind.BootstrapShard, [new JobId("cohort"), new JobId("fusion")], Draws: new DrawRange(shard * 500, 500))),
        ];
        foreach (var happened in Done(run, at, later, job => Files(run, $"evaluation/{job.Id}", "draws.bin", "maps.csv")))
            yield return happened;
        var report = (string[])["metrics.txt", "metrics.json", "leaks.txt", "leaks.json", "predictions.csv", "provenance.json", "report.html", "roc.png",
            "calibration.png", "model_card.md"];
        foreach (var happened in Done(run, at, [new JobRequest(new JobId("report"), JobKind.Report, [.. scores, new JobId("fusion")])],
            _ => Files(run, "report", report)))
            yield return happened;
        yield return new RunEvents.Completed(at.AddMinutes(30));
    }

    private static IEnumerable<RunEvents.IRunEvent> Done(
        RunId run, DateTimeOffset at, ImmutableArray<JobRequest> jobs, Func<JobRequest, ImmutableArray<StoredFile>> files)
    {
        yield return new RunEvents.JobsRequested(jobs, at);
        var figures = ImmutableSortedDictionary<string, double>.Empty.Add("best_epoch", 31).Add("validation_auroc", 0.8125);
        foreach (var job in jobs)
        {
            yield return new RunEvents.JobGranted(job.Id, 1, Node, 0, "cuda:0", at.AddMinutes(1));
            yield return new RunEvents.JobMadeOfficial(job.Id, 1, Node, files(job), figures, at.AddMinutes(3));
        }
    }

    private static ImmutableArray<StoredFile> Files(RunId run, string folder, params IEnumerable<string> names) =>
        [.. names.Select(name => new StoredFile($"runs/{run}/{folder}/attempt-1/{name}", 123_456, new string('a', 64)))];
}
