//! Against the `tar` crate: where no anomaly is told, both see the same files.

use std::collections::BTreeMap;
use std::io::Read;

use proptest::prelude::*;

use crate::model::{ArtifactKind, Tree};

use super::super::tests::gzip;
use super::super::{Limits, unpack};

/// A piece of an archive: mostly well-formed, sometimes not.
#[derive(Debug, Clone)]
enum Piece {
    File { name: String, size: usize, claimed: Option<u64>, kind: u8, linked: bool },
    Pax(String),
    Zeros(usize),
    Noise(u8),
}

fn piece() -> impl Strategy<Value = Piece> {
    let name = "p/[ab]{1,2}(/[ab])?";
    let kind = prop_oneof![20 => Just(b'0'), 1 => Just(0), 2 => Just(b'5'), 1 => Just(b'2'), 1 => Just(b'7'), 1 => Just(b'S')];
    let claimed = prop_oneof![8 => Just(None), 1 => (0_u64..1200).prop_map(Some)];
    prop_oneof![
        10 => (name, 0_usize..1100, claimed, kind, prop::bool::weighted(0.05)).prop_map(|(name, size, claimed, kind, linked)| Piece::File { name, size, claimed, kind, linked }),
        1 => "p/[ab]{1,3}".prop_map(|name| Piece::Pax(format!("{} path={name}\n", name.len() + 9))),
        1 => (0_usize..1100).prop_map(|size| Piece::Pax(format!("{} size={size}\n", size.to_string().len() + 9))),
        1 => (1_usize..3).prop_map(Piece::Zeros),
        1 => any::<u8>().prop_map(Piece::Noise),
    ]
}

fn bytes_of(pieces: &[Piece]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let (name, kind, body, claimed, linked) = match piece {
            Piece::File { name, size, claimed, kind, linked } => {
                (name.as_str(), *kind, vec![b'a' + number as u8; *size], *claimed, *linked)
            }
            Piece::Pax(record) => ("x", b'x', record.clone().into_bytes(), None, false),
            Piece::Zeros(count) => {
                bytes.extend(vec![0; 512 * count]);
                continue;
            }
            Piece::Noise(byte) => {
                bytes.extend([*byte; 512]);
                continue;
            }
        };
        let mut header = tar::Header::new_ustar();
        header.set_path(name).unwrap();
        header.set_size(claimed.unwrap_or(body.len() as u64));
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::new(kind));
        header.as_old_mut().linkname[0] = if linked { b'l' } else { 0 };
        header.set_cksum();
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend(body);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.extend([0; 1024]);
    bytes
}

/// None where the crate refuses the archive.
fn by_crate(bytes: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(bytes).entries().ok()? {
        let mut entry = entry.ok()?;
        let name = entry.path().ok()?.to_str()?.strip_prefix("p/")?.to_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).ok()?;
        if entry.header().entry_type().is_file() {
            files.insert(name, content);
        }
    }
    Some(files)
}

fn by_us(tree: &Tree) -> BTreeMap<String, Vec<u8>> {
    tree.files().iter().map(|file| (file.path.to_string(), file.bytes.clone())).collect()
}

proptest! {
    #[test]
    fn where_no_anomaly_is_told_the_tar_crate_sees_the_same_files(pieces in proptest::collection::vec(piece(), 1..8)) {
        let bytes = bytes_of(&pieces);
        for kind in [ArtifactKind::NpmTarball, ArtifactKind::Sdist] {
            let Ok(tree) = unpack(&gzip(&bytes), kind, &Limits::default()) else { continue };
            if tree.anomalies.is_empty() {
                prop_assert_eq!(Some(by_us(&tree)), by_crate(&bytes));
            }
        }
    }
}
