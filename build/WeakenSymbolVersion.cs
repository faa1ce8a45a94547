// Compiled inside MSBuild against .NET Standard 2.0 (see WeakenGlibcxx.targets), hence the plain C#.
using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one demanded symbol version of a shared library as weak, so that the dynamic loader only notes its absence.
/// Formats: System V ABI (ELF-64) and the Linux Standard Base's symbol versioning (section type SHT_GNU_verneed).
/// </summary>
public class WeakenSymbolVersion : Task
{
    private const ushort Weak = 0x2;                   // VER_FLG_WEAK
    private const uint VersionsNeeded = 0x6ffffffe;    // SHT_GNU_verneed

    [Required]
    public string File { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        var image = System.IO.File.ReadAllBytes(File);
        if (image.Length < 64 || image[0] != 0x7f || image[1] != 'E' || image[2] != 'L' || image[3] != 'F' || image[4] != 2 || image[5] != 1)
        {
            Log.LogError("{0} is not a 64-bit little-endian ELF file; GLIBCXX demand not weakened.", File);
            return false;
        }
        if (!Weaken(image))
            return true;

        // A new file under the old name: the package cache stays as it is even where copies are hard links. The old time
        // stamp stays too, so that the next incremental build does not copy the file again.
        var stamp = System.IO.File.GetLastWriteTimeUtc(File);
        var fresh = File + ".weakened";
        System.IO.File.WriteAllBytes(fresh, image);
        System.IO.File.SetLastWriteTimeUtc(fresh, stamp);
        System.IO.File.Delete(File);
        System.IO.File.Move(fresh, File);
        Log.LogMessage(MessageImportance.High, "  {0}: the demand for {1} is now weak", Path.GetFileName(File), Version);
        return true;
    }

    /// <returns>True when a flag was set; false when no strong demand for the version is there.</returns>
    private bool Weaken(byte[] image)
    {
        var sections = (int)BitConverter.ToUInt64(image, 0x28);      // e_shoff
        var sectionSize = BitConverter.ToUInt16(image, 0x3a);        // e_shentsize
        var sectionCount = BitConverter.ToUInt16(image, 0x3c);       // e_shnum
        var changed = false;
        for (var s = 0; s < sectionCount; s++)
        {
            var section = sections + s * sectionSize;
            if (BitConverter.ToUInt32(image, section + 0x04) != VersionsNeeded)
                continue;
            var names = sections + (int)BitConverter.ToUInt32(image, section + 0x28) * sectionSize;   // sh_link: string table
            var nameBase = (int)BitConverter.ToUInt64(image, names + 0x18);
            var libraries = (int)BitConverter.ToUInt32(image, section + 0x2c);                        // sh_info: Elf64_Verneed entries
            var need = (int)BitConverter.ToUInt64(image, section + 0x18);                             // sh_offset
            for (var l = 0; l < libraries; l++)
            {
                var versions = BitConverter.ToUInt16(image, need + 2);                                // vn_cnt
                var entry = need + (int)BitConverter.ToUInt32(image, need + 8);                       // vn_aux
                for (var v = 0; v < versions; v++)
                {
                    var flags = BitConverter.ToUInt16(image, entry + 4);                              // vna_flags
                    if (NameAt(image, nameBase + (int)BitConverter.ToUInt32(image, entry + 8)) == Version && (flags & Weak) == 0)
                    {
                        BitConverter.GetBytes((ushort)(flags | Weak)).CopyTo(image, entry + 4);
                        changed = true;
                    }
                    entry += (int)BitConverter.ToUInt32(image, entry + 12);                           // vna_next
                }
                need += (int)BitConverter.ToUInt32(image, need + 12);                                 // vn_next
            }
        }
        return changed;
    }

    private static string NameAt(byte[] image, int start)
    {
        var end = Array.IndexOf(image, (byte)0, start);
        return Encoding.ASCII.GetString(image, start, end - start);
    }
}
