//! What must compile, and what must not.

/// The whole attribute surface.
#[test]
fn every_legal_attribute_compiles() {
    trybuild::TestCases::new().pass("pass/*.rs");
}

/// One broken rule per file, and the message that it gives.
#[test]
fn every_broken_rule_says_what_to_write_instead() {
    trybuild::TestCases::new().compile_fail("fail/*/*.rs");
}
