using AxSpa.Pipeline.Branches;

namespace AxSpa.Pipeline.Explanation;

/// <summary>What the files that explain a branch are called: <c>clinical_contributions.csv</c>.</summary>
public static class ExplanationFiles
{
    public static string Contributions(BranchId branch) => $"{branch}_contributions.csv";

    public static string Summary(BranchId branch) => $"{branch}_summary.png";

    public static string Bar(BranchId branch) => $"{branch}_bar.png";
}
