namespace AxSpa.Pipeline.Fusion;

/// <summary>Reads one tree of XGBoost's JSON: nine lists with an entry for each node, which must be as many as the tree says.</summary>
internal static class TreeJson
{
    private static readonly string[] Lists =
        ["left_children", "right_children", "parents", "split_indices", "split_conditions", "default_left", "base_weights", "loss_changes", "sum_hessian"];

    private static readonly string[] Known =
        [.. Lists, "id", "tree_param", "split_type", "categories", "categories_nodes", "categories_segments", "categories_sizes"];

    private static readonly string[] Needed = [.. Lists, "id", "tree_param"];

    /// <param name="id">The tree's place among the others, which it says itself too: the library puts it where it says.</param>
    /// <param name="most">Nodes that it may have.</param>
    public static BoostedTree Read(ref JsonWalk walk, int id, int features, int most)
    {
        var field = walk.Path;
        int[]? left = null, right = null, parents = null, split = null, missing = null;
        float[] values = [];
        var (nodes, lengths) = (0, new Dictionary<string, int>(StringComparer.Ordinal));
        walk.Object();
        while (walk.NextField(Known))
            switch (walk.Field)
            {
                case "tree_param": nodes = Nodes(ref walk, features, most); break;
                case "id": _ = walk.Integer(id, id); break;
                case "left_children": lengths[walk.Field] = (left = walk.Integers(most)).Length; break;
                case "right_children": lengths[walk.Field] = (right = walk.Integers(most)).Length; break;
                case "parents": lengths[walk.Field] = (parents = walk.Integers(most)).Length; break;
                case "split_indices": lengths[walk.Field] = (split = walk.Integers(most)).Length; break;
                case "default_left":
                    lengths[walk.Field] = (missing = walk.Integers(most)).Length;
                    if (Array.FindIndex(missing, side => side is not (0 or 1)) is >= 0 and var odd) throw walk.WrongAt(odd, "must be 0 or 1");
                    break;
                case "split_conditions": lengths[walk.Field] = (values = walk.Numbers(most)).Length; break;
                case "base_weights" or "loss_changes": lengths[walk.Field] = walk.Numbers(most).Length; break;
                case "sum_hessian":
                    var weights = walk.Numbers(most);
                    lengths[walk.Field] = weights.Length;
                    // Explanations divide by it.
                    if (Array.FindIndex(weights, weight => !(weight > 0)) is >= 0 and var none) throw walk.WrongAt(none, "must be above 0");
                    break;
                case "split_type":
                    if (Array.FindIndex(walk.Integers(most), type => type != 0) is >= 0 and var kind)
                        throw walk.WrongAt(kind, "must be 0: there are no categories");
                    break;
                default: walk.Nothing(); break;
            }
        walk.MustHave(Needed);
        foreach (var (name, length) in lengths)
            if (length != nodes)
                throw new BoostedTreesException($"{field}.{name}", FormattableString.Invariant($"has {length} entries, and tree_param.num_nodes says {nodes}"));
        return BoostedTree.Checked(field, new TreeArrays(left!, right!, parents!, split!, values, missing!), features);
    }

    private static int Nodes(ref JsonWalk walk, int features, int most)
    {
        var nodes = 0;
        walk.Object();
        while (walk.NextField("num_deleted", "num_feature", "num_nodes", "size_leaf_vector"))
            switch (walk.Field)
            {
                case "num_nodes": nodes = walk.Count(1, most); break;
                case "num_feature": _ = walk.Count(features, features); break;
                case "num_deleted": _ = walk.Count(0, 0); break;
                default: _ = walk.Count(0, 1); break;
            }
        walk.MustHave("num_nodes", "num_feature");
        return nodes;
    }
}
