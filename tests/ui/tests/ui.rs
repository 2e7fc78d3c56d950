//! What must compile, and what must not.
#![expect(clippy::unwrap_used, reason = "a test that fails may panic; the lint does not reach helpers")]

use std::{fmt::Write, fs, path::Path};

/// The whole attribute surface.
#[test]
fn every_legal_attribute_compiles() {
    place_lock_files();
    trybuild::TestCases::new().pass("pass/*.rs");
}

/// One broken rule per file, and the message that it gives.
#[test]
fn every_broken_rule_says_what_to_write_instead() {
    place_lock_files();
    trybuild::TestCases::new().compile_fail("fail/*/*.rs");
}

/// Lock files are looked for beside the `Cargo.toml` of the package that is compiled, which trybuild makes.
fn place_lock_files() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests").join("trybuild");
    let folder = package.join(env!("CARGO_PKG_NAME")).join("lock");
    fs::create_dir_all(&folder).unwrap();
    for file in fs::read_dir("lock").unwrap().map(Result::unwrap) {
        place(&folder.join(file.file_name()), &fs::read_to_string(file.path()).unwrap());
    }
    place(&folder.join("thousand.json"), &lock_of(&keywords(1000, 3)));
    let part = format!(r#"{{"type": "nested", "properties": {{{}}}}}"#, keywords(19, 3));
    let parts: Vec<String> = (0..49).map(|number| format!(r#""p{number:02}": {part}"#)).collect();
    place(&folder.join("fifty.json"), &lock_of(&format!("{}, {}", parts.join(", "), keywords(19, 3))));
}

/// Only what differs is written: a new time would compile everything again, also while the other test compiles.
fn place(path: &Path, text: &str) {
    if fs::read_to_string(path).unwrap_or_default() != text {
        fs::write(path, text).unwrap();
    }
}

fn lock_of(fields: &str) -> String {
    format!(r#"{{"mappings": {{"dynamic": "strict", "properties": {{{fields}}}}}}}"#)
}

fn keywords(count: usize, width: usize) -> String {
    let mut fields = String::new();
    for number in 0..count {
        let comma = if number == 0 { "" } else { ", " };
        write!(fields, r#"{comma}"f{number:0width$}": {{"type": "keyword"}}"#).unwrap();
    }
    fields
}
