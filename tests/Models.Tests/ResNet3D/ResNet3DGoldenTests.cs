using AxSpa.Models.Training;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.ResNet3D;

/// <summary>Oracle: PyTorch 1.13.1 (reference/golden). Its own float32 and float64 differ by 1.5e-5 in the logits.</summary>
public sealed class ResNet3DGoldenTests
{
    [Fact]
    public void Evaluation_logits_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var golden = new GoldenNetwork();
        golden.Network.eval();
        using var noGradient = no_grad();

        GoldenNetwork.AssertClose(GoldenNetwork.Numbers(golden.Expected.GetProperty("eval").GetProperty("logits")), golden.Network.call(golden.Input), 1e-4f);
    }

    [Fact]
    public void Training_logits_loss_gradients_and_running_statistics_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var golden = new GoldenNetwork();
        var expected = golden.Expected.GetProperty("train_step_sgd_0.01");
        golden.Network.train();

        var logits = golden.Network.call(golden.Input);
        var loss = nn.functional.cross_entropy(logits, golden.Labels);
        loss.backward();

        GoldenNetwork.AssertClose(GoldenNetwork.Numbers(expected.GetProperty("train_logits")), logits, 1e-4f);
        Assert.Equal(expected.GetProperty("loss").GetDouble(), loss.item<float>(), 1e-5);
        var gradients = golden.Network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!);
        foreach (var entry in expected.GetProperty("gradients").EnumerateObject())
        {
            var absoluteSum = entry.Value.GetProperty("abs_sum").GetDouble();
            Assert.Equal(absoluteSum, gradients[entry.Name].abs().sum(ScalarType.Float64).item<double>(), 1e-4 * absoluteSum + 1e-6);
        }
        var buffers = golden.Network.state_dict();
        foreach (var entry in expected.GetProperty("running_after").EnumerateObject())
            Assert.Equal(entry.Value.GetProperty("sum").GetDouble(), buffers[entry.Name].sum(ScalarType.Float64).item<double>(), 1e-3);
    }

    [Fact]
    public void Logits_after_one_Adam_step_with_weight_decay_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var golden = new GoldenNetwork();
        using var optimizer = new FlatAdam(golden.Network, 1e-3, 1e-4);
        golden.Network.train();
        optimizer.ClearGradients();
        golden.Loss().backward();

        optimizer.Step();

        golden.Network.eval();
        using var noGradient = no_grad();
        // The first step is the learning rate times the sign of gradients that are partly rounding noise, so 1e-2; without
        // weight decay the difference would be 4.6e-2.
        var expected = golden.Expected.GetProperty("train_step_adam_1e-3_wd_1e-4").GetProperty("eval_logits_after_step");
        GoldenNetwork.AssertClose(GoldenNetwork.Numbers(expected), golden.Network.call(golden.Input), 1e-2f);
    }
}
