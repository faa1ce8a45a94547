using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace AxSpa.Architecture.Tests;

/// <summary>A method of some assembly, as one assembly's metadata names it.</summary>
/// <param name="Type">With its namespace; nested types after a plus.</param>
/// <param name="Signature">The types of its parameters.</param>
internal sealed record MethodName(string Type, string Name, string Signature)
{
    public override string ToString() => $"{Type}.{Name}";
}

/// <summary>A type of one of the assemblies that are looked at.</summary>
internal sealed record BuiltType(string Name, string Base, IReadOnlyList<string> Interfaces, IReadOnlyList<BuiltMethod> Methods);

/// <param name="IsNative">It is a function of the operating system.</param>
/// <param name="Calls">What it calls, makes, or hands on.</param>
internal sealed record BuiltMethod(MethodName Name, bool IsVirtual, bool IsNative, IReadOnlyList<Call> Calls);

/// <param name="IsHandedOn">Not called here, but made a delegate: whoever has that calls it.</param>
internal sealed record Call(MethodName To, bool IsHandedOn);

/// <summary>What calls what in built assemblies, read from their instructions: nothing is loaded and nothing runs.</summary>
internal sealed class CallGraph
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Dictionary<string, BuiltType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodName, BuiltMethod> _methods = [];
    private readonly ILookup<MethodName, BuiltMethod> _overrides;

    public CallGraph(IEnumerable<string> assemblies)
    {
        foreach (var path in assemblies)
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            foreach (var type in metadata.TypeDefinitions.Select(handle => Read(file, metadata, metadata.GetTypeDefinition(handle))))
            {
                _types[type.Name] = type;
                foreach (var method in type.Methods)
                    _methods[method.Name] = method;
            }
        }
        _overrides = (from type in _types.Values
                      from above in Above(type.Name).Skip(1)
                      where _types.ContainsKey(above) // else each Dispose() would call every other one
                      from method in type.Methods
                      where method.IsVirtual
                      let named = method.Name.Name[(method.Name.Name.LastIndexOf('.') + 1)..] // of an interface that is named: its last part
                      select (Key: method.Name with { Type = above, Name = named }, Method: method)).ToLookup(pair => pair.Key, pair => pair.Method);
    }

    public IEnumerable<BuiltType> Types => _types.Values;

    /// <summary>The type, its base types and their interfaces, as far as they are known; of those that are not, their names.</summary>
    public IEnumerable<string> Above(string type)
    {
        yield return type;
        if (!_types.TryGetValue(type, out var known))
            yield break;
        foreach (var above in known.Interfaces.Append(known.Base).Where(name => name.Length > 0).SelectMany(Above))
            yield return above;
    }

    /// <summary>All paths from a method to calls that are looked for, each as the chain of callers.</summary>
    /// <param name="isSought">Of whatever is called.</param>
    /// <param name="isLeftOut">Such a method is not entered.</param>
    public IEnumerable<string> Paths(IEnumerable<BuiltMethod> from, Func<MethodName, bool> isSought, Func<Call, bool> isLeftOut)
    {
        var before = new Dictionary<MethodName, MethodName?>();
        var next = new Queue<BuiltMethod>();
        foreach (var method in from.Where(method => !isLeftOut(new Call(method.Name, IsHandedOn: false)) && before.TryAdd(method.Name, null)))
            next.Enqueue(method);
        while (next.TryDequeue(out var caller))
        {
            foreach (var call in caller.Calls.Concat(StateMachineOf(caller)).Where(call => !isLeftOut(call)))
            {
                if (isSought(call.To) || (_methods.TryGetValue(call.To, out var native) && native.IsNative))
                    yield return $"{Chain(before, caller.Name)} calls {call.To}";
                foreach (var method in Targets(call.To).Where(method => !isLeftOut(call with { To = method.Name }) && before.TryAdd(method.Name, caller.Name)))
                    next.Enqueue(method);
            }
        }
    }

    private static string Chain(Dictionary<MethodName, MethodName?> before, MethodName at)
    {
        var chain = new List<string>();
        for (MethodName? method = at; method is not null; method = before[method])
            chain.Insert(0, method.ToString());
        return string.Join(" > ", chain);
    }

    private IEnumerable<BuiltMethod> Targets(MethodName called) =>
        (_methods.TryGetValue(called, out var known) ? [known] : Enumerable.Empty<BuiltMethod>()).Concat(_overrides[called]);

    /// <summary>What an async method or an iterator does stands in a type that the compiler made.</summary>
    private IEnumerable<Call> StateMachineOf(BuiltMethod method)
    {
        var name = $"{method.Name.Type}+<{method.Name.Name}>d__";
        return _types.Values.Where(type => type.Name.StartsWith(name, StringComparison.Ordinal))
            .SelectMany(type => type.Methods).Where(made => made.Name.Name == "MoveNext").Select(made => new Call(made.Name, IsHandedOn: false));
    }

    private static BuiltType Read(PEReader file, MetadataReader metadata, TypeDefinition type)
    {
        var names = new MetadataNames(metadata);
        var name = names.Of(type);
        var interfaces = type.GetInterfaceImplementations().Select(handle => names.Of(metadata.GetInterfaceImplementation(handle).Interface));
        return new BuiltType(
            name, names.Of(type.BaseType), [.. interfaces],
            [.. type.GetMethods().Select(handle => Read(file, metadata, names, name, metadata.GetMethodDefinition(handle)))]);
    }

    private static BuiltMethod Read(PEReader file, MetadataReader metadata, MetadataNames names, string type, MethodDefinition method) => new(
        new MethodName(type, metadata.GetString(method.Name), names.SignatureOf(method)),
        method.Attributes.HasFlag(MethodAttributes.Virtual), method.Attributes.HasFlag(MethodAttributes.PinvokeImpl),
        method.RelativeVirtualAddress == 0 ? [] : [.. Calls(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), names)]);

    private static List<Call> Calls(BlobReader code, MetadataNames names)
    {
        var calls = new List<Call>();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var operation = OpCodesByValue[first == 0xFE ? (short)(0xFE00 | code.ReadByte()) : first];
            switch (operation.OperandType)
            {
                case OperandType.InlineMethod:
                    if (names.OfMethod(MetadataTokens.EntityHandle(code.ReadInt32())) is { } called)
                        calls.Add(new Call(called, operation == OpCodes.Ldftn || operation == OpCodes.Ldvirtftn));
                    break;
                case OperandType.InlineSwitch:
                    var arms = code.ReadInt32();
                    code.Offset += 4 * arms;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default: // the others have four bytes: a token, an offset, a number
                    code.Offset += 4;
                    break;
            }
        }
        return calls;
    }
}
