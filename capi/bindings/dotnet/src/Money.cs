using System;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Certrules;

/// <summary>An amount in whole minor units of its currency: 150000 USD are 1,500.00 dollars.</summary>
/// <param name="MinorUnits">Cents, where the currency has such.</param>
/// <param name="Currency">ISO 4217: three capital letters.</param>
public readonly record struct Money(long MinorUnits, string Currency)
{
    // ISO 4217, list one; every other currency has two decimals.
    private const string WithoutDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string WithThree = "BHD IQD JOD KWD LYD OMR TND";
    private const string WithFour = "CLF UYW";

    /// <summary>Decimals of the currency's minor unit: 2 for most, 0 for the yen and its like, 3 for dinars.</summary>
    [JsonIgnore]
    public int Decimals =>
        Currency is not { Length: 3 } ? 2
        : WithoutDecimals.Contains(Currency, StringComparison.Ordinal) ? 0
        : WithThree.Contains(Currency, StringComparison.Ordinal) ? 3
        : WithFour.Contains(Currency, StringComparison.Ordinal) ? 4
        : 2;

    /// <summary>The amount in whole units, exact: 1500.00.</summary>
    [JsonIgnore]
    public decimal Amount
    {
        get
        {
            var digits = Math.Abs((decimal)MinorUnits);
            var bits = decimal.GetBits(digits);
            return new decimal(bits[0], bits[1], bits[2], MinorUnits < 0, (byte)Decimals);
        }
    }

    /// <summary>For people, in every culture alike: <c>USD 1,500.00</c>.</summary>
    public override string ToString() =>
        $"{Currency} {Amount.ToString("N" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}";
}
