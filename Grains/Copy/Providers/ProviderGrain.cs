using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Copy.Fees;

namespace OrleansTrading.Grains.Copy.Providers;

/// <inheritdoc cref="IProviderGrain"/>
internal sealed partial class ProviderGrain(
    [PersistentState("provider")] IPersistentState<ProviderState> storage,
    IHistoryStore history,
    CopyFeeRules fees,
    TimeProvider time,
    IOptions<CopyOptions> options,
    ILogger<ProviderGrain> logger) : Grain, IProviderGrain
{
    private const int NameLengthMax = 64;
    private const int AdmissionMax = 1_000;

    private ProviderBook? book;
    private ProviderAdmission admitted = new();

    private ProviderState State => storage.State;

    private ProviderId Id => new(this.GetPrimaryKeyString());

    private CreateProvider Command => State.Command!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Publish();
        StartTelling();
        return Task.CompletedTask;
    }

    public async Task<Outcome<ProviderView>> CreateAsync(CreateProvider command)
    {
        if (await IsStoredAsync())
        {
            return Command == command
                ? Outcome.Of(View())
                : Outcome.Refused<ProviderView>(
                    ErrorCodes.IdempotencyKeyReused,
                    "Idempotency-Key",
                    $"This key made provider {Id} from another request. Use a new key for a new provider.");
        }

        if (command.Name.Length is 0 or > NameLengthMax || command.Name.Any(char.IsControl)
            || command.Name.Trim() != command.Name)
        {
            return Outcome.Refused<ProviderView>(
                ErrorCodes.ProviderMalformed,
                "name",
                $"The name must be 1 to {NameLengthMax} characters, with no control characters nor spaces around it.");
        }

        if (fees.Check(command.User, command.Fee) is { } malformed)
        {
            return Outcome.Refused<ProviderView>(malformed);
        }

        if (command.Account is { } account
            && await GrainFactory.GetGrain<ITradingAccountGrain>(account.Value).SetProviderAsync(command.User, Id)
                is { } refusal)
        {
            return Outcome.Refused<ProviderView>(refusal);
        }

        State.Command = command;
        State.Fee = command.Fee;
        State.CreatedAt = time.GetUtcNow();
        await StoreAsync();
        return Outcome.Of(View());
    }

    public async Task<ProviderView?> GetAsync() => await IsStoredAsync() ? View() : null;

    public async Task<Outcome<ProviderView>> AdmitAsync(ProviderAdmission admission)
    {
        if (!await IsStoredAsync())
        {
            return Outcome.Refused<ProviderView>(ErrorCodes.ProviderUnknown, null, $"There is no provider {Id}.");
        }

        if (admission.Except.Count > AdmissionMax || admission.Only?.Count > AdmissionMax)
        {
            return Outcome.Refused<ProviderView>(
                ErrorCodes.ProviderMalformed, null, $"A list of users has at most {AdmissionMax}.");
        }

        State.Admission = admission;
        await StoreAsync();
        return Outcome.Of(View());
    }

    public async Task<Outcome<ProviderView>> SetFeeAsync(CopyFee? fee)
    {
        if (!await IsStoredAsync())
        {
            return Outcome.Refused<ProviderView>(ErrorCodes.ProviderUnknown, null, $"There is no provider {Id}.");
        }

        if (fees.Check(Command.User, fee) is { } malformed)
        {
            return Outcome.Refused<ProviderView>(malformed);
        }

        State.Fee = fee;
        await StoreAsync();
        return Outcome.Of(View());
    }

    public Task<ProviderBook?> GetBookAsync() => Task.FromResult(book);

    public Task<Refusal?> CheckSubscriberAsync(UserId user) => Task.FromResult(
        book is null
            ? new Refusal
            {
                Code = ErrorCodes.ProviderUnknown,
                Field = "provider",
                Detail = $"There is no provider {Id}.",
            }
            : admitted.Except.Contains(user) || admitted.Only?.Contains(user) == false
                ? new Refusal
                {
                    Code = ErrorCodes.ProviderDenied,
                    Field = "provider",
                    Detail = $"Provider {Id} does not let you copy.",
                }
                : null);

    /// <summary>Whether there is such a provider. That there is none is never said from memory.</summary>
    private async Task<bool> IsStoredAsync()
    {
        if (State.Command is null)
        {
            await storage.ReadStateAsync();
            Publish();
        }

        return State.Command is not null;
    }

    private async Task StoreAsync()
    {
        await storage.WriteStateAsync();
        Publish();
    }

    /// <summary>Lets those who ask in between see what is stored, and nothing before it is.</summary>
    private void Publish()
    {
        admitted = State.Admission;
        statistics = State.Command is null ? null : StatisticsOf();
        book = State.Command is null
            ? null
            : new ProviderBook
            {
                Number = State.Number,
                Tickets = [.. State.Open],
                BalanceCents = State.BalanceCents,
                EquityCents = State.EquityCents,
                Fee = State.Fee,
            };
    }

    private ProviderView View() => new()
    {
        Id = Id,
        Terms = Command,
        CreatedAt = State.CreatedAt,
        LastNumber = State.Number,
        ToldNumber = State.ToldNumber,
        Open = [.. State.Open],
        Admission = State.Admission,
        Fee = State.Fee,
    };
}
