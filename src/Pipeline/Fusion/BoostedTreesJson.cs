using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// Reads XGBoost's JSON (1.7 to 3) with every field looked at: what is unknown, missing, said twice, of another length or no number is refused,
/// and so is whatever this program's own fusion never has, such as categories, several classes or several trees a round.
/// </summary>
internal static class BoostedTreesJson
{
    /// <summary>Of the file. Five hundred rounds of depth 3 take less than 1 MB.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>Of all trees together: the library takes half a kilobyte for each while it reads.</summary>
    public const int MostNodes = 1_000_000;

    /// <exception cref="BoostedTreesException">Names the field and the rule.</exception>
    public static BoostedTrees Read(ReadOnlySpan<byte> json, ImmutableArray<string> features)
    {
        if (json.Length > MostBytes)
            throw new BoostedTreesException("the file", $"has more than {MostBytes >> 20} MiB");
        var walk = new JsonWalk(json);
        (float Base, ImmutableArray<BoostedTree> Trees)? learner = null;
        walk.Begin();
        while (walk.NextField("learner", "version"))
            if (walk.Field == "learner") learner = Learner(ref walk, features);
            else if (walk.Integers(3).Length != 3) throw walk.Wrong("must be three numbers");
        walk.MustHave("learner", "version");
        walk.MustEnd();
        return new BoostedTrees(features, learner!.Value.Base, learner.Value.Trees);
    }

    private static (float, ImmutableArray<BoostedTree>) Learner(ref JsonWalk walk, ImmutableArray<string> features)
    {
        (float Base, ImmutableArray<BoostedTree> Trees) read = default;
        walk.Object();
        while (walk.NextField("attributes", "feature_names", "feature_types", "gradient_booster", "learner_model_param", "objective"))
            switch (walk.Field)
            {
                case "attributes": Attributes(ref walk); break;
                case "feature_names": Names(ref walk, features); break;
                case "feature_types": Types(ref walk, features.Length); break;
                case "gradient_booster": read.Trees = Booster(ref walk, features.Length); break;
                case "learner_model_param": read.Base = BaseMargin(ref walk, features.Length); break;
                default: Objective(ref walk); break;
            }
        walk.MustHave("gradient_booster", "learner_model_param", "objective");
        return read;
    }

    /// <summary>Words that Python's callers leave, such as the best round; nothing here asks for them.</summary>
    private static void Attributes(ref JsonWalk walk)
    {
        walk.Object();
        while (walk.NextField()) _ = walk.Text();
    }

    private static void Names(ref JsonWalk walk, ImmutableArray<string> features)
    {
        var names = walk.Texts(features.Length);
        if (names.Count > 0 && !names.SequenceEqual(features))
            throw walk.Wrong("are not the model's features, in their order");
    }

    private static void Types(ref JsonWalk walk, int features)
    {
        var types = walk.Texts(features);
        if (types.Count != 0 && types.Count != features || types.Any(type => type is not ("float" or "int" or "i" or "q")))
            throw walk.Wrong("must be a number's type for each feature, or nothing");
    }

    private static ImmutableArray<BoostedTree> Booster(ref JsonWalk walk, int features)
    {
        ImmutableArray<BoostedTree> trees = [];
        walk.Object();
        while (walk.NextField("model", "name"))
            if (walk.Field == "model") trees = Model(ref walk, features);
            else walk.Word("gbtree");
        walk.MustHave("model", "name");
        return trees;
    }

    private static ImmutableArray<BoostedTree> Model(ref JsonWalk walk, int features)
    {
        int? rounds = null, kinds = null;
        ImmutableArray<BoostedTree> trees = [];
        walk.Object();
        while (walk.NextField("gbtree_model_param", "trees", "tree_info", "iteration_indptr", "cats"))
            switch (walk.Field)
            {
                case "gbtree_model_param": rounds = Rounds(ref walk); break;
                case "trees": trees = Trees(ref walk, features); break;
                case "tree_info":
                    var info = walk.Integers(MostNodes);
                    kinds = info.Length;
                    // The group of classes that a tree speaks for. There is one; of a tree of another nobody would hear.
                    if (Array.FindIndex(info, kind => kind != 0) is >= 0 and var other)
                        throw walk.WrongAt(other, $"is {info[other]}, and there is only group 0");
                    break;
                case "iteration_indptr":
                    var starts = walk.Integers(MostNodes);
                    if (starts.Where((start, i) => start != i).Any()) throw walk.Wrong("must count one tree a round");
                    break;
                default: NoCategories(ref walk); break;
            }
        walk.MustHave("gbtree_model_param", "trees", "tree_info");
        return trees.Length == rounds && kinds == rounds ? trees
            : throw walk.Wrong($"says num_trees {rounds}, and there are {trees.Length} trees and {kinds} of tree_info");
    }

    private static int Rounds(ref JsonWalk walk)
    {
        var rounds = 0;
        walk.Object();
        while (walk.NextField("num_parallel_tree", "num_trees", "size_leaf_vector"))
            switch (walk.Field)
            {
                case "num_trees": rounds = walk.Count(1, MostNodes); break;
                case "num_parallel_tree": _ = walk.Count(1, 1); break;
                default: _ = walk.Count(0, 1); break;
            }
        walk.MustHave("num_trees");
        return rounds;
    }

    private static ImmutableArray<BoostedTree> Trees(ref JsonWalk walk, int features)
    {
        var (trees, nodes) = (ImmutableArray.CreateBuilder<BoostedTree>(), 0);
        walk.Array();
        while (walk.NextItem())
        {
            trees.Add(TreeJson.Read(ref walk, trees.Count, features, MostNodes - nodes));
            nodes += trees[^1].Nodes;
        }
        return trees.ToImmutable();
    }

    /// <summary>Of XGBoost 3: the categories of columns, of which there are none.</summary>
    private static void NoCategories(ref JsonWalk walk)
    {
        walk.Object();
        while (walk.NextField("enc", "feature_segments", "sorted_idx")) walk.Nothing();
    }

    /// <returns>Its log-odds, as the library computes them.</returns>
    private static float BaseMargin(ref JsonWalk walk, int features)
    {
        var score = float.NaN;
        walk.Object();
        while (walk.NextField("base_score", "boost_from_average", "num_class", "num_feature", "num_target"))
            switch (walk.Field)
            {
                case "base_score":
                    // XGBoost 3.1 writes a list of one.
                    var text = walk.Text().TrimStart('[').TrimEnd(']');
                    if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out score) || score is not (> 0 and < 1))
                        throw walk.Wrong("must be a probability between 0 and 1");
                    break;
                case "num_feature": _ = walk.Count(features, features); break;
                case "num_class": _ = walk.Count(0, 0); break;
                case "num_target": _ = walk.Count(1, 1); break;
                default: _ = walk.Count(0, 1); break;
            }
        walk.MustHave("base_score", "num_class", "num_feature");
        return -MathF.Log(1 / score - 1);
    }

    private static void Objective(ref JsonWalk walk)
    {
        walk.Object();
        while (walk.NextField("name", "reg_loss_param"))
            if (walk.Field == "name")
            {
                walk.Word("binary:logistic");
            }
            else
            {
                walk.Object();
                while (walk.NextField("scale_pos_weight"))
                    if (!float.TryParse(walk.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || !float.IsFinite(weight))
                        throw walk.Wrong("must be a number");
            }
        walk.MustHave("name");
    }
}
