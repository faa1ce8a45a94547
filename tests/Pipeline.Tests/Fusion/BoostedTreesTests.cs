using System.Text;
using System.Text.Json.Nodes;
using AxSpa.Pipeline.Fusion;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion;

/// <summary>What XGBoost would not survive, or would take for another model, is refused before it sees it, by field.</summary>
public sealed class BoostedTreesTests
{
    [Fact]
    public void A_model_is_read_and_walked()
    {
        var trees = MadeTrees.Read(MadeTrees.Json());

        Assert.Equal(2, trees.Count);
        Assert.Equal([-0.5f, 1f, 0.25f, -0.5f],
            trees.Margins(new FeatureMatrix(MadeTrees.Features, 4, [0.5f, 39, 0, 0.5f, 39, 1, 0.5f, 40, 0, 0.5f, float.NaN, 0])));
    }

    [Fact]
    public void Made_rows_are_the_same_each_time_and_go_both_ways_at_every_split()
    {
        var trees = MadeTrees.Read(MadeTrees.Json());
        var rows = trees.MadeRows(64, randomSeed: 42);

        Assert.Equal(rows.Values, trees.MadeRows(64, 42).Values);
        Assert.NotEqual(rows.Values, trees.MadeRows(64, 43).Values);
        Assert.Equal([-0.5f, 0.25f, 1f], trees.Margins(rows).Distinct().Order());
        Assert.Contains(rows.Values, float.IsNaN);
    }

    [Theory]
    [InlineData("left_children", 1, "0", "trees[1].left_children[1] is 0, and a child comes after its parent")]
    [InlineData("left_children", 1, "1", "trees[1].left_children[1] is 1, and a child comes after its parent")]
    [InlineData("right_children", 0, "5", "trees[1].right_children[0] is 5")]
    [InlineData("right_children", 0, "2000000000", "right_children[0] is 2000000000")]
    [InlineData("right_children", 0, "4", "right_children[1] is 4, which is a child of node 0 already")]
    [InlineData("right_children", 1, "3", "right_children[1] is 3, which is a child of node 1 already")]
    [InlineData("right_children", 1, "-1", "right_children[1] is a child without a sibling")]
    [InlineData("left_children", 0, "-2", "left_children[0] is -2")]
    [InlineData("split_indices", 0, "3", "split_indices[0] is 3, and the features are 0 to 2")]
    [InlineData("split_indices", 0, "-1", "split_indices[0] is -1")]
    [InlineData("parents", 3, "0", "parents[3] is 0, and the children say 1")]
    [InlineData("parents", 0, "0", "parents[0] is 0")]
    [InlineData("split_type", 0, "1", "split_type[0] must be 0")]
    [InlineData("default_left", 0, "2", "default_left[0] must be 0 or 1")]
    [InlineData("split_conditions", 2, "1e39", "split_conditions[2] must be a number")]
    [InlineData("split_conditions", 2, "1e30", "split_conditions[2] is 1E+30, and a leaf adds at most 1000000")]
    [InlineData("split_conditions", 2, "null", "split_conditions[2] must be a number")]
    [InlineData("sum_hessian", 1, "0", "sum_hessian[1] must be above 0")]
    [InlineData("left_children", 1, "3.5", "left_children[1] must be a whole number")]
    public void A_node_that_is_none_is_refused_by_name(string list, int node, string value, string says)
    {
        var model = MadeTrees.Json();
        MadeTrees.TreeOf(model, 1)[list]![node] = JsonNode.Parse(value);
        Assert.Contains(says, Refused(model));
    }

    [Theory]
    [InlineData("num_nodes", "4", "has 5 entries, and tree_param.num_nodes says 4")]
    [InlineData("num_nodes", "2000000000", "tree_param.num_nodes must be a whole number from 1 to")]
    [InlineData("num_nodes", "0", "tree_param.num_nodes")]
    [InlineData("num_feature", "4", "tree_param.num_feature must be 3")]
    [InlineData("num_deleted", "1", "tree_param.num_deleted must be 0")]
    public void What_a_tree_says_of_itself_must_be_so(string field, string value, string says)
    {
        var model = MadeTrees.Json();
        MadeTrees.TreeOf(model, 0)["tree_param"]![field] = value;
        Assert.Contains(says, Refused(model));
    }

    [Theory]
    [InlineData("learner.gradient_booster.model.tree_info.1", "5", "tree_info[1] is 5, and there is only group 0")]
    [InlineData("learner.gradient_booster.model.tree_info", "[0]", "says num_trees 2, and there are 2 trees and 1 of tree_info")]
    [InlineData("learner.gradient_booster.model.gbtree_model_param.num_trees", "\"3\"", "says num_trees 3")]
    [InlineData("learner.gradient_booster.model.gbtree_model_param.num_parallel_tree", "\"2\"", "num_parallel_tree must be 1")]
    [InlineData("learner.gradient_booster.model.trees.1.id", "0", "trees[1].id must be 1")]
    [InlineData("learner.gradient_booster.model.trees.1", "null", "trees[1] must be an object")]
    [InlineData("learner.gradient_booster.name", "\"dart\"", "gradient_booster.name must be 'gbtree'")]
    [InlineData("learner.learner_model_param.base_score", "\"nan\"", "base_score must be a probability")]
    [InlineData("learner.learner_model_param.base_score", "\"1E0\"", "base_score must be a probability")]
    [InlineData("learner.learner_model_param.num_class", "\"3\"", "num_class must be 0")]
    [InlineData("learner.learner_model_param.num_feature", "\"2\"", "num_feature must be 3")]
    [InlineData("learner.objective.name", "\"reg:squarederror\"", "objective.name must be 'binary:logistic'")]
    [InlineData("learner.feature_names.0", "\"age\"", "feature_names are not the model's features")]
    [InlineData("learner.feature_types", "[\"c\",\"q\",\"q\"]", "feature_types must be")]
    [InlineData("learner.attributes", "{\"x\":1}", "learner.attributes.x must be a text")]
    [InlineData("version", "[1]", "version must be three numbers")]
    [InlineData("more", "1", "more is no field that this program knows here")]
    public void The_rest_of_the_model_must_be_what_a_run_writes(string field, string value, string says)
    {
        var model = MadeTrees.Json();
        var names = field.Split('.');
        var parent = names[..^1].Aggregate(model, (node, name) => int.TryParse(name, out var item) ? node[item]! : node[name]!);
        if (parent is JsonArray list) list[int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else parent[names[^1]] = JsonNode.Parse(value);
        Assert.Contains(says, Refused(model));
    }

    [Fact]
    public void A_missing_field_and_one_that_is_said_twice_are_named()
    {
        var model = MadeTrees.Json();
        MadeTrees.TreeOf(model, 1).AsObject().Remove("parents");
        Assert.Contains("trees[1].parents is missing", Refused(model));
        var twice = MadeTrees.Json().ToJsonString().Replace("\"tree_info\":[0,0]", "\"tree_info\":[0,0],\"tree_info\":[5,5]", StringComparison.Ordinal);
        Assert.Contains("tree_info is said twice", Assert.Throws<BoostedTreesException>(() => Read(twice)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"learner\":")]
    [InlineData("{\"learner\":{},\"version\":[1,7,4]}")]
    [InlineData("{}x")]
    public void What_is_no_model_at_all_is_refused(string text) => Assert.Throws<BoostedTreesException>(() => Read(text));

    [Fact]
    public void Brackets_without_end_overflow_no_stack() => Assert.Throws<BoostedTreesException>(() => Read($"{{\"learner\":{new string('[', 10_000_000)}"));

    [Fact]
    public void A_tree_of_too_many_levels_is_refused()
    {
        var model = MadeTrees.Json();
        const int levels = BoostedTree.MostLevels + 1, nodes = 2 * levels + 1;
        var tree = MadeTrees.TreeOf(model, 0);
        foreach (var list in tree.AsObject().Where(field => field.Value is JsonArray { Count: 5 }).Select(field => field.Key).ToList())
            tree[list] = new JsonArray([.. Enumerable.Range(0, nodes).Select(_ => (JsonNode)(list == "sum_hessian" ? 1 : 0))]);
        for (var node = 0; node < nodes; node++)
        {
            var isLeaf = node > 0 && node % 2 == 0 || node == nodes - 2; // 0 → 1 and 2, 1 → 3 and 4, 3 → 5 and 6, …
            var first = node == 0 ? 1 : node + 2;
            (tree["left_children"]![node], tree["right_children"]![node]) = (isLeaf ? -1 : first, isLeaf ? -1 : first + 1);
            tree["parents"]![node] = node == 0 ? BoostedTree.NoParent : node < 3 ? 0 : node - (node % 2 == 1 ? 2 : 3);
        }
        tree["tree_param"]!["num_nodes"] = $"{nodes}";
        Assert.Contains("trees[0] has more than 32 levels", Refused(model));
    }

    [Fact]
    public void The_file_and_its_nodes_have_limits()
    {
        Assert.Contains("more than 64 MiB",
            Assert.Throws<BoostedTreesException>(() => BoostedTrees.Read(new byte[BoostedTreesJson.MostBytes + 1], MadeTrees.Features)).Message);
        var many = MadeTrees.Json()
            .ToJsonString()
            .Replace("\"tree_info\":[0,0]", $"\"tree_info\":[{new string('0', 1)}{string.Concat(Enumerable.Repeat(",0", BoostedTreesJson.MostNodes))}]",
                StringComparison.Ordinal);
        Assert.Contains("comes after the 1000000 entries", Assert.Throws<BoostedTreesException>(() => Read(many)).Message);
    }

    private static string Refused(JsonNode model) => Assert.Throws<BoostedTreesException>(() => MadeTrees.Read(model)).Message;

    private static BoostedTrees Read(string text) => BoostedTrees.Read(Encoding.UTF8.GetBytes(text), MadeTrees.Features);
}
