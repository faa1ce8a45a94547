namespace AxSpa.Pipeline.Jobs;

/// <summary>A job's name inside its run: <c>cohort</c>, <c>mri-0</c>, <c>mri-r2-0</c>, <c>fusion</c>, <c>explain-mri-0</c>, <c>report</c>.</summary>
public readonly record struct JobId(string Value)
{
    public override string ToString() => Value;
}
