using System.Globalization;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Models.Boosting;

/// <summary>Checked options in the library's own words.</summary>
internal static class XgboostParameters
{
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value that the library cannot use. Checked here because XGBoost itself accepts any name and value in silence and
    /// fails, if at all, in the first round.
    /// </exception>
    public static (string Name, string Value)[] From(BoostingOptions options, TreeMethod treeMethod)
    {
        if (options.MaxDepth is < 1 or > 32)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxDepth, "The depth of a tree must be 1 to 32.");
        if (!(options.LearningRate is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.LearningRate, "The learning rate must be above 0 and at most 1.");
        if (!(options.Subsample is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Subsample, "The share of rows per tree must be above 0 and at most 1.");
        return
        [
            ("objective", "binary:logistic"),
            ("base_score", "0.5"),             // the default before 2.0; later versions estimate it from the labels
            ("max_depth", options.MaxDepth.ToString(CultureInfo.InvariantCulture)),
            ("eta", options.LearningRate.ToString("R", CultureInfo.InvariantCulture)),
            ("subsample", options.Subsample.ToString("R", CultureInfo.InvariantCulture)),
            // Else the library draws from one generator per thread, and boosters that grow in turns change each other's draws.
            ("seed_per_iteration", "1"),
            ("tree_method", treeMethod == TreeMethod.Exact ? "exact" : "hist"),
            ("max_bin", "256"),
            ("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
            // One thread always: sums do not depend on the machine, and at this size more threads wait longer than they work
            // (13 ms became 13 s on two busy cores, in OpenMP's spinning barriers).
            ("nthread", "1"),
            ("verbosity", "0"),
        ];
    }
}
