using System.Runtime.InteropServices;

namespace AxSpa.Hosting.Journals;

/// <summary>Which file a path leads to: a name can be given to another file, while whoever has the old one open goes on writing to nobody.</summary>
internal sealed partial record FileIdentity(uint Major, uint Minor, ulong Number)
{
    private const int AtCurrentFolder = -100, StatisticsSize = 256, NumberAt = 32, DeviceAt = 136;
    private const uint Basic = 0x7ff;

    /// <returns>Null: there is no such file, or this system cannot tell.</returns>
    public static FileIdentity? Of(string path)
    {
        var statistics = new byte[StatisticsSize];
        try
        {
            return statx(AtCurrentFolder, path, 0, Basic, statistics) != 0 ? null : new FileIdentity(
                BitConverter.ToUInt32(statistics, DeviceAt), BitConverter.ToUInt32(statistics, DeviceAt + 4), BitConverter.ToUInt64(statistics, NumberAt));
        }
        catch (Exception absent) when (absent is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Of Linux, with the same layout on every processor: the inode stands at byte 32, its device at 136.</summary>
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, [Out] byte[] statistics);
}
