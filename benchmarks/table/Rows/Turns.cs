using AxSpa.Benchmarks.Table.Running;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>Ours and the peer's, round after round, who begins changing with each; values are joined by the row's name.</summary>
internal static class Turns
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <param name="warmUps">Rounds that fill caches and are not counted.</param>
    /// <param name="ours">What it throws is the failure of the whole row.</param>
    /// <param name="peer">What it throws leaves the row without a peer.</param>
    public static IReadOnlyList<InTurn> Measure(
        Measuring measuring, int warmUps, int rounds, Func<IReadOnlyList<MeasuredRow>> ours, Func<IReadOnlyList<MeasuredRow>>? peer)
    {
        var rows = new List<MeasuredRow>();
        var failure = measuring.Peer is null && peer is not null ? Measuring.NoPeer : null;
        for (var round = -warmUps; round < rounds; round++)
        {
            Action[] turns = round % 2 == 0 ? [Ours, Peer] : [Peer, Ours];
            foreach (var turn in turns)
            {
                measuring.Cancelled.ThrowIfCancellationRequested();
                turn();
            }
            if (round < 0)
                rows.Clear();
        }
        return [.. rows.Select(row => new InTurn(
            failure is null ? row : row with { Peer = [] }, peer is not null && row.TargetIsRatio ? failure : null))];

        void Ours() => Join(ours());

        void Peer()
        {
            if (peer is null || failure is not null)
                return;
            try
            {
                Join(peer());
            }
            catch (Exception trouble) when (trouble is InvalidOperationException or IOException or InvalidDataException)
            {
                failure = trouble.Message;
            }
        }

        void Join(IReadOnlyList<MeasuredRow> more)
        {
            foreach (var row in more)
                if (rows.FindIndex(known => known.Name == row.Name) is >= 0 and var place)
                    rows[place] = (row.Ours.Count > 0 ? row : rows[place]) with
                    {
                        Ours = [.. rows[place].Ours, .. row.Ours],
                        Peer = [.. rows[place].Peer, .. row.Peer],
                    };
                else
                    rows.Add(row);
        }
    }

    /// <summary>Two programs of the common form.</summary>
    /// <param name="dress">Gives the row what its program does not know: unit and target.</param>
    public static Func<Measuring, IReadOnlyList<InTurn>> OfPrograms(
        string project, IReadOnlyList<string> arguments, string script, IReadOnlyList<string> peersArguments, int rounds,
        Func<MeasuredRow, MeasuredRow> dress, int quickRounds = 2) =>
        measuring =>
        {
            var data = Directory.CreateDirectory(measuring.Fresh("data")).FullName;
            return Measure(measuring, warmUps: 0, measuring.IsQuick ? quickRounds : rounds,
                () => [.. Rows(measuring, project, [Tree.Program(project), .. arguments], data, Tree.WithLibtorch).Select(dress)],
                () => Rows(measuring, $"{project} peer", PeerPython.Line(script, peersArguments), data, measuring.Peer!.Environment));
        };

    /// <summary>Runs a program of the common form: <c>PROGRAM … --data FOLDER --json FILE [--quick]</c>.</summary>
    private static IReadOnlyList<MeasuredRow> Rows(
        Measuring measuring, string log, IReadOnlyList<string> line, string data, IReadOnlyDictionary<string, string>? environment = null)
    {
        var json = Path.Combine(data, "rows.json");
        File.Delete(json);
        measuring.Command(log).Run([.. line, "--data", data, "--json", json, .. Quick(measuring)], Limit, environment);
        return RowFile.Read(json).Rows;
    }

    public static string[] Quick(Measuring measuring) => measuring.IsQuick ? ["--quick"] : [];
}
