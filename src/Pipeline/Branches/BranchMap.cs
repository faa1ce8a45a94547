using System.Collections;
using System.Collections.Immutable;

namespace AxSpa.Pipeline.Branches;

/// <summary>Something of some branches, in the registry's order; two are equal where what they hold is.</summary>
public sealed class BranchMap<T> : IEquatable<BranchMap<T>>, IReadOnlyCollection<KeyValuePair<BranchId, T>>
    where T : class
{
    public static readonly BranchMap<T> Empty = new(ImmutableSortedDictionary<BranchId, T>.Empty);
    private readonly ImmutableSortedDictionary<BranchId, T> _values;

    private BranchMap(ImmutableSortedDictionary<BranchId, T> values) => _values = values;

    public int Count => _values.Count;

    /// <returns>Null: there is none for this branch.</returns>
    public T? this[BranchId branch] => _values.GetValueOrDefault(branch);

    /// <param name="value">Null: none for this branch.</param>
    public BranchMap<T> With(BranchId branch, T? value) => new(value is null ? _values.Remove(branch) : _values.SetItem(branch, value));

    public bool Equals(BranchMap<T>? other) => other is not null && _values.SequenceEqual(other._values);

    public override bool Equals(object? other) => Equals(other as BranchMap<T>);

    public override int GetHashCode() => _values.Aggregate(0, (hash, one) => HashCode.Combine(hash, one.Key, one.Value));

    public override string ToString() => string.Join(", ", _values.Values);

    public IEnumerator<KeyValuePair<BranchId, T>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
