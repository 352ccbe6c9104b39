using System.Reflection;

namespace OrleansTrading.Grains.Tests.Contracts;

/// <summary>
/// During a rolling update silos of two versions call each other. A name or number that changes under them loses calls
/// or, worse, swaps members: so they are recorded, and a change of one is a decision.
/// </summary>
public sealed class WireContractTests
{
    private const string Record = "wire-contract.txt";

    [Fact]
    public async Task Names_and_numbers_are_those_on_record()
    {
        var recorded = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Contracts", Record));

        var actual = WireContract.Describe();

        Assert.True(
            recorded.ReplaceLineEndings("\n") == actual,
            $"The wire contract differs from tests/Grains.Tests/Contracts/{Record}. What was ever released is only"
            + $" added to; then put this into the file:\n{actual}");
    }

    [Fact]
    public void Interfaces_and_methods_have_a_name_each()
    {
        var methods = WireContract.Interfaces.SelectMany(type => type.GetMethods());
        Assert.NotEmpty(methods);
        foreach (var member in WireContract.Interfaces.Concat<MemberInfo>(methods))
        {
            Assert.False(string.IsNullOrEmpty(WireContract.Alias(member)), $"{member.DeclaringType}.{member.Name}");
        }

        AssertDistinct(WireContract.Interfaces.Select(type => WireContract.Alias(type)!));
        Assert.All(
            WireContract.Interfaces, type => AssertDistinct(type.GetMethods().Select(m => WireContract.Alias(m)!)));
    }

    [Fact]
    public void Messages_are_serialised_have_a_name_and_lose_no_member()
    {
        Assert.NotEmpty(WireContract.Messages);

        // An enum travels as its number, in a member whose type both sides know.
        foreach (var type in WireContract.Messages.Where(type => !type.IsEnum))
        {
            Assert.True(type.IsDefined(typeof(GenerateSerializerAttribute)), $"{type} has no serialiser");
            Assert.False(string.IsNullOrEmpty(WireContract.Alias(type)), $"{type} has no name");
            var lost = WireContract.Data(type).Except(WireContract.Members(type)).Select(p => p.Name);
            Assert.True(!lost.Any(), $"{type} would lose {string.Join(", ", lost)}");
            AssertDistinct(WireContract.Members(type).Select(p => $"{type} {WireContract.Number(p)}"));
        }

        AssertDistinct(WireContract.Messages.Where(type => !type.IsEnum).Select(type => WireContract.Alias(type)!));
    }

    private static void AssertDistinct(IEnumerable<string> names) =>
        Assert.Empty(names.GroupBy(name => name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
}
