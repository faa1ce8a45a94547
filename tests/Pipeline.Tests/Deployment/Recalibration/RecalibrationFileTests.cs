using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment.Recalibration;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Tests.Imaging;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Pipeline.Tests.Deployment.Recalibration;

public sealed class RecalibrationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RecalibrationMethod.Logistic)]
    [InlineData(RecalibrationMethod.Isotonic)]
    public void It_reads_back_as_the_same_maps_and_belongs_to_its_model(RecalibrationMethod method)
    {
        var table = ThreePredictors.Table([.. Enumerable.Range(0, 60).Select(i => ThreePredictors.Patient(
            $"p{i:00}", PatientSet.Test, i % 3 == 0, null, null, new ModelScore(0.5, (i * 37 % 60 + 1) / 62.0, false)))]);
        var manifest = MadeModel.Usual.Describe([]);
        var (fitted, honest) = Pipeline.Deployment.Recalibration.Recalibration.Fit(method, "elsewhere", manifest, table, 42);
        File.WriteAllBytes(_folder["recalibration.json"], fitted.ToJson());

        var read = Pipeline.Deployment.Recalibration.Recalibration.Read(_folder["recalibration.json"], manifest);

        Assert.Equal(("elsewhere", 60, 20, method), (read.FittedOn, read.Patients, read.Cases, read.Method));
        Assert.Equal([PredictorId.Fusion], honest.Keys);
        Assert.All(Enumerable.Range(0, 101),
            percent => Assert.Equal(fitted[PredictorId.Fusion]!.Apply(percent / 100.0), read[PredictorId.Fusion]!.Apply(percent / 100.0)));
        Assert.Null(read[PredictorId.Mri]);
        Assert.Contains("another model", Assert.Throws<RefusedInputException>(() =>
            Pipeline.Deployment.Recalibration.Recalibration.Read(
                _folder["recalibration.json"], manifest with { SpecificationKey = "a-longer-key-of-another-model" })).Message);
    }

    [Theory]
    [InlineData("\"models\":null", "Path: $.models")]
    [InlineData("\"models\":[null]", "models[0] must be a model and its map")]
    [InlineData("\"models\":[{\"model\":\"Fusion\",\"map\":null}]", "models[0] must be a model and its map")]
    [InlineData("\"models\":[{\"model\":\"Fusion\",\"map\":{\"logistic\":null,\"isotonic\":null}}]", "models[0].map must be either")]
    [InlineData("\"models\":[{\"model\":\"Fusion\",\"map\":{\"logistic\":{\"slope\":-1,\"intercept\":0,\"warning\":null},\"isotonic\":null}}]", "models[0].map.logistic must be")]
    [InlineData("\"models\":[{\"model\":\"Fusion\",\"map\":{\"logistic\":null,\"isotonic\":{\"at\":[0.1],\"value\":null}}}]", "Path: $.models[0].map.isotonic.value")]
    [InlineData("\"models\":[{\"model\":\"Fusion\",\"map\":{\"logistic\":null,\"isotonic\":{\"at\":[0.5,0.1],\"value\":[0.1,0.2]}}}]", "models[0].map.isotonic must be")]
    public void A_map_that_is_none_is_refused_by_field(string models, string says)
    {
        var manifest = MadeModel.Usual.Describe([]);
        File.WriteAllText(_folder["r.json"], $$"""
            {"notice":"","method":"Logistic","fittedOn":"x","patients":1,"cases":1,"specificationKey":"{{manifest.SpecificationKey}}","splitSha256":"{{manifest.SplitSha256}}",{{models}}}
            """);
        Assert.Contains(says,
            Assert.Throws<RefusedInputException>(() => Pipeline.Deployment.Recalibration.Recalibration.Read(_folder["r.json"], manifest)).Message);
    }

    [Fact]
    public void Another_file_is_refused_in_words()
    {
        File.WriteAllText(_folder["x.json"], "{}");
        Assert.Contains("axspa evaluate --recalibrate",
            Assert.Throws<RefusedInputException>(
                () => Pipeline.Deployment.Recalibration.Recalibration.Read(_folder["x.json"], MadeModel.Usual.Describe([]))).Message);
        Assert.Contains("axspa evaluate --recalibrate",
            Assert.Throws<RefusedInputException>(
                () => Pipeline.Deployment.Recalibration.Recalibration.Read(_folder["gone.json"], MadeModel.Usual.Describe([]))).Message);
    }
}
