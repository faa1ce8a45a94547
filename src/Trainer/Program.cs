using System.Runtime.InteropServices;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using AxSpa.Trainer;
using AxSpa.Trainer.Jobs;
using AxSpa.Trainer.Orders;
using AxSpa.Trainer.Process;

// One job at a time, as lines of JSON: jobs (or a person's orders) on standard input, what becomes of them on standard output, logs on standard error.
if (args is [Drawing.Word, var record, var folder])
    return Drawing.Do(record, folder);
// Ctrl-C reaches every process of a terminal, and a supervisor may end a whole group: this process ends with its node, which says before what to keep.
var deaf = new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM }
    .Select(signal => PosixSignalRegistration.Create(signal, received => received.Cancel = true)).ToArray();
var output = PrivateOutput.Claim();
try
{
    var arguments = TrainerArguments.Parse(args);
    var input = new NodeInput(Console.OpenStandardInput());
    Heartbeat.Begin(output.Say); // before the libraries: loading them from a cold share may take long
    var ready = NativeLibraries.Load(arguments.Device);
    output.Say(ready);
    var jobs = new JobRunner(arguments.Workspace, arguments.Roots, ready, output.Say);
    var orders = new OrderRunner(arguments.Workspace, ready, output.Say);
    foreach (var line in input.Lines)
        output.Say(TrainerOrder.IsOne(line.Text) ? orders.Do(line.Text) : jobs.Do(line.Text, line.Stop));
    return 0;
}
catch (RefusedInputException refusal)
{
    output.Say(new TrainerLine.Failed(FailureKind.BadInput, refusal.Message));
    return 2;
}
finally
{
    Array.ForEach(deaf, registration => registration.Dispose());
}
