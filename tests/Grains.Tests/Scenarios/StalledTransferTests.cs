using System.Security.Cryptography;
using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Treasury;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>A transfer about which the chain cannot be asked waits; the others of its account do not.</summary>
public sealed class StalledTransferTests
{
    public static TheoryData<Exception> Failures => new()
    {
        new ChainUnavailableException("test", "unreadable answer"),
        new ArgumentException("asset of another chain"),
        new CryptographicException("signature does not verify"),
        new KeyNotFoundException("no such key"),
        new TimeoutException("too slow"),
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_recipient_that_cannot_be_asked_about_holds_up_nobody_else(Exception failure)
    {
        await using var world = await World.StartAsync();
        foreach (var (chain, treasury, asset) in Accounts(world))
        {
            var bad = await world.CustomerAsync();
            var good = await world.CustomerAsync();
            chain.Recipient = to => to == bad.On(asset).Address
                ? throw failure
                : new RecipientCheck(RecipientVerdict.Payable, null, 0);
            var held = await OrderAsync(world, treasury, bad, new Amount(asset, 1_000));
            await world.EventuallyAsync(
                () => world.Treasury(treasury).GetTransferAsync(held), t => t!.Problem is not null, "it has failed");

            await LandedAsync(world, treasury, await OrderAsync(world, treasury, good, new Amount(asset, 1_001)));

            var waiting = (await world.Treasury(treasury).GetTransferAsync(held))!;
            Assert.Equal(TransferStatus.Queued, waiting.Status);
            Assert.Equal(failure.Message, waiting.Problem);
            Assert.Equal(0, waiting.Attempts);
            Assert.Contains($"Transfer {held}", world.Log.ToString(), StringComparison.Ordinal);

            chain.Recipient = null;
            var landed = await LandedAsync(world, treasury, held);
            Assert.Equal(1, landed.Attempts);
            Assert.Equal(2, (await world.OutgoingAsync(treasury)).Count);
        }

        world.AssertCalm();
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_look_up_that_fails_holds_up_nobody_else_and_signs_nothing_again(Exception failure)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var treasury = world.SolanaTreasury;
        world.Solana.Submissions = SubmissionFault.Dropped;
        var held = await OrderAsync(world, treasury, customer, new Amount(Sol, 1_000));
        await Eventually.HoldsAsync(() => !world.Solana.Submitted.IsEmpty, "it is submitted", world.Log.ToString);
        var first = Assert.Single(world.Solana.Signed);
        world.Solana.LookUp = transfer => transfer.TransactionId == first.TransactionId
            ? throw failure
            : world.Solana.Inner.LookUpAsync(treasury.Address, transfer).GetAwaiter().GetResult();
        world.Solana.Submissions = SubmissionFault.None;

        await LandedAsync(
            world, treasury, await OrderAsync(world, treasury, customer, new Amount(Sol, 1_001)));
        Assert.Equal(TransferStatus.Signed, (await world.Treasury(treasury).GetTransferAsync(held))!.Status);
        Assert.Equal(2, world.Solana.Signed.Count);

        world.Solana.LookUp = null;
        await LandedAsync(world, treasury, held);
        Assert.Equal(2, (await world.OutgoingAsync(treasury)).Count);
        world.AssertCalm();
    }

    [Fact]
    public async Task On_stellar_nothing_is_signed_beside_a_transfer_that_cannot_be_looked_up()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var treasury = world.StellarTreasury;
        var lookUps = 0;
        world.Stellar.LookUp = _ =>
        {
            Interlocked.Increment(ref lookUps);
            throw new ArgumentException("unreadable");
        };
        var first = await OrderAsync(world, treasury, customer, new Amount(Xlm, OneXlm));
        var second = await OrderAsync(world, treasury, customer, new Amount(Xlm, 2 * OneXlm));
        await Eventually.HoldsAsync(() => Volatile.Read(ref lookUps) >= 3, "it is looked up", world.Log.ToString);

        Assert.Single(world.Stellar.Signed);
        Assert.Equal(TransferStatus.Queued, (await world.Treasury(treasury).GetTransferAsync(second))!.Status);

        world.Stellar.LookUp = null;
        await LandedAsync(world, treasury, first);
        await LandedAsync(world, treasury, second);
        Assert.Equal(2, (await world.OutgoingAsync(treasury)).Count);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_stalled_transfer_is_tried_ever_less_often()
    {
        await using var world = await World.StartAsync(
            new WorldOptions { Treasury = o => o.RetryDelayMax = TimeSpan.FromHours(1) });
        var customer = await world.CustomerAsync();
        var tries = 0;
        world.Stellar.Recipient = _ =>
        {
            Interlocked.Increment(ref tries);
            throw new ArgumentException("unreadable");
        };
        var held = await OrderAsync(world, world.StellarTreasury, customer, new Amount(Xlm, OneXlm));

        // Two waits later it has been asked two more times, however often the pump ran meanwhile.
        for (var jump = 1; jump <= 12; jump++)
        {
            var known = Volatile.Read(ref tries);
            await Eventually.HoldsAsync(() => Volatile.Read(ref tries) >= jump, "it is tried", world.Log.ToString);
            Assert.InRange(Volatile.Read(ref tries) - known, 0, 12);
            world.Time.Jump(TimeSpan.FromMilliseconds(50 << jump));
        }

        Assert.InRange(Volatile.Read(ref tries), 12, 24);
        world.Stellar.Recipient = null;
        world.Time.Jump(TimeSpan.FromHours(1));
        await LandedAsync(world, world.StellarTreasury, held);
    }

    [Fact]
    public async Task A_failure_after_a_signature_does_not_submit_what_is_not_stored()
    {
        await using var world = await World.StartAsync();
        var good = await world.CustomerAsync();
        var bad = await world.CustomerAsync();
        world.Solana.Recipient = _ => throw new ChainUnavailableException("solana", "held by the test");
        world.Solana.LookUp = _ => new(TransferFate.InFlight, null, 0, 0, null);
        world.Solana.Submissions = SubmissionFault.Broken;
        var signed = await OrderAsync(world, world.SolanaTreasury, good, new Amount(Sol, 1_000));
        await OrderAsync(world, world.SolanaTreasury, bad, new Amount(Sol, 1_001));

        // In one tick the first is signed and the second fails.
        world.Solana.Recipient = to => to == bad.Solana.Address
            ? throw new ChainUnavailableException("solana", "held by the test")
            : new RecipientCheck(RecipientVerdict.Payable, null, 0);
        await Eventually.HoldsAsync(() => !world.Solana.Submitted.IsEmpty, "it is submitted", world.Log.ToString);

        var stored = await world.StoredAsync(world.SolanaTreasury);
        Assert.Equal(
            Assert.Single(world.Solana.Signed).TransactionId, stored.Find(signed)!.Signed!.TransactionId);
    }

    private static IEnumerable<(FaultyChain Chain, Party Treasury, AssetId Asset)> Accounts(World world) =>
        [(world.Stellar, world.StellarTreasury, Xlm), (world.Solana, world.SolanaTreasury, Sol)];

    private static async Task<TransferId> OrderAsync(World world, Party treasury, Customer customer, Amount amount)
    {
        var id = new TransferId($"refund:{amount.Asset}/{amount.Units}");
        await world.Treasury(treasury).RequestTransferAsync(
            new TransferRequest { Id = id, To = customer.On(amount.Asset).Address, Amount = amount, Memo = id.Tag });
        return id;
    }

    private static async Task<TransferView> LandedAsync(World world, Party treasury, TransferId id) =>
        (await world.EventuallyAsync(
            () => world.Treasury(treasury).GetTransferAsync(id),
            t => t!.Status == TransferStatus.Landed,
            $"{id} lands"))!;
}
