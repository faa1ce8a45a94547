namespace AxSpa.Pipeline.Jobs;

/// <summary>How far a run is asked to go (<c>axspa run --until</c>), and which part of it a job belongs to. Each includes those before it.</summary>
public enum RunStage { Cohort, Mri, Clinical, Fusion, Evaluation }
