using System.Collections.Immutable;
using AxSpa.Models.Deployment;
using AxSpa.Models.Explanation;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AxSpa.Extension;

internal sealed class LinearTrainer : BranchTrainer
{
    public override BranchId Branch { get; } = new("linear");

    public override BranchModel Open(FoldTrainingRequest request, FoldPatients patients, ulong seed, Device device, Action<TrainerLine> say)
    {
        var preprocessing = ClinicalPreprocessing.Fit(request.Cohort, patients.Training.AsSpan());
        var companion = Path.Combine(request.AttemptFolder, ModelFileNames.PreprocessingFile);
        preprocessing.Save(companion);
        var network = new LinearNetwork(preprocessing.Width);
        InitialWeights.Draw(network, seed);
        network.to(device);
        return new(network, Rows(patients.Training), Rows(patients.HeldOut), Rows(patients.Validation), Rows(patients.Test), 4096, [companion]);

        TableExamples Rows(ImmutableArray<int> group) => new(group, preprocessing.Apply(request.Cohort, group.AsSpan()), device);
    }

    public override FrozenFoldModel Load(RunSpecification specification, FrozenFold fold, PreparedCohort cohort, string workspace, Device device)
    {
        var preprocessing = ClinicalPreprocessing.Load(fold.Preprocessing!);
        var everyone = FoldPatients.Scored(cohort, Branch);
        return FrozenFoldModel.Of(
            fold, new LinearNetwork(preprocessing.Width), device, new TableExamples(everyone, preprocessing.Apply(cohort, everyone.AsSpan()), device),
            preprocessing);
    }

    /// <summary>Of a linear model exactly: each weight times how far the input lies from its mean over the patients that it was trained on.</summary>
    public override FoldAttributions Attribute(FoldExplanationRequest request, int[] patients)
    {
        using var scope = NewDisposeScope();
        using var model = request.Load();
        var (preprocessing, network) = (model.Preprocessing!, (LinearNetwork)model.Network);
        using var noGradient = no_grad();
        var background = Rows(FoldPatients.Of(request.Cohort, request.Fold.Fold).Training.AsSpan());
        var values = network.Weights.mul(Rows(patients).sub(background.mean([0], keepdim: true))); // [patients, inputs]
        request.Progress(patients.Length, patients.Length);
        return new FoldAttributions(
            preprocessing.FeatureOfInputs(request.Cohort), network.call(background).mean().item<float>(), values.cpu().contiguous().data<float>().ToArray());

        Tensor Rows(ReadOnlySpan<int> of) => tensor(preprocessing.Apply(request.Cohort, of), [of.Length, preprocessing.Width], device: request.Device);
    }

    private sealed class LinearNetwork : nn.Module<Tensor, Tensor>
    {
        private readonly Linear head; // its name becomes that of the weights

        public LinearNetwork(int inputs) : base(nameof(LinearNetwork))
        {
            head = nn.Linear(inputs, 1);
            RegisterComponents();
        }

        /// <summary>[1, inputs]</summary>
        public Tensor Weights => head.weight;

        /// <param name="input">[batch, inputs]</param>
        /// <returns>[batch, 1] logits.</returns>
        public override Tensor forward(Tensor input) => head.call(input);
    }
}
