using System.Collections.Immutable;
using AxSpa.Models.Deployment;
using AxSpa.Models.Training;
using AxSpa.Models.Weights;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
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

    private sealed class LinearNetwork : nn.Module<Tensor, Tensor>
    {
        private readonly Linear head; // its name becomes that of the weights

        public LinearNetwork(int inputs) : base(nameof(LinearNetwork))
        {
            head = nn.Linear(inputs, 1);
            RegisterComponents();
        }

        /// <param name="input">[batch, inputs]</param>
        /// <returns>[batch, 1] logits.</returns>
        public override Tensor forward(Tensor input) => head.call(input);
    }
}
