namespace OrleansTrading.Simulation.Tests.Mutants.Workshop;

public sealed class RoomTests
{
    private static readonly Mutant s_sample = new()
    {
        Name = "A_quote_remembers_fewer_payments",
        Breaks = "nothing that counts",
        Caught = "this test",
        File = "Grains/Quotes/QuoteConstants.cs",
        Original = "internal const int PaymentsMax = 50;",
        Replacement = "internal static readonly int PaymentsMax = 49;",
    };

    [Theory]
    [InlineData("Chains")]
    [InlineData("Engine")]
    [InlineData("Grains")]
    public void A_room_compiled_here_has_the_types_and_members_that_the_build_gave_it(string room)
    {
        var built = new ProductContext("built", null).Get($"OrleansTrading.{room}");
        var compiled = new ProductContext("compiled", Room.Named(room).Compile()).Get($"OrleansTrading.{room}");

        Assert.NotSame(built, compiled);
        Assert.Empty(compiled.Location);
        Assert.Equal(Shape(built), Shape(compiled));

        static string[] Shape(System.Reflection.Assembly assembly) =>
        [
            .. assembly.GetTypes().SelectMany(type => type.GetMembers(
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static
                | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic
                | System.Reflection.BindingFlags.DeclaredOnly)
                .Select(member => $"{type.FullName} {member}").Append(type.FullName!))
                .Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public void A_mistake_is_in_its_own_copy_of_the_product_and_nowhere_else()
    {
        var image = Room.Named("Grains").Compile(s_sample);
        var mutated = new ProductContext("mutated", image);
        var sound = new ProductContext("sound", null);

        Assert.Equal(49, Read(mutated));
        Assert.Equal(50, Read(sound));
        Assert.NotSame(mutated.Get("OrleansTrading.Chains"), sound.Get("OrleansTrading.Chains"));

        static object? Read(ProductContext product) => product.Get("OrleansTrading.Grains")
            .GetType("OrleansTrading.Grains.Quotes.QuoteConstants", throwOnError: true)!
            .GetField("PaymentsMax", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .GetValue(null);
    }

    [Fact]
    public void A_mutant_that_does_not_compile_is_told_by_its_error()
    {
        var wrong = s_sample with { Name = "Wrong", Replacement = "internal const int PaymentsMax = Nobody.Knows;" };

        var error = Assert.Throws<InvalidOperationException>(() => Room.Named("Grains").Check(wrong));

        Assert.Contains("'Nobody'", error.Message, StringComparison.Ordinal);
        Room.Named("Grains").Check(s_sample);
    }

    [Fact]
    public void A_mutant_whose_text_has_changed_or_is_not_unique_is_no_mutant()
    {
        var gone = s_sample with { Name = "Gone", Original = "const int PaymentsMax = 51;" };
        var twice = s_sample with { Name = "Twice", Original = "internal " };

        Assert.Throws<InvalidOperationException>(() => Room.Named("Grains").Compile(gone));
        Assert.Throws<InvalidOperationException>(() => Room.Named("Grains").Compile(twice));
        Assert.Throws<InvalidOperationException>(
            () => Room.Named("Grains").Compile(s_sample with { Name = "Lost", File = "Grains/Quotes/Quotes.cs" }));
    }
}
