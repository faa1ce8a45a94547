using AxSpa.Models.ResNet3D;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Training;

public sealed class FineTuningTests : IDisposable
{
    private readonly MadeCohort _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public void A_fold_starts_from_pretrained_weights_and_its_frozen_layers_do_not_drift()
    {
        using var scope = NewDisposeScope();
        var file = Path.Combine(_made.Workspace, "pretrained.safetensors");
        using (var other = new ResNet3DNetwork(ResNet3DShape.Of(10, 4)))
        {
            InitialWeights.Draw(other, 99);
            SafeTensors.Write(file, other.state_dict());
        }
        var request = _made.Request(BranchId.Mri, "attempt-1");
        var mri = request.Specification.Mri! with { Pretrained = file, Frozen = ["stem", "layer1", "layer2"] };
        var said = new List<TrainerLine>();

        FoldTraining.Run(request with { Specification = request.Specification with { Mri = mri } }, said.Add, CancellationToken.None);

        var before = SafeTensorsFile.ReadAll(file);
        var after = SafeTensorsFile.ReadAll(Path.Combine(request.AttemptFolder, "weights.safetensors"));
        string[] frozen = ["conv1.", "bn1.", "layer1.", "layer2."];
        Assert.All(before, entry => Assert.True(
            frozen.Any(part => entry.Key.StartsWith(part, StringComparison.Ordinal)) == entry.Value.bytes.SequenceEqual(after[entry.Key].bytes), entry.Key));
        Assert.Equal(new TrainerLine.Warning(
            "Pretrained weights " + Path.GetFileName(file) + ": 60 tensors matched and loaded; the 2 of the head (fc) start at random."),
            said[0]);
    }

    [Fact]
    public void A_file_that_does_not_fit_is_refused_before_anything_is_trained()
    {
        using var scope = NewDisposeScope();
        var file = Path.Combine(_made.Workspace, "pretrained.safetensors");
        using (var wider = new ResNet3DNetwork(ResNet3DShape.Of(10, 8)))
            SafeTensors.Write(file, wider.state_dict());
        var request = _made.Request(BranchId.Mri, "attempt-1");
        var specification = request.Specification with { Mri = request.Specification.Mri! with { Pretrained = file } };

        var error = Assert.ThrowsAny<RefusedInputException>(
            () => FoldTraining.Run(request with { Specification = specification }, _ => { }, CancellationToken.None));

        Assert.Contains("conv1.weight has shape [8, 1, 7, 7, 7], expected [4, 1, 7, 7]", error.Message);
        Assert.False(Directory.Exists(request.AttemptFolder));
    }
}
