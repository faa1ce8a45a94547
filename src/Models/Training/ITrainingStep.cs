using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>One batch: the loss, its gradients, and one step of Adam.</summary>
internal interface ITrainingStep : IDisposable
{
    /// <param name="inputs">[length, …].</param>
    /// <param name="targets">[length, 1]: 1 for a case, 0 for a control.</param>
    /// <param name="importance">[length, 1]: what each example counts in the loss.</param>
    /// <param name="lossSum">[1]: the batch's mean loss times its length is added to it.</param>
    void Learn(Tensor inputs, Tensor targets, Tensor importance, Tensor lossSum);
}
