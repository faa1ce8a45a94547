using System.Globalization;

namespace AxSpa.Pipeline.Fusion;

/// <summary>One tree of the fusion, its nodes as XGBoost numbers them: the root is 0, and a child comes after its parent.</summary>
/// <remarks>Made by <see cref="Checked"/> only, so a walk from the root ends at a leaf whatever it is asked about.</remarks>
internal sealed class BoostedTree
{
    /// <summary>XGBoost explains a tree by a function that calls itself once for each level.</summary>
    public const int MostLevels = 32;

    /// <summary>What XGBoost writes as the parent of the root.</summary>
    public const int NoParent = int.MaxValue;

    /// <summary>More no fusion adds for a patient; so a sum of all trees stays a number.</summary>
    private const float MostOfLeaf = 1e6f;

    private const int NoChild = -1;

    private readonly int[] _left, _right, _feature;
    private readonly float[] _value;
    private readonly int[] _missingGoesLeft;

    private BoostedTree(TreeArrays arrays) =>
        (_left, _right, _feature, _value, _missingGoesLeft) = (arrays.Left, arrays.Right, arrays.Feature, arrays.Value, arrays.MissingGoesLeft);

    public int Nodes => _left.Length;

    /// <param name="field">What messages call the tree: <c>trees[3]</c>.</param>
    /// <param name="features">How many there are.</param>
    /// <exception cref="BoostedTreesException">It is no tree, or one that the library would not survive.</exception>
    public static BoostedTree Checked(string field, TreeArrays arrays, int features)
    {
        var nodes = arrays.Left.Length;
        var level = new int[nodes];
        var parent = new int[nodes];
        Array.Fill(parent, NoParent);
        for (var node = 0; node < nodes; node++)
        {
            if (node > 0 && parent[node] == NoParent)
                throw Wrong($"{field}.left_children", $"leaves node {node} out: it is nobody's child");
            if (arrays.Parent[node] != parent[node])
                throw Wrong($"{field}.parents[{node}]", $"is {arrays.Parent[node]}, and the children say {parent[node]}");
            if (level[node] > MostLevels)
                throw Wrong(field, $"has more than {MostLevels} levels");
            if (arrays.Feature[node] < 0 || arrays.Feature[node] >= features)
                throw Wrong($"{field}.split_indices[{node}]", $"is {arrays.Feature[node]}, and the features are 0 to {features - 1}");
            if ((arrays.Left[node] == NoChild) != (arrays.Right[node] == NoChild))
                throw Wrong($"{field}.right_children[{node}]", "is a child without a sibling, or missing beside one");
            if (arrays.Left[node] == NoChild)
            {
                if (!(MathF.Abs(arrays.Value[node]) <= MostOfLeaf))
                    throw Wrong($"{field}.split_conditions[{node}]", $"is {arrays.Value[node]}, and a leaf adds at most {MostOfLeaf:F0}");
                continue;
            }
            Adopt("left_children", arrays.Left[node], node);
            Adopt("right_children", arrays.Right[node], node);
        }
        return new BoostedTree(arrays);

        void Adopt(string side, int child, int by)
        {
            if (child <= by || child >= nodes)
                throw Wrong($"{field}.{side}[{by}]", $"is {child}, and a child comes after its parent and before the end of the tree's {nodes} nodes");
            if (parent[child] != NoParent)
                throw Wrong($"{field}.{side}[{by}]", $"is {child}, which is a child of node {parent[child]} already");
            (parent[child], level[child]) = (by, level[by] + 1);
        }
    }

    /// <returns>What the tree adds to the log-odds of a patient.</returns>
    public float Leaf(ReadOnlySpan<float> row)
    {
        var node = 0;
        while (_left[node] != NoChild)
        {
            var value = row[_feature[node]];
            node = (float.IsNaN(value) ? _missingGoesLeft[node] == 1 : value < _value[node]) ? _left[node] : _right[node];
        }
        return _value[node];
    }

    /// <summary>Lowest and highest value at which some node splits each feature.</summary>
    public void Widen(Span<(float Low, float High)> ranges)
    {
        for (var node = 0; node < Nodes; node++)
            if (_left[node] != NoChild && _feature[node] is var feature)
                ranges[feature] = (MathF.Min(ranges[feature].Low, _value[node]), MathF.Max(ranges[feature].High, _value[node]));
    }

    private static BoostedTreesException Wrong(string field, FormattableString rule) => new(field, rule.ToString(CultureInfo.InvariantCulture));

    private static BoostedTreesException Wrong(string field, string rule) => new(field, rule);
}

/// <summary>[node] of one tree, all of one length.</summary>
/// <param name="Value">Where a node splits its feature; of a leaf what it adds to the log-odds.</param>
/// <param name="MissingGoesLeft">0 or 1.</param>
internal sealed record TreeArrays(int[] Left, int[] Right, int[] Parent, int[] Feature, float[] Value, int[] MissingGoesLeft);
