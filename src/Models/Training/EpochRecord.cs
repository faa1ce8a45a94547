using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Files;

namespace AxSpa.Models.Training;

/// <summary>One line of <c>history.csv</c>.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="ValidationAuroc">Null where the validation patients are of one class.</param>
internal sealed record EpochRecord(int Epoch, double TrainingLoss, double ValidationLoss, double? ValidationAuroc, double LearningRate)
{
    public const string Header = "epoch,training_loss,validation_loss,validation_auroc,learning_rate";

    public static void Write(string path, IEnumerable<EpochRecord> history)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var epoch in history)
            text.Append(CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.TrainingLoss:R},{epoch.ValidationLoss:R},{epoch.ValidationAuroc:R},{epoch.LearningRate:R}\n");
        AtomicFile.Write(path, text.ToString());
    }
}
