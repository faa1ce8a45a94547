using System.Collections.Immutable;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Models.Training;

/// <summary>One attempt at training one fold of one branch.</summary>
public sealed record FoldTrainingRequest
{
    public required RunSpecification Specification { get; init; }
    public required PreparedCohort Cohort { get; init; }
    public required FoldId Fold { get; init; }

    /// <summary>What all of the fold's randomness is derived from.</summary>
    public ulong RandomSeed => RepeatSeed.Of(Specification.RandomSeed, Fold.Repeat);

    /// <summary>The folder that the paths in the cohort and in the outcome are relative to.</summary>
    public required string Workspace { get; init; }

    /// <summary>Pretrained weights lie where this allows; null: anywhere.</summary>
    public ReadPermit? MayRead { get; init; }

    /// <summary>The only folder that is written to.</summary>
    public required string AttemptFolder { get; init; }

    /// <summary>The folders of earlier attempts at this fold, whose newest whole checkpoint is copied and continued.</summary>
    public ImmutableArray<string> EarlierAttempts { get; init; } = [];

    /// <summary>A hash over everything that determines the result; a checkpoint of another identity is never continued.</summary>
    public required string JobIdentity { get; init; }

    /// <summary><c>cpu</c> or <c>cuda:k</c>.</summary>
    public string Device { get; init; } = "cpu";

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
