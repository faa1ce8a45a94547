using AxSpa.Pipeline;

namespace AxSpa.Models.Weights;

/// <summary>A file of weights cannot be used.</summary>
public sealed class SafeTensorsException(string path, string reason) : RefusedInputException($"The weights in {path} cannot be used: {reason}");
