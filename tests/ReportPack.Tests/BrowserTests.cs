using PuppeteerSharp;
using UglyToad.PdfPig;
using Xunit;

namespace AxSpa.ReportPack.Tests;

/// <summary>
/// The report in a real browser without a network, on a desk, on a phone and on paper. ./axspa test installs a Chromium where Debian has one.
/// </summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Skipped =
        "There is no Chromium on this machine: no chromium-headless-shell, chromium, chromium-browser or google-chrome in PATH, and AXSPA_CHROMIUM names none.";

    private static readonly string? Chromium = Find();
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-report-tests-").FullName;
    private IBrowser? _browser;

    public static bool IsThere => Chromium is not null;

    public async ValueTask InitializeAsync()
    {
        File.WriteAllBytes(Path.Combine(_folder, HtmlReport.FileName), HtmlReport.Render(new MadeReport { Description = "Made patients." }.Contents()));
        if (Chromium is null) return;
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = Chromium,
            HeadlessMode = Path.GetFileName(Chromium).Contains("headless", StringComparison.Ordinal) ? HeadlessMode.Shell : HeadlessMode.True,
            UserDataDir = Path.Combine(_folder, "profile"),
            // As root there is no sandbox; the rest keeps the browser's own voice off the network.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory(SkipUnless = nameof(IsThere), Skip = Skipped)]
    [InlineData(1280, "light"), InlineData(1280, "dark"), InlineData(390, "light")]
    public async Task It_opens_offline_without_an_error_and_is_no_wider_than_the_screen(int width, string scheme)
    {
        await using var page = await _browser!.NewPageAsync();
        var (complaints, requests) = (new List<string>(), new List<string>());
        page.Console += (_, said) => complaints.Add(said.Message.Text);
        page.PageError += (_, error) => complaints.Add(error.Message);
        page.RequestFailed += (_, failed) => complaints.Add(failed.Request.Url);
        page.Request += (_, request) => requests.Add(request.Request.Url);
        await page.SetOfflineModeAsync(true);
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900, IsMobile = width < 500 });
        await page.GoToAsync(Address);

        Assert.Empty(complaints);
        Assert.Equal([Address], requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)));
        Assert.Equal(width, await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.EvaluateExpressionAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 0)"));
        Assert.Equal("", await page.EvaluateExpressionAsync<string>(WordsThatLeaveTheirBox));
        Assert.InRange(await page.EvaluateExpressionAsync<double>(LeastContrast), 4.5, 21); // WCAG 2.1, AA
    }

    [Fact(SkipUnless = nameof(IsThere), Skip = Skipped)]
    public async Task On_paper_it_has_all_its_parts_in_order_and_cuts_no_picture()
    {
        await using var page = await _browser!.NewPageAsync();
        await page.GoToAsync(Address);
        var headings = await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('h2')].map(heading => heading.textContent)");
        var pdf = await page.PdfDataAsync(new PdfOptions { PreferCSSPageSize = true });

        using var printed = PdfDocument.Open(pdf);
        Assert.All(printed.GetPages(), sheet => Assert.Equal((595, 842), ((int)Math.Round(sheet.Width), (int)Math.Round(sheet.Height)))); // A4
        var words = string.Join(' ', printed.GetPages().SelectMany(sheet => sheet.GetWords()).Select(word => word.Text));
        var at = 0;
        foreach (var heading in headings)
        {
            var next = words.IndexOf(heading, at, StringComparison.Ordinal);
            Assert.True(next >= 0, $"'{heading}' is not on paper, or not in its place");
            at = next;
        }
        // A picture that is cut by a page is drawn on both.
        Assert.Equal(new MadeReport().Pictures.Length, printed.GetPages().Sum(sheet => sheet.GetImages().Count()));
    }

    private string Address => $"file://{_folder}/{HtmlReport.FileName}";

    /// <summary>Headings, paragraphs and captions whose content is wider than they are; tables and pictures are moved sideways inside their frames.</summary>
    private const string WordsThatLeaveTheirBox =
        "[...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, figcaption')].filter(element => element.scrollWidth > element.clientWidth + "
        + "1).map(element => element.textContent.trim().slice(0, 60)).join('; ')";

    /// <summary>The least contrast of any text with the background that lies behind it.</summary>
    private const string LeastContrast =
        """
        (() => {
          const parse = color => color.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              const color = parse(getComputedStyle(at).backgroundColor);
              if (color.length < 4 || color[3] > 0) return color;
            }
            return [255, 255, 255];
          };
          return Math.min(...[...document.querySelectorAll('main *:not(svg *), header *, nav *')].filter(element => element.textContent.trim())
            .map(element => [light(parse(getComputedStyle(element).color)), light(behind(element))])
            .map(([text, paper]) => (Math.max(text, paper) + 0.05) / (Math.min(text, paper) + 0.05)));
        })()
        """;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AXSPA_CHROMIUM") is { Length: > 0 } named) return File.Exists(named) ? named : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return (from name in (string[])["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
                from folder in folders
                select Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
