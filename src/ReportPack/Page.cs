using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace AxSpa.ReportPack;

/// <summary>
/// Fills the Liquid templates in Pages/. A name that the data does not have is an error, not a blank; so nothing that is handed to
/// a page is null.
/// </summary>
internal static class Page
{
    private static readonly FluidParser Parser = new();

    /// <summary>Beyond ASCII stays readable: dashes, minus signs, names of columns in any script.</summary>
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Every value is encoded.</summary>
    /// <param name="data">Its properties are the page's variables, in camel case.</param>
    public static string OfHtml(string template, object data) => Fill(template, data, Html, null);

    /// <summary>In every text value, what Markdown would take for its own is escaped.</summary>
    public static string OfMarkdown(string template, object data) =>
        Fill(template, data, NullEncoder.Default, value => value is string text ? new StringValue(Markdown.Escaped(text)) : null);

    /// <summary>A page's file as it is.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(
            Open(name) ?? throw new FileNotFoundException($"There is no page {name} in {typeof(Page).Assembly.GetName().Name}."));
        return reader.ReadToEnd();
    }

    private static string Fill(string template, object data, TextEncoder encoder, Func<object, object?>? convert)
    {
        var options = new TemplateOptions
        {
            StrictVariables = true,
            StrictFilters = true,
            MemberAccessStrategy = new UnsafeMemberAccessStrategy { MemberNameStrategy = MemberNameStrategies.CamelCase },
            FileProvider = new Templates(),
        };
        if (convert is not null) options.ValueConverters.Add(convert);
        return Parser.Parse(Text(template)).Render(new TemplateContext(data, options), encoder);
    }

    private static Stream? Open(string name) => typeof(Page).Assembly.GetManifestResourceStream(name);

    /// <summary>What <c>{% render 'table.html' %}</c> finds.</summary>
    private sealed class Templates : IFileProvider
    {
        public IFileInfo GetFileInfo(string subpath) => new Template(subpath);

        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }

    private sealed class Template(string name) : IFileInfo
    {
        public bool Exists => typeof(Page).Assembly.GetManifestResourceInfo(name) is not null;
        public bool IsDirectory => false;
        public DateTimeOffset LastModified => default;
        public long Length => Encoding.UTF8.GetByteCount(Text(name));
        public string Name => name;
        public string? PhysicalPath => null;

        public Stream CreateReadStream() => Open(name) ?? throw new FileNotFoundException(name);
    }
}
