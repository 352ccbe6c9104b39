namespace OrleansTrading.Bench.Payments;

/// <summary>One kind of payment that is built, signed and encoded over and over.</summary>
/// <param name="Title">What it is, for people.</param>
/// <param name="Make">The signed bytes of the payment with this number.</param>
/// <param name="Rivals">Who makes the same bytes in JavaScript: the library, and the script's names for library and
/// load.</param>
internal sealed record PaymentLoad(
    string Title,
    Func<int, ValueTask<byte[]>> Make,
    IReadOnlyList<(string Library, string Sdk, string Load)> Rivals);
