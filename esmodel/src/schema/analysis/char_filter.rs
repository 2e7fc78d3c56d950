//! Character filters that are built in.

use super::{
    CharFilter, Component, ParamValue, Part,
    builders::{Takes, argument, builders, key, known, settable, settings, with_argument},
};

builders! { CharFilter:
    /// Takes the marks of HTML out, and turns `&amp;` and its like into characters.
    html_strip "html_strip"() [escaped_tags] "HTML strip character filter";
    /// Texts for others: `"- => _"`. None where [`mappings_path`](Self::mappings_path) names a file.
    mapping "mapping"(mappings: words) [mappings_path] "Mapping character filter";
    /// Replaces the matches of a regular expression; `$1` is a group.
    pattern_replace "pattern_replace"(pattern: text, replacement: text) [flags] "Pattern replace character filter";
}

settings! { CharFilter:
    /// Marks that stay, without their brackets: `"b"`.
    escaped_tags: words;
    /// A file of mappings, one in a line, in the configuration folder of the servers.
    mappings_path: text;
    /// Java's flags of the regular expression: `"CASE_INSENSITIVE|COMMENTS"`.
    flags: text;
}
