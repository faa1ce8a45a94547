using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

internal sealed class Doctor(Examination examination) : ICommand
{
    public CommandDescription Description { get; } = new(
        "doctor", "", "Looks at everything that a run needs: each node really writes to the workspace, the journal is really used. A failure is exit code 1.",
        [], []);

    public async Task<int> Execute(CommandCall call)
    {
        var findings = ClusterDiagnosis.Of(await examination.Examine(call.Disconnected));
        await call.To.Data(call.WantsJson ? ViewJson.Of(findings) : DoctorText.Of(findings));
        return findings.Any(finding => finding.Verdict == Verdict.Fail) ? ExitCode.RunFailed : ExitCode.Done;
    }
}
