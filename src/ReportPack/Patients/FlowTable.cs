using AxSpa.Pipeline.Cohort;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Patients;

/// <summary>The flow diagram in numbers, with the folds.</summary>
internal static class FlowTable
{
    public static Table Of(CohortReport cohort)
    {
        var hasMri = cohort.Patients.WithMri > 0;
        TableRow Row(string name, GroupCount count) => new(name, "",
        [
            Whole(count.Patients), Whole(count.Cases), Whole(count.Patients - count.Cases),
            new Cell(FormattableString.Invariant($"{100.0 * count.Cases / Math.Max(count.Patients, 1):0.0}%")),
            .. hasMri ? (Cell[])[Whole(count.WithMri), Whole(count.CasesWithMri), Whole(count.Scans)] : [],
        ]);

        return new Table(
            "flow-table", "Patients in each set and fold",
            ["Set", "Patients", "Cases", "Controls", "Prevalence", .. hasMri ? (string[])["With MRI", "Cases with MRI", "Scans"] : []],
            [
                Row("All", cohort.Patients),
                .. from set in cohort.Sets
                   where set.Count.Patients > 0
                   let folds = set.Set == "train" ? cohort.Folds : []
                   from row in (TableRow[])
                   [
                       Row(FlowDiagram.Title(set.Set), set.Count),
                       .. folds.Select(fold => Row(FormattableString.Invariant($"fold {fold.Fold}"), fold.Count) with { IsSub = true }),
                   ]
                   select row,
            ], []);
    }

    private static Cell Whole(int count) => new(FormattableString.Invariant($"{count}"));
}
