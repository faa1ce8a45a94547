using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// Bootstrap draws over patients, stratified by label: each draw has as many cases and controls as the population, so every
/// measure stays defined. All models are computed on the same draws, which gives their differences intervals.
/// </summary>
public sealed class StratifiedDraw
{
    private readonly int[] _cases;
    private readonly int[] _controls;

    public StratifiedDraw(ReadOnlySpan<bool> isCase)
    {
        var (cases, controls) = (new List<int>(), new List<int>());
        for (var i = 0; i < isCase.Length; i++) (isCase[i] ? cases : controls).Add(i);
        (_cases, _controls) = ([.. cases], [.. controls]);
    }

    /// <summary>How often each patient is in draw number <paramref name="draw"/> of the run.</summary>
    /// <param name="counts">[patients], overwritten.</param>
    public void Fill(Span<int> counts, ulong randomSeed, int draw)
    {
        counts.Clear();
        var stream = RandomStream.From(randomSeed, RandomUse.Bootstrap, draw);
        foreach (var stratum in (ReadOnlySpan<int[]>)[_cases, _controls])
            for (var i = 0; i < stratum.Length; i++)
                counts[stratum[stream.NextInt(stratum.Length)]]++;
    }
}
