using System.Collections.Immutable;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Cohort.Synthetic;

/// <summary>Marrow oedema beside a sacroiliac joint: bright blobs, whose summed volume grows with the inflammation.</summary>
/// <param name="IsLeft">Of the patient.</param>
/// <param name="Y">Along the joint, mm to the front.</param>
/// <param name="Z">Along the joint, mm up.</param>
/// <param name="DepthMm">From the joint into the bone: positive into the ilium, negative into the sacrum.</param>
/// <param name="RadiusMm">Standard deviation of the blob.</param>
internal readonly record struct Oedema(bool IsLeft, double Y, double Z, double DepthMm, double RadiusMm)
{
    /// <summary>Radius of a single blob of amount 1.</summary>
    private const double UnitRadiusMm = 8.5;

    /// <summary>Amounts below this are too faint to be drawn; many controls end here.</summary>
    private const double LeastAmount = 0.15;

    /// <summary>
    /// How much oedema a given inflammation makes: almost none below 0, then in proportion. It never stops rising, so that the
    /// scans carry all of the score.
    /// </summary>
    public static double AmountAt(double inflammation) => Math.Log(1 + Math.Exp(1.6 * (inflammation - 0.2))) / 1.6;

    public static ImmutableArray<Oedema> Draw(double inflammation, RandomStream random)
    {
        var amount = AmountAt(inflammation);
        if (amount < LeastAmount)
            return [];
        var count = 1 + random.NextInt(amount > 0.8 ? 3 : 2);
        var shares = Enumerable.Range(0, count).Select(_ => 0.5 + random.NextDouble()).ToArray();
        var lesions = new Oedema[count];
        for (var i = 0; i < count; i++)
        {
            var radiusMm = UnitRadiusMm * Math.Cbrt(amount * shares[i] / shares.Sum()); // so the volumes add up to the amount
            var depthMm = (2.5 + 0.9 * radiusMm) * (random.NextDouble() < 0.55 ? 1 : -1);
            lesions[i] = new Oedema(random.NextInt(2) == 0, -18 + 32 * random.NextDouble(), -20 + 40 * random.NextDouble(), depthMm, radiusMm);
        }
        return ImmutableArray.Create(lesions);
    }
}
