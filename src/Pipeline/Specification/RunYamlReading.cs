using AxSpa.Pipeline.Branches;

namespace AxSpa.Pipeline.Specification;

/// <summary>From the sections of a YAML file to a checked <see cref="RunSpecification"/>.</summary>
internal static class RunYamlReading
{
    public static RunSpecification Specification(RunYamlSection top, string folder, int rulesUnsaid)
    {
        // Read first: what the other keys mean where they are left out depends on it.
        var rules = top.Integer("rules", rulesUnsaid, RunRules.First, RunRules.Newest);
        var specification = RunSpecification.Form.Read(top, new SpecificationContext(folder, rules));
        var seesScans = specification.Branches.Any(branch => BranchRegistry.Of(branch.Key).Input == BranchInput.Scans);
        if (!seesScans && specification.Cohort.Mri is not null)
            throw top.Section("cohort")!.Refuse(
                "mri",
                "there is no section 'mri' at the top, so no network would see the scans. Add 'mri: {}' for the default network, or take 'cohort.mri' out",
                with: ["/mri"]);
        if (seesScans && specification.Cohort.Mri is null)
            throw top.Refuse(
                "mri", "'cohort.mri' is missing, so there are no scans to learn from. Add 'mri: { folder: … }' under 'cohort', or take this section out",
                with: ["/cohort.mri"]);
        if (specification.Branches.Count == 0)
            throw top.Refuse("clinical", "there is no MRI branch either, so nothing would learn. Leave 'clinical' out for its defaults",
                with: ["/mri", "/cohort.mri"]);
        return rules >= RunRules.Second ? ComparedNames.Formed(specification) : specification;
    }
}
