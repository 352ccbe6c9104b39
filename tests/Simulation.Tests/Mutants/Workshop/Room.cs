using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace OrleansTrading.Simulation.Tests.Mutants.Workshop;

/// <summary>An assembly in memory, with what its debugger needs to name lines.</summary>
internal sealed record Image(string Assembly, byte[] Pe, byte[] Pdb);

/// <summary>
/// A room of the product as its build compiles it: the same sources, references, generators, definitions and options,
/// read from the arguments that the build gives its compiler. Parsed once, then compiled with one file changed.
/// </summary>
internal sealed class Room
{
    private static readonly ConcurrentDictionary<string, Lazy<Room>> s_rooms = new(StringComparer.Ordinal);

    private readonly CSharpCompilation _compilation;
    private readonly CSharpParseOptions _parsing;
    private readonly EmitOptions _emitting;
    private readonly ImmutableArray<ResourceDescription> _resources;
    private readonly ConcurrentDictionary<string, Image> _images = new(StringComparer.Ordinal);

    private Room(string name)
    {
        var folder = Path.Combine(Sources.Root, name);
        var arguments = CSharpCommandLineParser.Default.Parse(
            File.ReadLines(Path.Combine(AppContext.BaseDirectory, $"{name}.rsp")), folder, sdkDirectory: null);
        Require(arguments.Errors, $"the compiler's arguments of {name}");
        _parsing = arguments.ParseOptions;
        _emitting = arguments.EmitOptions.WithDebugInformationFormat(DebugInformationFormat.PortablePdb);
        _resources = [.. arguments.ManifestResources];
        var bare = CSharpCompilation.Create(
            arguments.CompilationName ?? Path.GetFileNameWithoutExtension(arguments.OutputFileName),
            arguments.SourceFiles.Select(file => Parse(file.Path, File.ReadAllText(file.Path))),
            arguments.MetadataReferences.Select(reference =>
                MetadataReference.CreateFromFile(reference.Reference, reference.Properties)),

            // Whether a mistake is tidy is not asked: what would be a warning of the build is none here.
            arguments.CompilationOptions
                .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)
                .WithSpecificDiagnosticOptions([]));

        // Once, without the mistake: what is generated follows from signatures and attributes, which no mutant changes.
        var driver = CSharpGeneratorDriver.Create(
            Generators(arguments), parseOptions: _parsing, additionalTexts: []);
        driver.RunGeneratorsAndUpdateCompilation(bare, out var whole, out var problems);
        Require(problems, $"the generators of {name}");
        _compilation = (CSharpCompilation)whole;
    }

    internal static Room Named(string name) => s_rooms.GetOrAdd(name, key => new Lazy<Room>(() => new Room(key))).Value;

    /// <summary>Compiles the room as it is.</summary>
    internal Image Compile() => Emit(_compilation, _compilation.AssemblyName!);

    /// <summary>Compiles the room with the mistake, once for each name.</summary>
    internal Image Compile(Mutant mutant) => _images.GetOrAdd(mutant.Name, _ => CompileAnew(mutant));

    /// <summary>
    /// Fails unless the file with the mistake compiles in the room. The other files are not asked, which takes little
    /// of the time: no mutant changes what they see of it.
    /// </summary>
    internal void Check(Mutant mutant)
    {
        var (compilation, tree) = Change(mutant);
        Require(compilation.GetSemanticModel(tree).GetDiagnostics(), mutant.Name);
    }

    private Image CompileAnew(Mutant mutant) => Emit(Change(mutant).Compilation, mutant.Name);

    private (CSharpCompilation Compilation, SyntaxTree Tree) Change(Mutant mutant)
    {
        var path = Path.Combine(Sources.Root, mutant.File);
        var tree = _compilation.SyntaxTrees.SingleOrDefault(one => one.FilePath == path)
            ?? throw new InvalidOperationException(
                $"{mutant.File} of the mutant {mutant.Name} is not compiled. Was it renamed? Rename it there too.");
        var mutated = Parse(path, mutant.Apply(tree.GetText().ToString()));
        return (_compilation.ReplaceSyntaxTree(tree, mutated), mutated);
    }

    private SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(
        SourceText.From(text, System.Text.Encoding.UTF8), _parsing, path);

    private Image Emit(CSharpCompilation compilation, string what)
    {
        using var pe = new MemoryStream();
        using var pdb = new MemoryStream();
        var result = compilation.Emit(pe, pdb, manifestResources: _resources, options: _emitting);
        Require(result.Diagnostics, what);
        return new Image(compilation.AssemblyName!, pe.ToArray(), pdb.ToArray());
    }

    /// <summary>Analyzers that only report have nothing to say here, and are not loaded.</summary>
    private static IEnumerable<ISourceGenerator> Generators(CSharpCommandLineArguments arguments)
    {
        var loader = new AnalyzerLoader();
        var paths = arguments.AnalyzerReferences.Select(reference => reference.FilePath).ToList();
        paths.ForEach(loader.AddDependencyLocation);
        return paths.SelectMany(path =>
            new AnalyzerFileReference(path, loader).GetGenerators(LanguageNames.CSharp));
    }

    private static void Require(IEnumerable<Diagnostic> diagnostics, string what)
    {
        var errors = diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
        {
            throw new InvalidOperationException($"{what} does not compile:\n{string.Join('\n', errors)}");
        }
    }

    /// <summary>Generators are loaded beside the tests' own compiler.</summary>
    private sealed class AnalyzerLoader : IAnalyzerAssemblyLoader
    {
        private readonly GeneratorContext _context = new();

        public void AddDependencyLocation(string fullPath) => _context.Add(fullPath);

        public Assembly LoadFromPath(string fullPath) => _context.LoadFromAssemblyPath(fullPath);
    }
}
