using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>Which room may use which: the drawing in docs/architecture.md, held by the project files.</summary>
public sealed class Arrows
{
    private static readonly IReadOnlyDictionary<string, string[]> Drawn = new Dictionary<string, string[]>
    {
        ["Pipeline"] = [],
        ["Models"] = ["Pipeline"],
        ["Plots"] = ["Pipeline"],
        ["ReportPack"] = ["Pipeline"],
        ["Trainer"] = ["Models", "Plots", "ReportPack"],
        ["Shared"] = ["Pipeline"],
        ["Hosting"] = ["Shared"],
        ["Views"] = ["Shared"],
        ["Commands"] = ["Hosting", "Views"],
        ["Seed"] = ["Commands"],
        ["Coordinator"] = ["Hosting", "Views"],
        ["GpuNode"] = ["Hosting"],
        ["Monitoring"] = ["Hosting"],
        ["Pbm"] = ["Views"],
        ["Standalone"] = ["Coordinator", "GpuNode", "Monitoring", "Pbm", "Seed"],
    };

    public static TheoryData<string> Rooms => [.. Drawn.Keys];

    [Fact]
    public void The_rooms_of_src_are_those_that_are_drawn()
    {
        var rooms = Project.All.Values.Where(project => project.IsInSrc).Select(project => project.Name);
        Assert.Equal(Drawn.Keys.Order(StringComparer.Ordinal), rooms.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_to_exactly_the_rooms_that_are_drawn(string room) =>
        Assert.Equal(Drawn[room], Project.All[room].References.Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_compiles_against_the_trainer_which_is_started_as_a_program() =>
        Assert.DoesNotContain(Project.All.Values, project => project.Name != "Trainer.Tests" && project.References.Contains("Trainer"));

    [Theory]
    [InlineData("Coordinator", "GpuNode")]
    [InlineData("GpuNode", "Coordinator")]
    public void The_brain_and_the_hands_meet_only_in_messages(string from, string to) =>
        Assert.DoesNotContain(Project.All[from].Closure(), project => project.Name == to);

    [Fact]
    public void No_room_of_src_refers_to_a_test_or_a_benchmark() =>
        Assert.All(Project.All.Values.Where(project => project.IsInSrc),
            project => Assert.All(project.References, reference => Assert.True(Project.All[reference].IsInSrc, $"{project.Path} refers to {reference}")));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("AxSpa.Cluster.sln").Replace('\\', '/');
        Assert.All(Project.All.Values, project => Assert.Contains($"\"{project.Path}\"", solution));
    }

    [Fact]
    public void The_filter_that_people_build_by_names_every_room()
    {
        var filter = Repository.Read("src/Programs.slnf");
        Assert.All(Drawn.Keys, room => Assert.Contains($"\"src/{room}/{room}.csproj\"", filter));
    }
}
