using System.Collections.Immutable;

namespace AxSpa.Views;

/// <summary>A member of the cluster as one node sees it.</summary>
/// <param name="Address"><c>akka.tcp://axspa@127.0.0.1:4053</c>.</param>
/// <param name="Status"><c>up</c>, <c>joining</c>, <c>leaving</c> …</param>
/// <param name="Reachable">By the node that was asked.</param>
/// <param name="Version">Of the application; empty where it says none.</param>
public sealed record ClusterMemberView(string Address, ImmutableArray<string> Roles, string Status, bool Reachable, string Version);
