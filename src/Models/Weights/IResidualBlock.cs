using TorchSharp.Modules;

namespace AxSpa.Models.Weights;

/// <summary>A block that adds a branch to its input.</summary>
internal interface IResidualBlock
{
    /// <summary>The scale of the batch norm that ends the branch: at 0, the block passes its input through.</summary>
    Parameter BranchScale { get; }
}
