using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Certrules;

/// <summary>A list that never changes and equals another with the same items, so that records that hold one are values.</summary>
internal sealed class FrozenList<T> : IReadOnlyList<T>, IEquatable<FrozenList<T>>
{
    internal static readonly FrozenList<T> Empty = new([]);

    private readonly T[] _items;

    private FrozenList(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    /// <summary>A copy, whatever the caller does to <paramref name="items"/> later.</summary>
    internal static FrozenList<T> Of(IEnumerable<T>? items) => items switch
    {
        null => Empty,
        FrozenList<T> same => same,
        _ => items.ToArray() is { Length: > 0 } copy ? new FrozenList<T>(copy) : Empty,
    };

    [return: NotNullIfNotNull(nameof(items))]
    internal static FrozenList<T>? OrNull(IEnumerable<T>? items) => items is null ? null : Of(items);

    public bool Equals(FrozenList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as FrozenList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => "[" + string.Join(", ", _items) + "]";
}

/// <summary>The same for a map; its order is that of the caller's.</summary>
internal sealed class FrozenMap<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>, IEquatable<FrozenMap<TKey, TValue>>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _items;

    private FrozenMap(Dictionary<TKey, TValue> items) => _items = items;

    public int Count => _items.Count;

    public IEnumerable<TKey> Keys => _items.Keys;

    public IEnumerable<TValue> Values => _items.Values;

    public TValue this[TKey key] => _items[key];

    [return: NotNullIfNotNull(nameof(items))]
    internal static FrozenMap<TKey, TValue>? OrNull(IReadOnlyDictionary<TKey, TValue>? items) => items switch
    {
        null => null,
        FrozenMap<TKey, TValue> same => same,
        _ => new FrozenMap<TKey, TValue>(new Dictionary<TKey, TValue>(items)),
    };

    public bool ContainsKey(TKey key) => _items.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _items.TryGetValue(key, out value);

    public bool Equals(FrozenMap<TKey, TValue>? other) =>
        other is not null && Count == other.Count
        && _items.All(one => other._items.TryGetValue(one.Key, out var theirs) && EqualityComparer<TValue>.Default.Equals(one.Value, theirs));

    public override bool Equals(object? obj) => Equals(obj as FrozenMap<TKey, TValue>);

    public override int GetHashCode()
    {
        // Equal maps may differ in order.
        var hash = Count;
        foreach (var (key, value) in _items)
        {
            hash ^= HashCode.Combine(key, value);
        }

        return hash;
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => "{" + string.Join(", ", _items.Select(one => $"{one.Key}: {one.Value}")) + "}";
}
