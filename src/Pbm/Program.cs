using AxSpa.Pbm;

using var interruption = new Interruption();
using var console = PbmConsole.OfThisProcess();
return await PbmProgram.Run(args, console, interruption);
