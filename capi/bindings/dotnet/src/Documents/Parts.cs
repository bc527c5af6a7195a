using System.Collections.Generic;

namespace Certrules.Documents;

/// <summary>The statement of fees, without its head.</summary>
internal sealed record FeesPart
{
    public IReadOnlyList<FeeEntry> Fees { get; init => field = FrozenList<FeeEntry>.Of(value); } = FrozenList<FeeEntry>.Empty;
}

/// <summary>The deadlines, without their head.</summary>
internal sealed record DeadlinesPart
{
    public IReadOnlyList<Deadline> Deadlines { get; init => field = FrozenList<Deadline>.Of(value); } = FrozenList<Deadline>.Empty;
}

/// <summary>The disclosures, without their head.</summary>
internal sealed record DisclosuresPart
{
    public IReadOnlyList<Disclosure> Disclosures { get; init => field = FrozenList<Disclosure>.Of(value); } = FrozenList<Disclosure>.Empty;
}
