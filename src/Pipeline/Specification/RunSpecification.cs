using AxSpa.Pipeline.Branches;
using static AxSpa.Pipeline.Specification.YamlValues;

namespace AxSpa.Pipeline.Specification;

/// <summary>
/// The whole of a run as a researcher wrote it, with defaults filled in and every value checked (see docs/run-yaml.md).
/// Read by <see cref="RunYaml"/>.
/// </summary>
public sealed record RunSpecification
{
    public required string Name { get; init; }

    /// <summary>Who the patients are and what is asked, in the authors' words, for the report; null: nothing is said. It is no part of the run's key.</summary>
    public string? Description { get; init; }

    /// <summary>By which rules tables and scans are read (<see cref="RunRules"/>).</summary>
    public int Rules { get; init; } = RunRules.Newest;
    public ulong RandomSeed { get; init; } = 42;
    public required CohortOptions Cohort { get; init; }
    public SplitOptions Split { get; init; } = new();
    public int Folds { get; init; } = 5;

    /// <summary>How often the cross-validation is done; the models are those of the first time.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Torch threads of one job. Part of the specification because sums, and so results, depend on it.</summary>
    public int ThreadsPerJob { get; init; } = 1;

    /// <summary>What the run learns from, at least one. Where nothing is said of it, the clinical branch with its defaults is among them.</summary>
    public BranchMap<BranchOptions> Branches { get; init; } = BranchMap<BranchOptions>.Empty.With(BranchId.Clinical, new ClinicalOptions());

    /// <summary>Null: no MRI branch.</summary>
    public MriOptions? Mri
    {
        get => (MriOptions?)Branches[BranchId.Mri];
        init => Branches = Branches.With(BranchId.Mri, value);
    }

    /// <summary>Null (written <c>clinical: none</c>): no clinical branch. Left out: the defaults.</summary>
    public ClinicalOptions? Clinical
    {
        get => (ClinicalOptions?)Branches[BranchId.Clinical];
        init => Branches = Branches.With(BranchId.Clinical, value);
    }

    public FusionOptions Fusion { get; init; } = new();
    public EvaluationOptions Evaluation { get; init; } = new();
    public ResourceOptions Resources { get; init; } = new();

    public static SectionForm<RunSpecification> Form { get; } = new SectionForm<RunSpecification>(Unsaid)
        .Key("name", o => o.Name, (o, v) => o with { Name = v }, Text, "name of the run")
        .Key("description", o => o.Description, (o, v) => o with { Description = v }, TextOrNull, writtenIf: o => o.Description is not null)
        // A run of the first rules is older than this key.
        .Key(
            "rules", o => o.Rules, (o, v) => o with { Rules = v }, Whole(RunRules.First, RunRules.Newest), "by which rules tables and scans are read",
            writtenIf: o => o.Rules > RunRules.First)
        .Key("randomSeed", o => o.RandomSeed, (o, v) => o with { RandomSeed = v }, Unsigned, "the one number all randomness is derived from")
        .Key("cohort", o => o.Cohort, (o, v) => o with { Cohort = v }, RequiredCohort)
        .Key("split", o => o.Split, (o, v) => o with { Split = v }, Section(SplitOptions.Form))
        .Key("folds", o => o.Folds, (o, v) => o with { Folds = v }, Whole(2, 20), "cross-validation folds over the training patients")
        .Key(
            "repeats", o => o.Repeats, (o, v) => o with { Repeats = v }, Whole(1, 20),
            "how often the cross-validation is done, with other folds, initial weights and orders; the models are those of the first", leftOutAtDefault: true)
        .Key("threadsPerJob", o => o.ThreadsPerJob, (o, v) => o with { ThreadsPerJob = v }, Whole(1, 256), "threads of one training; sums depend on it")
        .Each(BranchRegistry.All, (form, branch) => form.Key(
            branch.Id.Key, o => o.Branches[branch.Id], (o, v) => o with { Branches = o.Branches.With(branch.Id, v) }, branch.Section,
            $"the {branch.Name} branch", writtenIf: o => branch.IsAlways || o.Branches[branch.Id] is not null))
        .Key("fusion", o => o.Fusion, (o, v) => o with { Fusion = v }, Section(FusionOptions.Form))
        .Key("evaluation", o => o.Evaluation, (o, v) => o with { Evaluation = v }, Block(EvaluationOptions.Form))
        .Key("resources", o => o.Resources, (o, v) => o with { Resources = v }, Section(ResourceOptions.Form), leftOutAtDefault: true);

    private static RunSpecification Unsaid(SpecificationContext context) =>
        new() { Name = "axspa-baseline", Rules = context.Rules, Cohort = CohortOptions.Form.Unsaid(context) };

    private static YamlValue<CohortOptions> RequiredCohort => Block(CohortOptions.Form) with
    {
        Read = (top, key, _, context) => top.Section(key) is { } cohort
            ? CohortOptions.Form.Read(cohort, context)
            : throw top.Refuse(key, "is missing: it says where the patients are. See samples/"),
    };

    /// <summary>Every path cut down to its last name: what a model needs to know of its data, without where it lay.</summary>
    public RunSpecification WithoutFolders() => this with
    {
        Cohort = Cohort with
        {
            Clinical = Path.GetFileName(Cohort.Clinical),
            Mri = Cohort.Mri is { } scans ? scans with { Folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(scans.Folder)) } : null,
        },
        Split = Split.File is { } file ? Split with { File = Path.GetFileName(file) } : Split,
        Mri = Mri?.Pretrained is { } weights ? Mri with { Pretrained = Path.GetFileName(weights) } : Mri,
    };
}
