//! Imports point one way: each module may use those before it in the order of ARCHITECTURE.md, never one behind.
#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The layers from the ground up. Modules of one layer may use each other.
const LAYERS: &[&[&str]] = &[
    &["dialect"],
    &["error"],
    &["wire"],
    &["schema", "model", "query"],
    &["transport"],
    &["policy"],
    &["cluster"],
    &["client"],
    &["batch"],
    &["lazy"],
    &["document", "search", "bulk"],
    &["index"],
    &["verbs"],
];

/// Mocks and generated code's vocabulary stand outside.
const OUTSIDE: &[&str] = &["lib", "__private", "prelude"];

/// A client can be made on the mock in one call, which is worth the step back. And what starts the functions of lazy
/// properties names the context that they take: to keep that from the types of fields, each would need one more trait.
const EXCEPTIONS: &[(&str, &str)] = &[("transport/mock.rs", "client"), ("model/lazy_work.rs", "batch")];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The modules that a file names behind `crate::`, tests and docs aside.
fn used(text: &str) -> Vec<String> {
    let code: String = text
        .split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut names = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(group) => names.extend(top_level_names(group)),
            None => names.push(first_name(after)),
        }
    }
    names
}

fn first_name(text: &str) -> String {
    text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

/// The first names of the entries of `{a::x, b::{y, z}}`, the opening brace taken off.
fn top_level_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut entry) = (0, Vec::new(), String::new());
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut entry)),
            _ => {}
        }
        if depth == 0 && character != ',' {
            entry.push(character);
        }
    }
    names.push(entry);
    names.iter().map(|entry| first_name(entry.trim())).filter(|name| !name.is_empty()).collect()
}

#[test]
fn imports_point_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let own = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if OUTSIDE.contains(&own.as_str()) {
            continue;
        }
        let own_layer = layer(&own).unwrap_or_else(|| panic!("module `{own}` has no layer: add it to LAYERS"));
        for name in used(&fs::read_to_string(&file).unwrap()) {
            let excepted = EXCEPTIONS.iter().any(|(path, module)| relative == Path::new(path) && name == **module);
            if layer(&name).is_some_and(|layer| layer > own_layer) && !excepted {
                wrong.push(format!("{} uses `{name}`, which is behind it", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files whose code says this, comments aside.
fn files_that_say(words: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.retain(|file| {
        let text = fs::read_to_string(file).unwrap();
        text.lines().map(str::trim_start).any(|line| !line.starts_with("//") && line.contains(words))
    });
    files.iter().map(|file| file.strip_prefix(&root).unwrap().to_owned()).collect()
}

#[test]
fn one_file_names_the_official_client() {
    assert_eq!(files_that_say("elasticsearch::"), [Path::new("transport/elastic.rs")]);
}

#[test]
fn only_plans_write_mappings_so_no_verb_of_documents_works_for_them() {
    let mut files = files_that_say("mapping_body");
    files.retain(|file| !file.starts_with("schema") && file != Path::new("schema.rs"));
    assert_eq!(files, [Path::new("index/plan.rs")]);
}

#[test]
fn the_reader_of_imports_sees_groups_and_paths() {
    let text = "use crate::{\n    client::Client,\n    error::{Error, Result},\n};\nlet x = crate::wire::Y;";
    assert_eq!(used(text), ["client", "error", "wire"]);
}
