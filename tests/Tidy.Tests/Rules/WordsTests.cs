namespace OrleansTrading.Tidy.Tests.Rules;

public sealed class WordsTests
{
    [Theory]
    [InlineData("// TODO: later", 1)]
    [InlineData("/* FIXME */ class A;", 1)]
    [InlineData("# XXX in a script", 1)]
    [InlineData("class TodoList; // the to-do list of mastodon", 0)]
    public void Promises_are_found(string text, int offences) =>
        Assert.Equal(offences, Words.Unfinished(Code(text)).Count());

    [Theory]
    [InlineData("class A { void M() => throw new NotImplementedException(); }", 1)]
    [InlineData("class A { void M() => throw new System.NotImplementedException(\"x\"); }", 1)]
    [InlineData("class A { void M() => throw new NotSupportedException(); }", 0)]
    public void Unwritten_methods_are_found(string text, int offences) =>
        Assert.Equal(offences, Words.NotImplemented(Code(text)).Count());

    [Fact]
    public void Regions_are_found() =>
        Assert.Equal([2], Words.Regions(Code("class A\n#region x\n{\n#endregion\n}\n")).Select(found => found.Line));

    [Theory]
    [InlineData("// total += fee;", 1)]
    [InlineData("// return await Pay(amount);", 1)]
    [InlineData("// var x = 1;", 1)]
    [InlineData("// The fee is added; the total is checked;", 0)]
    [InlineData("// done;", 0)]
    [InlineData("// Pays x = 1.", 0)]
    [InlineData("/// <c>total += fee;</c>", 0)]
    public void Dead_code_is_told_from_prose(string comment, int offences) =>
        Assert.Equal(offences, Words.CommentedOutCode(Code($"class A\n{{\n{comment}\n}}\n")).Count());

    [Theory]
    [InlineData("Thread.Sleep(5)", 1)]
    [InlineData("System.Threading.Thread.Sleep(5)", 1)]
    [InlineData("SpinWait.SpinUntil(() => done)", 1)]
    [InlineData("await Task.Delay(100)", 1)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), token)", 1)]
    [InlineData("await Task.Delay(Timeout.InfiniteTimeSpan, token)", 0)]
    [InlineData("await Task.Delay(Timeout.Infinite, token)", 0)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), _clock)", 0)]
    [InlineData("await gate.WaitAsync()", 0)]
    public void Waits_by_time_are_found(string call, int offences) =>
        Assert.Equal(offences, Words.WaitsByTime(Code($"class A {{ async Task M() {{ {call}; }} }}")).Count());

    private static SourceFile Code(string text) => new("Room/A.cs", text);
}
