using AxSpa.Pipeline;
using AxSpa.Shared.Keys;

namespace AxSpa.Standalone;

/// <summary>What <c>--tls</c> names, the same for every role: without keys a member stays on its own machine.</summary>
internal static class KeysCheck
{
    /// <param name="folder">What the command line says; null: <see cref="MemberKeys.EnvironmentVariable"/> may say it.</param>
    /// <param name="listensOn">Where the process can be reached, whatever it calls itself.</param>
    /// <returns>Null: no keys are named, and none are needed.</returns>
    /// <exception cref="RefusedInputException">Keys are needed, cannot be used, or do not name this host.</exception>
    public static MemberKeys? Load(string? folder, string host, string listensOn, CertificateRole role)
    {
        var named = string.IsNullOrWhiteSpace(folder) ? Environment.GetEnvironmentVariable(MemberKeys.EnvironmentVariable) : folder;
        if (string.IsNullOrWhiteSpace(named))
        {
            return Loopback.Is(host) && Loopback.Is(listensOn) ? null : throw new RefusedInputException(
                $"{(Loopback.Is(host) ? $"--bind {listensOn}" : $"--host {host}")} can be reached from other machines, and without keys whoever reaches it "
                + $"could join the cluster and command it. Make keys with 'axspa certs create --hosts {host},...' and name their folder with --tls DIR or in "
                + $"{MemberKeys.EnvironmentVariable}; docs/keys.md has it step by step.");
        }
        var keys = MemberKeys.Load(named, role, TimeProvider.System.GetUtcNow(), Console.Error.WriteLine);
        return keys.Roots.Objection(keys.Certificate, CertificateUse.Member, host) is not { } objection ? keys : throw new RefusedInputException(
            $"No other member would believe that this is {host}: {objection}. Name with --host one of these, or make a certificate that names it: axspa "
            + $"certs create --ca DIR --roles {role} --hosts {host} --out NEW-DIR");
    }
}
