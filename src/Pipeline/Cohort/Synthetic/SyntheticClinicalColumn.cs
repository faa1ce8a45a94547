using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Cohort.Synthetic;

/// <summary>A column of the made clinical table. Its text follows from a hidden normal score that is higher in cases.</summary>
/// <param name="Separation">d′ of the hidden score between cases and controls; 0: the column says nothing.</param>
/// <param name="MissingFraction">Left blank this often, at random.</param>
/// <param name="Text">From the hidden score (mean 0 and deviation 1 in controls) to what stands in the table.</param>
internal sealed record SyntheticClinicalColumn(string Name, double Separation, double MissingFraction, Func<double, string> Text)
{
    /// <summary>
    /// What is asked and measured at a first visit for chronic back pain. Directions follow the ASAS classification criteria
    /// (Rudwaleit et al. 2009); sizes are chosen so that all columns together reach an AUROC of 0.789, most of
    /// it from HLA-B27 and CRP: spread evenly over ten weak columns it could not be learned from some 200 patients.
    /// </summary>
    public static ImmutableArray<SyntheticClinicalColumn> All { get; } =
    [
        new("age_years", 0.15, 0, z => Whole(Math.Clamp(39 - 9 * z, 18, 75))),
        new("sex", 0.15, 0, z => z > 0.5 ? "Male" : "Female"),
        new("symptom_duration_years", 0.15, 0, z => Tenths(Math.Exp(1.1 + 0.8 * z))),
        new("morning_stiffness_minutes", 0.35, 0.05, z => Whole(5 * Math.Round(Math.Max(0, 30 + 22 * z) / 5))),
        new("ESR_mm_per_h", 0.30, 0.04, z => Whole(Math.Max(1, Math.Exp(2.5 + 0.6 * z)))),
        new("CRP_mg_per_l", 0.70, 0.06, z => Tenths(Math.Exp(1.2 + 0.9 * z))),
        new("BASDAI", 0.10, 0.03, z => Tenths(Math.Clamp(4.2 + 1.7 * z, 0, 10))),
        new("HLA_B27", 0.95, 0.10, z => z > 0.35 ? "Positive" : "Negative"),
        new("family_history", 0.15, 0.02, z => z > 0.8 ? "Yes" : "No"),
        new("uveitis", 0.15, 0, z => z > 1.2 ? "Yes" : "No"),
        new("NSAID_response", 0.20, 0.04, z => z > 0.3 ? "Good" : "Poor"),
        new("smoking", 0, 0.03, z => z > 0.8 ? "current" : z > 0.1 ? "former" : "never"),
        new("BMI", 0, 0.02, z => Tenths(Math.Clamp(25.5 + 4 * z, 16, 48))),
    ];

    public string Draw(bool isCase, RandomStream random)
    {
        var score = random.NextGaussian() + (isCase ? Separation : 0);
        var isMissing = random.NextDouble() < MissingFraction; // drawn for every column, so that one column's rate moves no other column
        return isMissing ? "" : Text(score);
    }

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    private static string Tenths(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
