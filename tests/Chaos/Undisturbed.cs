namespace AxSpa.Chaos;

/// <summary>What a run comes to when nothing goes wrong: one process, computed once, the measure of all others.</summary>
internal sealed record Undisturbed(
    string Specification, SortedDictionary<string, string> EqualSet, IReadOnlyDictionary<Stage, TimeSpan> Lasts, IReadOnlyList<string> Jobs)
{
    public TimeSpan Wall => TimeSpan.FromTicks(Lasts.Values.Sum(time => time.Ticks));

    public static Undisturbed Compute(Specification specification, string folder)
    {
        var (path, workspace) = (specification.Write(folder), Path.Combine(folder, "undisturbed"));
        var (code, _, errors) = Tool.Run(
            TimeSpan.FromMinutes(8), Programs.Axspa, "run", path, "--workspace", workspace, "--pbm-port", "off", "--slots", "cpu:2");
        if (code != 0)
            throw new InvalidOperationException($"The undisturbed run ended with {code}: {errors}");
        var run = RunOnDisk.In(workspace)!;
        var begun = run.Stages().ToList();
        return new(path, run.EqualSet(), begun.Zip(begun.Skip(1)).ToDictionary(pair => pair.First.Key, pair => pair.Second.Value - pair.First.Value),
            [.. run.Grants().Select(grant => grant.Job).Distinct()]);
    }
}
