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

/// The names of a list that is separated by commas. Commas in the braces of date math separate nothing.
pub(crate) fn names_of(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let separates = move |character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    };
    list.split(separates).map(str::trim)
}

/// Puts `prefix` before each name of a list.
pub(crate) fn with_prefix<'a>(prefix: &str, list: &'a str) -> Cow<'a, str> {
    if prefix.is_empty() && !list.contains(' ') {
        return Cow::Borrowed(list);
    }
    let names: Vec<String> = names_of(list).map(|name| prefixed(prefix, name)).collect();
    Cow::Owned(names.join(","))
}

/// The prefix stands where the index's own name begins: behind the `-` of an exclusion, behind the name of a remote
/// cluster, inside of date math.
fn prefixed(prefix: &str, name: &str) -> String {
    let own = name.len() - name.strip_prefix('-').unwrap_or(name).len();
    let own = name.find(['<', '{']).map_or(Some(name), |math| name.get(..math)).and_then(remote).unwrap_or(own);
    let (before, rest) = name.split_at_checked(own).unwrap_or(("", name));
    match rest.strip_prefix('<') {
        Some(math) => format!("{before}<{prefix}{math}"),
        None => format!("{before}{prefix}{rest}"),
    }
}

/// Where the name behind `cluster:` begins. Two colons stand before a selector, as in `logs::failures`.
fn remote(name: &str) -> Option<usize> {
    let colon = name.find(':')?;
    let behind = colon + 1;
    (!name.get(behind..)?.starts_with(':')).then_some(behind)
}

/// Refuses a prefix of index names that would make other names of them.
pub(crate) fn check_prefix(prefix: &str) -> Result<()> {
    if prefix.is_empty() {
        return Ok(());
    }
    if !prefix.starts_with('<') && check_index_name(&format!("{prefix}x")).is_ok() {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "`{prefix}` cannot stand before the names of indices: write the beginning of a name, such as `test-`, in lower case, \
         without a leading `-`, `_` or `+`, and without `*`, `,`, `:`, `/`, `<` and the like"
    )))
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
    fn each_name_of_a_list_gets_the_prefix_where_its_own_name_begins() {
        for (list, prefixed) in [
            ("a", "t-a"),
            ("a, b*", "t-a,t-b*"),
            ("a*,-a-old", "t-a*,-t-a-old"),
            ("<a-{now/d}>,b", "<t-a-{now/d}>,t-b"),
            ("<a-{now/d{yyyy,MM|+12:00}}>", "<t-a-{now/d{yyyy,MM|+12:00}}>"),
            ("far:a,*:b", "far:t-a,*:t-b"),
            ("far:<a-{now/d}>", "far:<t-a-{now/d}>"),
            ("-far:a", "-far:t-a"),
            ("a::failures", "t-a::failures"),
            ("_all", "t-_all"),
        ] {
            assert_eq!(with_prefix("t-", list), prefixed, "{list}");
            assert_eq!(with_prefix("", list), list.replace(", ", ","));
        }
    }

    #[test]
    fn a_prefix_is_the_beginning_of_a_name() {
        for prefix in ["", "test-", "a", "acme_2-", "größe.", "."] {
            assert!(check_prefix(prefix).is_ok(), "{prefix}");
        }
        for prefix in ["*", "_all,", "x,", "-x", "NO ", "far:", "<a", "a/", "_x", "x?", "a\"b"] {
            let error = check_prefix(prefix).unwrap_err().to_string();
            assert!(error.contains("write the beginning of a name"), "{prefix}: {error}");
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
