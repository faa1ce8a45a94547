namespace AxSpa.Pipeline.Jobs;

/// <summary>The two kinds of evidence a run learns from.</summary>
public enum Branch { Mri, Clinical }
