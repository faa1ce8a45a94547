namespace AxSpa.Shared.Keys;

/// <summary>What a token of pbm allows; each role may do what those before it may.</summary>
public enum AccessRole
{
    /// <summary>Looks at everything.</summary>
    Viewer,

    /// <summary>Submits, steers and ends runs; drains and enables nodes.</summary>
    Operator,

    /// <summary>Also lets members of the cluster go or puts them out, and deletes runs.</summary>
    Admin,
}
