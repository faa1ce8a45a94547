using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Pipeline.Tests.Fusion;

/// <summary>XGBoost's JSON of two small trees over three features, as 1.7.4 writes it, to be spoilt field by field.</summary>
internal static class MadeTrees
{
    public static readonly ImmutableArray<string> Features = ["MRI probability", "age", "HLA"];

    public static JsonNode Json() => JsonNode.Parse($$$$"""
        {"learner":{"attributes":{},"feature_names":["MRI probability","age","HLA"],"feature_types":[],
        "gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"2","size_leaf_vector":"0"},"tree_info":[0,0],
        "trees":[{{{{Tree(0)}}}},{{{{Tree(1)}}}}]},"name":"gbtree"},
        "learner_model_param":{"base_score":"5E-1","boost_from_average":"0","num_class":"0","num_feature":"3","num_target":"1"},
        "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[1,7,4]}
        """)!;

    /// <summary>Age below 40 or missing → HLA below 1 → −0.25 or 0.5; else 0.125.</summary>
    private static string Tree(int id) => $$$$"""
        {"base_weights":[0,0,0.125,-0.25,0.5],"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[1,0,0,0,0],"id":{{{{id}}}},
        "left_children":[1,3,-1,-1,-1],"loss_changes":[2,1,0,0,0],"parents":[2147483647,0,0,1,1],"right_children":[2,4,-1,-1,-1],
        "split_conditions":[40,1,0.125,-0.25,0.5],"split_indices":[1,2,0,0,0],"split_type":[0,0,0,0,0],"sum_hessian":[10,6,4,3,3],
        "tree_param":{"num_deleted":"0","num_feature":"3","num_nodes":"5","size_leaf_vector":"0"}}
        """;

    public static JsonNode TreeOf(JsonNode model, int tree) => model["learner"]!["gradient_booster"]!["model"]!["trees"]![tree]!;

    public static BoostedTrees Read(JsonNode model) => BoostedTrees.Read(Encoding.UTF8.GetBytes(model.ToJsonString()), Features);
}
