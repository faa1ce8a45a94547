using System.Collections.Immutable;

namespace AxSpa.Chaos;

/// <summary>The ops command line, asked at whichever seed answers.</summary>
/// <param name="seeds">For each seed, what stands before the command line (to enter its namespace), and where it answers.</param>
internal sealed class Pbm(ImmutableArray<(IReadOnlyList<string> Enter, string Address)> seeds)
{
    private const int CannotReach = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private int _preferred;

    public int Seeds => seeds.Length;

    /// <summary>Asks one seed and no other: what it alone believes.</summary>
    public (int Code, string Out, string Errors) AskSeed(int seed, params string[] command) =>
        Tool.Run(Patience, (string[])[.. seeds[seed].Enter, Programs.Pbm, seeds[seed].Address, .. command]);

    public (int Code, string Out, string Errors) Ask(params string[] command)
    {
        var answer = (Code: CannotReach, Out: "", Errors: "");
        for (var tried = 0; tried < seeds.Length; tried++)
        {
            answer = AskSeed(_preferred % seeds.Length, command);
            if (answer.Code != CannotReach && answer.Code != -1)
                break;
            _preferred++;
        }
        return answer;
    }
}
