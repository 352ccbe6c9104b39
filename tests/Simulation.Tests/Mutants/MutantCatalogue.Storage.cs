namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes of the engine: what a state's write promises.</content>
internal static partial class MutantCatalogue
{
    private static IReadOnlyList<Mutant> OfStorage =>
    [
        new()
        {
            Name = "A_stale_write_takes_the_stored_etag_and_is_repeated",
            Breaks = "of two activations the last one to write wins, and the other's change is gone",
            Caught = "a payment, an order or a signature that was acknowledged is forgotten",
            File = "Engine/Runtime/State/PersistentState.cs",
            Original = """
                    catch (Exception failure)
                    {
                        activation.Spoil(failure);
            """,
            Replacement = """
                    catch (InconsistentStateException stale)
                    {
                        record.ETag = stale.StoredEtag;
                        await change(name, activation.GrainId, record, cancellationToken);
                    }
                    catch (Exception failure)
                    {
                        activation.Spoil(failure);
            """,
        },
        new()
        {
            Name = "An_activation_lives_on_after_a_failed_write",
            Breaks = "memory that was never stored is acted upon and told",
            Caught = "the history, the states and the chain disagree, or a payment is stuck",
            File = "Engine/Runtime/State/PersistentState.cs",
            Original = """
                        activation.Spoil(failure);
            """,
            Replacement = """
                        _ = failure;
            """,
        },
        new()
        {
            Name = "The_history_of_a_write_is_dropped",
            Breaks = "what a state's change tells is not stored with it, and lost",
            Caught = "a change that the state shows is missing in the history",
            File = "Engine/Storage/States/GrainStateStorage.cs",
            Original = """
                    var expected = grainState.ETag;
                    var result = await store.WriteAsync(
                        new WriteStateCommand(key, Parse(expected), payload, attached, cancellationToken));
            """,
            Replacement = """
                    var expected = grainState.ETag;
                    var later = expected is null ? attached : attached with { Events = [] };
                    var result = await store.WriteAsync(
                        new WriteStateCommand(key, Parse(expected), payload, later, cancellationToken));
            """,
        },
    ];
}
