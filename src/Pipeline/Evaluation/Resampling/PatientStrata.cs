namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>What a bootstrap draws: patients with all their rows, in strata whose sizes every draw keeps.</summary>
/// <param name="RowsOf">[patient][…] the rows of each.</param>
/// <param name="Members">[stratum][…] patients: those whose rows are all cases, all controls, or (with several rows) both. None is empty.</param>
public sealed record PatientStrata(int[][] RowsOf, int[][] Members)
{
    public bool OneRowEach => RowsOf.All(rows => rows.Length == 1);

    /// <param name="isCase">[rows]</param>
    /// <param name="patient">[rows] 0, 1, … by first appearance.</param>
    public static PatientStrata Of(bool[] isCase, int[] patient)
    {
        var rowsOf = new List<List<int>>();
        for (var row = 0; row < patient.Length; row++)
        {
            if (patient[row] == rowsOf.Count) rowsOf.Add([]);
            rowsOf[patient[row]].Add(row);
        }
        var members = new[] { new List<int>(), new List<int>(), new List<int>() };
        for (var one = 0; one < rowsOf.Count; one++)
        {
            var cases = rowsOf[one].Count(row => isCase[row]);
            members[cases == rowsOf[one].Count ? 0 : cases == 0 ? 1 : 2].Add(one);
        }
        return new PatientStrata(
            [.. rowsOf.Select(rows => rows.ToArray())], [.. members.Where(stratum => stratum.Count > 0).Select(stratum => stratum.ToArray())]);
    }
}
