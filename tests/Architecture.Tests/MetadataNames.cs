using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace AxSpa.Architecture.Tests;

/// <summary>The names in one assembly's metadata. Of a generic type or method it is that of its definition.</summary>
internal sealed class MetadataNames(MetadataReader metadata) : ISignatureTypeProvider<string, object?>
{
    public string Of(TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? $"{Of(metadata.GetTypeDefinition(outer))}+{metadata.GetString(type.Name)}"
        : WithNamespace(metadata.GetString(type.Namespace), metadata.GetString(type.Name));

    public string Of(EntityHandle type) => type.Kind switch
    {
        _ when type.IsNil => "",
        HandleKind.TypeDefinition => Of(metadata.GetTypeDefinition((TypeDefinitionHandle)type)),
        HandleKind.TypeReference => Of(metadata.GetTypeReference((TypeReferenceHandle)type)),
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(this, null),
        _ => "",
    };

    public string SignatureOf(MethodDefinition method) => string.Join(",", method.DecodeSignature(this, null).ParameterTypes);

    /// <returns>Null: it is called through a pointer.</returns>
    public MethodName? OfMethod(EntityHandle method)
    {
        switch (method.Kind)
        {
            case HandleKind.MethodDefinition:
                var own = metadata.GetMethodDefinition((MethodDefinitionHandle)method);
                return new MethodName(Of(metadata.GetTypeDefinition(own.GetDeclaringType())), metadata.GetString(own.Name), SignatureOf(own));
            case HandleKind.MethodSpecification:
                return OfMethod(metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method);
            case HandleKind.MemberReference:
                var other = metadata.GetMemberReference((MemberReferenceHandle)method);
                return other.GetKind() == MemberReferenceKind.Method
                    ? new MethodName(Of(other.Parent), metadata.GetString(other.Name), string.Join(",", other.DecodeMethodSignature(this, null).ParameterTypes))
                    : null;
            default:
                return null;
        }
    }

    private string Of(TypeReference type) => type.ResolutionScope.Kind == HandleKind.TypeReference
        ? $"{Of(metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))}+{metadata.GetString(type.Name)}"
        : WithNamespace(metadata.GetString(type.Namespace), metadata.GetString(type.Name));

    private static string WithNamespace(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Of(handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) => Of(handle);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[,]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

    public string GetGenericTypeParameter(object? context, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? context, int index) => $"!!{index}";
}
