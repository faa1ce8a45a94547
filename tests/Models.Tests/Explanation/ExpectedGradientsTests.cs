using AxSpa.Models.ClinicalNet;
using AxSpa.Models.Explanation;
using AxSpa.Models.Tests.Training;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Explanation;

public sealed class ExpectedGradientsTests
{
    [Fact]
    public void Of_a_linear_model_they_are_weight_times_distance_from_the_mean_patient()
    {
        using var linear = nn.Linear(3, 1);
        using (no_grad())
            linear.weight.copy_(tensor(new[] { 2f, -1f, 0.5f }).view(1, 3));
        float[] background = [.. Enumerable.Range(0, 3 * 20).Select(i => (float)Math.Sin(i * 1.7))]; // 20 others: each is drawn ten times
        float[] explained = [1, 2, 3, -1, 0, 4];

        var attributions = ExpectedGradients.Of(linear, explained, background, 3, Draws, CPU);

        double[] weights = [2, -1, 0.5];
        for (var i = 0; i < explained.Length; i++)
            Assert.Equal(weights[i % 3] * (explained[i] - Enumerable.Range(0, 20).Average(other => (double)background[3 * other + i % 3])), attributions[i],
                1e-5);
    }

    [Fact]
    public void They_add_up_to_the_answer_less_the_mean_answer_of_the_background()
    {
        var (network, background) = (Network(inputs: 6), Rows(100, 6, seed: 1));
        using var owned = network;
        var explained = Rows(30, 6, seed: 2);

        var attributions = ExpectedGradients.Of(network, explained, background, 6, Draws, CPU);

        var (answers, mean) = (Answers(network, explained, 6), Answers(network, background, 6).Average());
        var spread = answers.Max() - answers.Min();
        var errors = answers.Select((answer, p) => Math.Abs(attributions.AsSpan(p * 6, 6).ToArray().Sum() - (answer - mean)) / spread).ToList();
        Assert.True(errors.Average() < 0.02, $"mean error {errors.Average():P1} of the range of answers");
        Assert.True(errors.Max() < 0.08, $"greatest error {errors.Max():P1} of the range of answers");
    }

    [Fact]
    public void An_input_that_the_network_does_not_use_gets_nothing_and_the_same_streams_give_the_same_bits()
    {
        using var network = Network(inputs: 4);
        using (no_grad())
            network.state_dict()["stem.weight"].narrow(1, 2, 1).zero_();
        var (explained, background) = (Rows(5, 4, seed: 3), Rows(40, 4, seed: 4));

        var attributions = ExpectedGradients.Of(network, explained, background, 4, Draws, CPU);

        Assert.All(Enumerable.Range(0, 5), patient => Assert.Equal(0, attributions[4 * patient + 2]));
        Assert.All(Enumerable.Range(0, 5), patient => Assert.NotEqual(0, attributions[4 * patient + 1]));
        Assert.Equal(attributions, ExpectedGradients.Of(network, explained, background, 4, Draws, CPU));
    }

    [Fact]
    public void A_yes_or_no_column_is_one_feature_and_the_branchs_answers_are_explained()
    {
        using var made = new MadeCohort();
        var request = made.Request(BranchId.Clinical, "attempt-1");
        FoldTraining.Run(request, _ => { }, CancellationToken.None);
        var fold = new FrozenFold(request.Fold, Path.Combine(request.AttemptFolder, "weights.safetensors"),
            Path.Combine(request.AttemptFolder, "preprocessing.json"));
        int[] test = [.. Enumerable.Range(0, made.Cohort.Patients.Length).Where(i => made.Cohort.Patients[i].Set == PatientSet.Test)];
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var progress = new List<(int, int)>();
        var asked = new FoldExplanationRequest(request.Specification, fold, made.Cohort, made.Workspace, "cpu")
        {
            Progress = (done, of) => progress.Add((done, of)),
        };
        var attributions = BranchTrainers.Of(BranchId.Clinical).Attribute(asked, test);
        Assert.Equal((test.Length, test.Length), progress[^1]);
        attributions = FoldAttributions.FromJson(attributions.ToJson());
        var table = FoldAttributions.MeanOf([attributions], made.Cohort, test);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(["ESR", "CRP", "HLA-B27"], table.Features);
        var answers = ScoreFile.Read(Path.Combine(request.AttemptFolder, "holdout.csv")).ToDictionary(score => score.PatientId, score => score.Logit);
        var spread = test.Max(i => answers[made.Cohort.Patients[i].Id]) - test.Min(i => answers[made.Cohort.Patients[i].Id]);
        Assert.All(table.Rows, row => Assert.InRange(Math.Abs(row.Margin - answers[row.PatientId]), 0, 0.08 * spread));
        // The label is in ESR and HLA-B27; CRP is noise.
        double Mean(int feature) => table.Rows.Average(row => Math.Abs(row.Contributions[feature]));
        Assert.True(Mean(0) > Mean(1) && Mean(2) > Mean(1), $"{Mean(0):F2} {Mean(1):F2} {Mean(2):F2}");
    }

    private static RandomStream Draws(int patient) => RandomStream.From(1, RandomUse.ExpectedGradients, 0, patient);

    private static ClinicalNetwork Network(int inputs)
    {
        var network = new ClinicalNetwork(inputs, [16, 12], 0.5);
        InitialWeights.Draw(network, 9);
        using (no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                if (name.EndsWith("bn2.weight", StringComparison.Ordinal))
                    parameter.fill_(1); // else the block passes its input through
        network.eval();
        return network;
    }

    private static float[] Rows(int count, int inputs, int seed)
    {
        var draws = new Random(seed);
        return [.. Enumerable.Range(0, count * inputs).Select(_ => (float)(4 * draws.NextDouble() - 2))];
    }

    private static double[] Answers(nn.Module<Tensor, Tensor> network, float[] rows, int inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Array.ConvertAll(network.call(TorchTensor.Of(rows, [rows.Length / inputs, inputs], CPU)).data<float>().ToArray(), value => (double)value);
    }
}
