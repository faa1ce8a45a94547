using System.Security.Cryptography;
using System.Text;

namespace AxSpa.Pipeline.Specification;

/// <summary>What makes two runs the same run: the effective specification, wherever its files lie.</summary>
public static class RunKey
{
    /// <summary>
    /// Lower-case hexadecimal SHA-256. Whether pretrained weights or a split file are used counts, their paths do not: what
    /// the input files hold is verified apart, by their hashes. What the run may take of the cluster changes no figure, and what the authors
    /// say of it neither: they do not count.
    /// </summary>
    public static string Of(RunSpecification specification)
    {
        var withoutPaths = specification with
        {
            Description = null,
            Cohort = specification.Cohort with
            {
                Clinical = "-",
                Mri = specification.Cohort.Mri is { } files ? files with { Folder = "-" } : null,
            },
            Split = specification.Split.File is null ? specification.Split : specification.Split with { File = "-" },
            Mri = specification.Mri?.Pretrained is null ? specification.Mri : specification.Mri with { Pretrained = "-" },
            Resources = new ResourceOptions(),
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RunYaml.Write(withoutPaths))));
    }
}
