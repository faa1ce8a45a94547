using System.Collections.Immutable;
using AxSpa.Pipeline.Fusion.Logistic;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Fusion.Methods;

/// <summary>Every fusion method there is, the headline first.</summary>
/// <remarks>A program adds methods of its own before it does anything else, as branches (<see cref="Branches.BranchRegistry"/>).</remarks>
public static class FusionRegistry
{
    private static readonly Lock Gate = new();
    private static ImmutableArray<FusionMethod> _all = [new BoostedFusion(), new LogisticFusion()];
    private static bool _isClosed;

    public static ImmutableArray<FusionMethod> All
    {
        get
        {
            Volatile.Write(ref _isClosed, true);
            return _all;
        }
    }

    /// <exception cref="ArgumentException">A method of this key, or with this file, is there already.</exception>
    /// <exception cref="InvalidOperationException">Somebody has asked for the list already.</exception>
    public static void Add(FusionMethod method)
    {
        lock (Gate)
        {
            if (Volatile.Read(ref _isClosed))
                throw new InvalidOperationException($"The fusion method {method.Predictor} comes too late: add it before anything else is done.");
            if (_all.Any(one => one.Predictor == method.Predictor || one.FileName == method.FileName))
                throw new ArgumentException($"There is a fusion method {method.Predictor}, or one with the file {method.FileName}, already.", nameof(method));
            _all = _all.Add(method);
        }
    }

    /// <summary>Beside the late fusion by XGBoost, which every run has that has something to fuse.</summary>
    public static IEnumerable<FusionMethod> Others => All.Where(method => method.Predictor != PredictorId.Fusion);

    public static FusionMethod Of(PredictorId predictor) => All.Single(method => method.Predictor == predictor);
}
