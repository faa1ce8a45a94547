using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>
/// Bootstrap draws over patients, stratified by outcome: each draw has as many patients of each stratum as the population, so
/// both classes are always there. A patient's rows are drawn together. All models are computed on the same draws, which gives
/// their differences intervals.
/// </summary>
/// <remarks>Davison and Hinkley, Bootstrap Methods and their Application, 1997, chapter 3. Not safe for two threads at once.</remarks>
/// <param name="use">Which of <see cref="RandomUse"/> the draws are for: uses do not share any.</param>
public sealed class StratifiedDraw(PatientStrata strata, string use = RandomUse.Bootstrap)
{
    private readonly bool _oneRowEach = strata.OneRowEach;
    private readonly int[] _places = new int[strata.Members.Max(stratum => stratum.Length)];

    /// <summary>How often each row is in draw number <paramref name="draw"/> of the run.</summary>
    /// <param name="counts">[rows], overwritten.</param>
    public void Fill(Span<int> counts, ulong randomSeed, int draw)
    {
        counts.Clear();
        var stream = RandomStream.From(randomSeed, use, draw);
        foreach (var stratum in strata.Members)
        {
            var places = _places.AsSpan(0, stratum.Length);
            stream.NextInts(places, stratum.Length);
            if (_oneRowEach)
                foreach (var place in places) counts[stratum[place]]++; // the patient's number is the row's
            else
                foreach (var place in places)
                    foreach (var row in strata.RowsOf[stratum[place]]) counts[row]++;
        }
    }
}
