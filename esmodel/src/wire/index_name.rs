//! Which names an index can have.

use std::borrow::Cow;

use crate::error::{Error, Result};

/// The longest name of an index, in bytes.
const MAX_NAME_BYTES: usize = 255;

/// Whether the server works the name out from the time: `<logs-{now/d}>`.
pub(crate) fn is_date_math(name: &str) -> bool {
    name.starts_with('<')
}

/// Whether a pattern with `*` covers a name.
pub(crate) fn covers(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Whether two names may stand for one index. Of date math only what stands around the braces is compared, as only the
/// server knows the rest.
pub(crate) fn may_be_one(name: &str, other: &str) -> bool {
    let (pattern, other_pattern) = (around_braces(name), around_braces(other));
    covers(&pattern, &other_pattern) || covers(&other_pattern, &pattern)
}

/// A name with `*` for what the server works out.
fn around_braces(name: &str) -> Cow<'_, str> {
    let inside = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let parts = inside.and_then(|inside| Some((inside.split_once('{')?.0, inside.rsplit_once('}')?.1)));
    parts.map_or(Cow::Borrowed(name), |(before, after)| Cow::Owned(format!("{before}*{after}")))
}

/// Refuses names that servers refuse, and those that address something else.
pub(crate) fn check_index_name(name: &str) -> Result<()> {
    if is_date_math(name) {
        return check_date_math(name);
    }
    let broken = if name.is_empty() {
        "is empty"
    } else if matches!(name, "." | "..") {
        "cannot be `.` or `..`"
    } else if name.len() > MAX_NAME_BYTES {
        "is longer than 255 bytes"
    } else if name.starts_with(['-', '_', '+']) {
        "cannot begin with `-`, `_` or `+`"
    } else if name.contains(|character: char| character.is_uppercase()) {
        "must be in lower case"
    } else if name.contains(['\\', '/', '*', '?', '"', '<', '>', '|', ' ', ',', '#', ':', '%']) {
        r#"cannot hold `\`, `/`, `*`, `?`, `"`, `<`, `>`, `|`, `,`, `#`, `:`, `%` or a space"#
    } else {
        return Ok(());
    };
    let shown: String = name.chars().take(60).collect();
    Err(Error::invalid(format!("index name `{shown}` {broken}")))
}

/// What stands around the braces is part of the name; what is in them, the server reads.
fn check_date_math(name: &str) -> Result<()> {
    let inside = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let parts = inside.and_then(|inside| {
        let (before, rest) = inside.split_once('{')?;
        let (_, after) = rest.rsplit_once('}')?;
        Some(format!("{before}x{after}"))
    });
    match parts {
        Some(fixed) => check_index_name(&fixed),
        None => {
            Err(Error::invalid(format!("index name `{name}` has no date math in braces: write `<logs-{{now/d}}>`")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_accepted() {
        for name in ["cities", "logs-2024.05", "a", ".hidden", "größe", "a+b"] {
            assert!(check_index_name(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn date_math_is_left_to_the_server_and_what_stands_around_it_is_checked() {
        assert!(check_index_name("<logs-{now/d}>").is_ok());
        assert!(check_index_name("<logs-{now/M{yyyy.MM|+12:00}}-a>").is_ok());
        for name in ["<logs>", "<logs-{now/d}", "<Logs-{now/d}>", "<logs-{now/d}*>", "<_{now}>"] {
            assert!(check_index_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_pattern_covers_what_a_server_would_find_by_it() {
        for (pattern, name) in
            [("a", "a"), ("a-*", "a-"), ("a-*", "a-b"), ("*-b", "a-b"), ("a*c*e", "abcde"), ("*", "a")]
        {
            assert!(covers(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("a", "ab"), ("a-*", "b-a-"), ("*-b", "a-bc"), ("a*a", "a"), ("a*bc*c", "abc")] {
            assert!(!covers(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn names_with_date_math_are_compared_around_the_braces() {
        for (name, other) in [
            ("a", "a"),
            ("<a-{now/d}>", "a-2024.05.01"),
            ("a-2024-x", "<a-{now/y{yyyy}}-x>"),
            ("<a-{now/d}>", "<a-{now/M}>"),
        ] {
            assert!(may_be_one(name, other), "{name} {other}");
        }
        for (name, other) in [("a", "b"), ("<a-{now/d}>", "b-2024.05.01"), ("<a-{now/d}>", "<b-{now/d}>")] {
            assert!(!may_be_one(name, other), "{name} {other}");
        }
    }

    #[test]
    fn names_that_servers_refuse_are_refused_with_the_rule() {
        for (name, rule) in [
            ("", "is empty"),
            (".", "cannot be `.`"),
            ("..", "cannot be `.`"),
            ("_doc", "cannot begin with"),
            ("Cities", "lower case"),
            ("a/b", "cannot hold"),
            ("a*", "cannot hold"),
            ("%2e%2e", "cannot hold"),
        ] {
            let error = check_index_name(name).unwrap_err().to_string();
            assert!(error.contains(rule), "{name}: {error}");
        }
        assert!(check_index_name(&"x".repeat(256)).is_err());
    }
}
