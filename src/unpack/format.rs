//! What a file is by its bytes, whatever it is called.

/// A format that is known by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Elf,
    PortableExecutable,
    MachO,
    WebAssembly,
    JavaClass,
    Zip,
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
    SevenZip,
    Rar,
    Cabinet,
    Png,
    Jpeg,
    Gif,
    /// Bitmaps, icons, WebP, TIFF, AVIF.
    OtherImage,
    Font,
    Media,
    Pdf,
}

/// What a format is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    MachineCode,
    Archive,
    Image,
    Font,
    Media,
    Document,
}

impl Format {
    /// None for text, and for data of which nothing is known.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        let behind = |at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(magic));
        Some(match bytes {
            _ if starts(b"\x7fELF") => Self::Elf,
            _ if starts(b"MZ") && is_portable_executable(bytes) => Self::PortableExecutable,
            _ if starts(b"\xca\xfe\xba\xbe") && bytes.get(4..8).is_some_and(|count| count[..3] == [0; 3]) => {
                // Few architectures in one Mach-O file; Java's version numbers begin at 45.
                if bytes[7] < 40 { Self::MachO } else { Self::JavaClass }
            }
            _ if [b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"]
                .iter()
                .any(|magic| starts(*magic)) =>
            {
                Self::MachO
            }
            _ if starts(b"\0asm") => Self::WebAssembly,
            _ if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => Self::Zip,
            _ if starts(b"\x1f\x8b\x08") => Self::Gzip,
            _ if starts(b"BZh") && behind(4, b"1AY&SY") => Self::Bzip2,
            _ if starts(b"\xfd7zXZ\0") => Self::Xz,
            _ if starts(b"\x28\xb5\x2f\xfd") => Self::Zstandard,
            _ if starts(b"7z\xbc\xaf\x27\x1c") => Self::SevenZip,
            _ if starts(b"Rar!\x1a\x07") => Self::Rar,
            _ if starts(b"MSCF\0\0\0\0") => Self::Cabinet,
            _ if starts(b"\x89PNG\r\n\x1a\n") => Self::Png,
            _ if starts(b"\xff\xd8\xff") => Self::Jpeg,
            _ if starts(b"GIF87a") || starts(b"GIF89a") => Self::Gif,
            _ if starts(b"RIFF") && behind(8, b"WEBP") || starts(b"\0\0\x01\0") || starts(b"\0\0\x02\0") => Self::OtherImage,
            _ if starts(b"II*\0") || starts(b"MM\0*") || behind(4, b"ftypavif") || behind(4, b"ftyphei") => Self::OtherImage,
            _ if starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]) => Self::OtherImage,
            _ if [&b"wOFF"[..], b"wOF2", b"OTTO", b"ttcf", b"true\0", b"\0\x01\0\0\0"].iter().any(|magic| starts(magic)) => Self::Font,
            _ if starts(b"RIFF") || starts(b"OggS") || starts(b"ID3") || starts(b"fLaC") || behind(4, b"ftyp") => Self::Media,
            _ if starts(b"\x1aE\xdf\xa3") || starts(b"\xff\xfb") || starts(b"\xff\xf3") || starts(b"MThd") => Self::Media,
            _ if starts(b"%PDF-") => Self::Pdf,
            _ => return None,
        })
    }

    pub fn family(self) -> Family {
        match self {
            Self::Elf | Self::PortableExecutable | Self::MachO | Self::WebAssembly | Self::JavaClass => Family::MachineCode,
            Self::Zip | Self::Gzip | Self::Bzip2 | Self::Xz | Self::Zstandard | Self::SevenZip | Self::Rar | Self::Cabinet => {
                Family::Archive
            }
            Self::Png | Self::Jpeg | Self::Gif | Self::OtherImage => Family::Image,
            Self::Font => Family::Font,
            Self::Media => Family::Media,
            Self::Pdf => Family::Document,
        }
    }

    /// With its article.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Elf => "a program or library for Linux (ELF)",
            Self::PortableExecutable => "a program or library for Windows (PE)",
            Self::MachO => "a program or library for macOS (Mach-O)",
            Self::WebAssembly => "a WebAssembly module",
            Self::JavaClass => "a Java class",
            Self::Zip => "a zip archive",
            Self::Gzip => "a gzip archive",
            Self::Bzip2 => "a bzip2 archive",
            Self::Xz => "an xz archive",
            Self::Zstandard => "a Zstandard archive",
            Self::SevenZip => "a 7-Zip archive",
            Self::Rar => "a RAR archive",
            Self::Cabinet => "a cabinet archive",
            Self::Png => "a PNG image",
            Self::Jpeg => "a JPEG image",
            Self::Gif => "a GIF image",
            Self::OtherImage => "an image",
            Self::Font => "a font",
            Self::Media => "sound or video",
            Self::Pdf => "a PDF document",
        }
    }
}

/// The header names the place of a second one, as no text that begins with `MZ` does.
fn is_portable_executable(bytes: &[u8]) -> bool {
    let field = bytes.get(0x3c..0x40).and_then(|field| <[u8; 4]>::try_from(field).ok());
    let at = field.map_or(usize::MAX, |field| u32::from_le_bytes(field) as usize);
    bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PE\0\0"))
}

/// The first entry of a zip archive can be read with a password only.
pub fn is_encrypted_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && bytes.get(6).is_some_and(|flags| flags & 1 == 1)
}

/// What follows an image's own end; none where it has no end that is known, or nothing follows.
pub fn behind_image(bytes: &[u8]) -> Option<&[u8]> {
    let end = match Format::of(bytes)? {
        Format::Png => end_of_png(bytes)?,
        // Thumbnails have ends of their own, so the last one counts.
        Format::Jpeg => memchr::memmem::rfind(bytes, b"\xff\xd9")? + 2,
        Format::Gif => memchr::memmem::rfind(bytes, b"\0;")? + 2,
        _ => return None,
    };
    bytes.get(end..).filter(|rest| rest.iter().any(|byte| !matches!(byte, 0 | b'\r' | b'\n' | b' ')))
}

fn end_of_png(bytes: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        at = at.checked_add(length)?.checked_add(12)?;
        if kind == b"IEND" {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(behind: &[u8]) -> Vec<u8> {
        [b"\x89PNG\r\n\x1a\n\0\0\0\x01IDATx\0\0\0\0\0\0\0\0IEND\xaeB`\x82", behind].concat()
    }

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        let mut program = vec![0; 0x100];
        program[..2].copy_from_slice(b"MZ");
        program[0x3c] = 0x80;
        program[0x80..0x84].copy_from_slice(b"PE\0\0");
        assert_eq!(Format::of(&program), Some(Format::PortableExecutable));
        assert_eq!(Format::of(b"MZ is a text, and a text it remains, however long it may become in the end: no program begins so"), None);
        assert_eq!(Format::of(b"\x7fELF\x02"), Some(Format::Elf));
        assert_eq!(Format::of(b"\xca\xfe\xba\xbe\0\0\0\x02"), Some(Format::MachO));
        assert_eq!(Format::of(b"\xca\xfe\xba\xbe\0\0\0\x41"), Some(Format::JavaClass));
        assert_eq!(Format::of(b"import os\n"), None);
    }

    #[test]
    fn what_stands_behind_an_image_is_found() {
        assert_eq!(behind_image(&png(b"PK\x03\x04")), Some(&b"PK\x03\x04"[..]));
        assert_eq!(behind_image(&png(b"\n\0\0")), None);
        assert_eq!(behind_image(b"GIF89a..\0;eval(x)"), Some(&b"eval(x)"[..]));
        assert_eq!(behind_image(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT"), None);
    }
}
