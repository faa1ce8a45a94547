using System.Reflection;

namespace AxSpa.Shared;

/// <summary>Which version of this software a process runs.</summary>
public static class SoftwareVersion
{
    /// <summary><c>0.1.0</c>.</summary>
    public static string Number { get; } = Full.Split('+')[0];

    /// <summary>With the commit it was built from, where that is known: <c>0.1.0+4c4e0266a1b2</c>. Two nodes may differ only in this.</summary>
    public static string Full
    {
        get
        {
            var version = typeof(SoftwareVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            return version.Length > version.IndexOf('+') + 1 + CommitDigits && version.Contains('+')
                ? version[..(version.IndexOf('+') + 1 + CommitDigits)]
                : version;
        }
    }

    private const int CommitDigits = 12;
}
