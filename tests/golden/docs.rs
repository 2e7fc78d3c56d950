//! Pages that quote what tests hold to the servers.

use std::{fs, path::Path};

#[test]
fn the_page_on_schema_changes_quotes_every_output_of_the_commands() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let page = fs::read_to_string(docs.join("schema.md")).unwrap();
    let outputs = fs::read_to_string(docs.join("schema-output.txt")).unwrap();
    let mut quoted = 0;
    for output in outputs.trim_end().split("\n\n") {
        assert!(page.contains(&format!("```text\n{output}\n```")), "docs/schema.md should quote:\n{output}");
        quoted += 1;
    }
    assert_eq!(page.matches("```text\n$ ").count(), quoted, "docs/schema.md quotes an output that is no longer made");
}
