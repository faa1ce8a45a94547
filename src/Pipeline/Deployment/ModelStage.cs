namespace AxSpa.Pipeline.Deployment;

/// <summary>
/// What a trainer calls its first stage with a frozen model: from there to its end the native library reads the model, and nothing else does anything.
/// </summary>
public static class ModelStage
{
    public const string Name = "model";
}
