using System.Text.Json.Serialization;
using AxSpa.Shared.Protocol;

namespace AxSpa.Shared.Wire;

/// <summary>JSON of every record on the wire and in the journal, generated at build time: no reflection, no type names in the bytes.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeProtocol.NodeReport))]
[JsonSerializable(typeof(NodeProtocol.GrantJob))]
[JsonSerializable(typeof(NodeProtocol.CancelAttempt))]
[JsonSerializable(typeof(NodeProtocol.JobProgressed))]
[JsonSerializable(typeof(NodeProtocol.JobWarned))]
[JsonSerializable(typeof(NodeProtocol.JobCompleted))]
[JsonSerializable(typeof(NodeProtocol.JobFailed))]
[JsonSerializable(typeof(NodeProtocol.ResultRecorded))]
[JsonSerializable(typeof(RunProtocol.SubmitRun))]
[JsonSerializable(typeof(RunProtocol.RunAccepted))]
[JsonSerializable(typeof(RunProtocol.Refused))]
[JsonSerializable(typeof(RunProtocol.CancelRun))]
[JsonSerializable(typeof(RunProtocol.Cancelled), TypeInfoPropertyName = "RunProtocolCancelled")]
[JsonSerializable(typeof(RunProtocol.ListRuns))]
[JsonSerializable(typeof(RunProtocol.RunList))]
[JsonSerializable(typeof(RunProtocol.DescribeRun))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RunProtocol.ListNodes))]
[JsonSerializable(typeof(RunProtocol.NodeList))]
[JsonSerializable(typeof(RunEvents.Submitted))]
[JsonSerializable(typeof(RunEvents.TookOver))]
[JsonSerializable(typeof(RunEvents.Extended))]
[JsonSerializable(typeof(RunEvents.JobsRequested))]
[JsonSerializable(typeof(RunEvents.JobGranted))]
[JsonSerializable(typeof(RunEvents.JobMadeOfficial))]
[JsonSerializable(typeof(RunEvents.AttemptFailed))]
[JsonSerializable(typeof(RunEvents.Completed))]
[JsonSerializable(typeof(RunEvents.Failed))]
[JsonSerializable(typeof(RunEvents.Cancelled), TypeInfoPropertyName = "RunEventsCancelled")]
[JsonSerializable(typeof(IndexEvents.RunIndexed))]
[JsonSerializable(typeof(IndexEvents.RunClosed))]
[JsonSerializable(typeof(IndexEvents.RunReopened))]
[JsonSerializable(typeof(IndexEvents.TookOver), TypeInfoPropertyName = "IndexTookOver")]
internal sealed partial class WireJson : JsonSerializerContext;
