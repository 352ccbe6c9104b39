namespace OrleansTrading.Tidy.Tests.Rules;

public sealed class ShapeTests
{
    [Theory]
    [InlineData(400, 0)]
    [InlineData(401, 1)]
    public void File_has_at_most_400_lines(int lines, int offences) =>
        Assert.Equal(offences, Shape.LongFiles(Code(string.Concat(Enumerable.Repeat("// x\n", lines)))).Count());

    [Theory]
    [InlineData(120, 0)]
    [InlineData(121, 1)]
    public void Line_has_at_most_120_columns(int columns, int offences) =>
        Assert.Equal(offences, Shape.LongLines(Code("class A;\n//" + new string('x', columns - 2) + "\n")).Count());

    [Fact]
    public void Columns_count_without_the_carriage_return() =>
        Assert.Empty(Shape.LongLines(Code("//" + new string('x', 118) + "\r\n")));

    [Fact]
    public void Line_inside_a_raw_string_may_be_long_but_not_the_code_around_it()
    {
        var wide = new string('x', 130);
        const string quotes = "\"\"\"";
        var file = Code(string.Join('\n',
            "class A",
            "{",
            $"    string a = {quotes}",
            $"        {wide}",
            $"        {quotes};",
            $"    string b = ${quotes}",
            $"        {wide} {{1}}",
            $"        {{1}} {wide}",
            $"        {quotes};",
            $"    string c = \"{wide}\";",
            "}"));

        Assert.Equal([10], Shape.LongLines(file).Select(offence => offence.Line));
    }

    [Theory]
    [InlineData("class A { void M()\n{\n BODY }\n}", 66)]
    [InlineData("class A { A()\n{\n BODY }\n}", 66)]
    [InlineData("class A { int P { get\n{\n BODY } }\n}", 66)]
    [InlineData("class A { void M() { void L()\n{\n BODY } }\n}", 66)]
    [InlineData("class A { System.Action a = () =>\n{\n BODY };\n}", 66)]
    [InlineData("int x = 0;\n\n BODY\n", 66)]
    public void Method_of_any_kind_has_at_most_70_lines(string code, int statements)
    {
        string With(int count) => code.Replace(
            "BODY", string.Concat(Enumerable.Repeat("_ = 1;\n", count)), StringComparison.Ordinal);

        Assert.Empty(Shape.LongMethods(Code(With(statements))));
        Assert.NotEmpty(Shape.LongMethods(Code(With(statements + 3))));
    }

    [Fact]
    public void Attributes_and_documentation_are_not_the_methods_length()
    {
        var before = string.Concat(Enumerable.Repeat("/// x\n", 50)) + string.Concat(Enumerable.Repeat("[X]\n", 50));

        Assert.Empty(Shape.LongMethods(Code($"class A {{\n{before}void M()\n{{\n}}\n}}")));
    }

    private static SourceFile Code(string text) => new("Room/A.cs", text);
}
