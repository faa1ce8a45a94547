namespace AxSpa.Views;

/// <summary>How bad a finding is.</summary>
public enum Verdict { Ok, Warn, Fail }

/// <summary>One line of 'doctor'.</summary>
/// <param name="Check">members, seeds, coordinator, journal, slots, storage, space, clocks, versions, certificates.</param>
/// <param name="What">For people.</param>
/// <param name="Next">What to do, for people; null where nothing has to be done.</param>
public sealed record Finding(string Check, Verdict Verdict, string What, string? Next = null);
