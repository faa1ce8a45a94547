namespace AxSpa.Pipeline.Jobs;

/// <summary>The name of one run, and of its folder under <c>runs/</c>: <c>20261123-184500-a1b2</c>.</summary>
public readonly record struct RunId(string Value)
{
    public override string ToString() => Value;
}
