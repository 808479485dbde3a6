//! The stages of a scan on a synthetic server: unpacking, parsing, judging the whole.
#![allow(clippy::unwrap_used, reason = "a bench may panic")]

use std::hint::black_box;
use std::io::Write;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use flate2::Compression;
use flate2::write::GzEncoder;
use mcpscan::model::{Artifact, ArtifactKind, Context, Sha256, Verification};
use mcpscan::report::json::v1;
use mcpscan::scan::analyze;
use mcpscan::signatures::Signatures;
use mcpscan::syntax::{Language, ParseBudget, parse};
use mcpscan::unpack::{Limits, unpack};

/// Files of the synthetic package; each has about 2 KiB.
const FILES: usize = 200;

const MANIFEST: &str = r#"{ "name": "synthetic", "version": "1.0.0", "main": "lib/0.js", "bin": "lib/1.js" }"#;
const README: &str = "# Synthetic\n\nSet `SYNTHETIC_TOKEN`. Talks to https://api.synthetic.example/.\n";

/// Code as servers have it: imports of the next file, settings, requests, processes, and a name put together at run time.
fn javascript(number: usize) -> String {
    let next = (number + 1) % FILES;
    let mut text = format!("import {{ work as next }} from './{next}.js';\nimport {{ execFile as run }} from 'node:child_process';\n");
    for step in 0..8 {
        text += &format!(
            "export async function step{step}(input) {{\n  const base = process.env.SYNTHETIC_URL ?? 'https://api.' + ['synthetic', 'example'].join('.');\n  const answer = await fetch(`${{base}}/v{number}/${{input.name}}`, {{ headers: {{ authorization: process.env.SYNTHETIC_TOKEN }} }});\n  return answer.ok ? run('git', ['log', input.branch]) : globalThis['ev' + 'al'](input.code);\n}}\n"
        );
    }
    text + &format!("export const work = (input) => step{}(next ? input : {{}});\n", number % 8)
}

fn tarball() -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut add = |path: &str, text: &str| {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, format!("package/{path}"), text.as_bytes()).unwrap();
    };
    add("package.json", MANIFEST);
    add("README.md", README);
    (0..FILES).for_each(|number| add(&format!("lib/{number}.js"), &javascript(number)));
    let mut gzip = builder.into_inner().unwrap();
    gzip.flush().unwrap();
    gzip.finish().unwrap()
}

fn artifact() -> Artifact {
    let bytes = tarball();
    Artifact {
        file: "synthetic-1.0.0.tgz".to_owned(),
        kind: ArtifactKind::NpmTarball,
        sha256: Sha256::of(&bytes),
        bytes: bytes.into(),
        verification: Verification::Unverified { why: "made here".to_owned() },
    }
}

fn stages(criterion: &mut Criterion) {
    let artifact = artifact();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(artifact.bytes.len() as u64));
    group.bench_function("unpack", |bench| bench.iter(|| unpack(black_box(&artifact.bytes), artifact.kind, &Limits::default()).unwrap()));
    let text: String = (0..FILES).map(javascript).collect();
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |bench| bench.iter(|| parse(black_box(&text), Language::JavaScript, &ParseBudget::default()).unwrap()));
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let artifact = artifact();
    let context = Context::default();
    let signatures = Signatures::builtin();
    let scan = || analyze(None, std::slice::from_ref(&artifact), &context, &signatures).unwrap();
    let report = scan();
    assert_eq!(report.coverage.files_analyzed as usize, FILES, "the bench measures a package that is read in full");
    assert!(report.findings.iter().any(|finding| finding.rule == "dynamic-code"), "and whose code is understood");
    let mut group = criterion.benchmark_group("whole");
    group.throughput(Throughput::Bytes(report.coverage.bytes)).sample_size(20);
    group.bench_function("scan", |bench| bench.iter(scan));
    group.bench_function("json", |bench| bench.iter_batched(|| report.clone(), |report| v1::render(&report, None), BatchSize::SmallInput));
    group.finish();
}

criterion_group!(benches, stages, whole);
criterion_main!(benches);
