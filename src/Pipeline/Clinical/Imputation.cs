namespace AxSpa.Pipeline.Clinical;

/// <summary>What stands in for a missing number.</summary>
public enum Imputation { Median, Mean }
