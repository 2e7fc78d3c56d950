//! The servers' rules for names of indices, and for the date math in them.

/// Letters that stand for a length of time.
const UNITS: [char; 8] = ['y', 'M', 'w', 'd', 'h', 'H', 'm', 's'];

/// Takes a name; a pattern with `*` where `is_computed`; or a name with date math, `<logs-{now/d}>`.
pub(super) fn check(name: &str, is_computed: bool) -> Result<(), String> {
    if is_computed {
        return fixed(&name.replace('*', ""));
    }
    let Some(inside) = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return fixed(name) };
    let around = date_math(inside)?;
    if around.to_lowercase() != around {
        return Err("what stands around the braces must be in lower case".to_owned());
    }
    fixed(&around)
}

/// A name without date math.
fn fixed(name: &str) -> Result<(), String> {
    const FORBIDDEN: &str = "\\/*?\"<>|,#: ";
    if name.is_empty() {
        return Err("it is empty; write one, such as `index = \"employees\"`".to_owned());
    }
    if name == "." || name == ".." {
        return Err("the servers' paths would fold it away; use letters".to_owned());
    }
    if name.to_lowercase() != name {
        return Err(format!("it must be in lower case; write `{}`", name.to_lowercase()));
    }
    if let Some(character) = name.chars().find(|character| FORBIDDEN.contains(*character)) {
        return Err(format!("it cannot have `{character}` in it; use letters, digits, `-`, `_` and `.`"));
    }
    if name.starts_with(['-', '_', '+']) {
        return Err("it cannot begin with `-`, `_` or `+`; begin with a letter".to_owned());
    }
    if name.len() > 255 {
        return Err(format!("it has {} bytes, and at most 255 are allowed; shorten it", name.len()));
    }
    Ok(())
}

/// What is in braces is checked; what stands around them is given back, with an `x` in the place of each.
fn date_math(inside: &str) -> Result<String, String> {
    let unbalanced = || "a brace has no counterpart: write `<logs-{now/d}>` or `<logs-{now/M{yyyy.MM}}>`".to_owned();
    let (mut around, mut rest) = (String::new(), inside);
    while let Some((before, expression)) = rest.split_once('{') {
        let end = expression.find(['{', '}']).ok_or_else(unbalanced)?;
        let (expression, tail) = expression.split_at(end);
        moment(expression)?;
        let tail = match tail.strip_prefix('{') {
            Some(format) => {
                let (format, tail) = format.split_once('}').ok_or_else(unbalanced)?;
                if format.split('|').any(str::is_empty) || format.split('|').count() > 2 {
                    return Err(format!(
                        "`{format}` is no format of a date: write `{{now/M{{yyyy.MM}}}}`, or with a time zone `{{now/M{{yyyy.MM|+01:00}}}}`"
                    ));
                }
                tail
            }
            None => tail,
        };
        rest = tail.strip_prefix('}').ok_or_else(unbalanced)?;
        around.push_str(before);
        around.push('x');
    }
    if around.is_empty() {
        return Err("date math stands in braces: write `<logs-{now/d}>`".to_owned());
    }
    around.push_str(rest);
    if around.contains('}') { Err(unbalanced()) } else { Ok(around) }
}

/// `now`, with steps: `now-1M/d`.
fn moment(expression: &str) -> Result<(), String> {
    let steps = expression.strip_prefix("now");
    let mut steps = steps.ok_or_else(|| format!("`{expression}` does not begin with `now`: write `{{now/d}}`"))?;
    while !steps.is_empty() {
        let step = steps;
        let unit = match step.strip_prefix('/') {
            Some(unit) => Some(unit),
            None => {
                step.strip_prefix(['+', '-']).map(|step| step.trim_start_matches(|digit: char| digit.is_ascii_digit()))
            }
        };
        steps = unit.and_then(|unit| unit.strip_prefix(UNITS)).ok_or_else(|| {
            format!("`{step}` is no step from `now`: write `/`, `+1` or `-1`, and then y, M, w, d, h, H, m or s, as in `{{now-1M/d}}`")
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_math_that_servers_read_is_taken() {
        for name in [
            "<logs-{now}>",
            "<logs-{now/d}>",
            "<logs-{now-d}-v1>",
            "<logs-{now/M-1M{yyyy.MM}}>",
            "<logs-{now+12h/d{yyyy.MM.dd|+12:00}}>",
            "<logs-{now/y{yyyy}}-{now/M{MM}}>",
            "<{now/d}-logs>",
        ] {
            assert_eq!(check(name, false), Ok(()), "{name}");
        }
    }

    #[test]
    fn what_servers_cannot_read_is_refused_with_what_to_write() {
        for (name, advice) in [
            ("<logs>", "stands in braces"),
            ("<logs-{today}>", "begin with `now`"),
            ("<logs-{now/x}>", "`/x` is no step"),
            ("<logs-{now/1d}>", "`/1d` is no step"),
            ("<logs-{nowd}>", "`d` is no step"),
            ("<logs-{now/d-}>", "`-` is no step"),
            ("<logs-{now/d>", "no counterpart"),
            ("<logs-{now/d}}>", "no counterpart"),
            ("<logs-{now/d{yyyy}>", "no counterpart"),
            ("<logs-}{now/d}>", "no counterpart"),
            ("<logs-{now/d{}}>", "no format"),
            ("<logs-{now/d{yyyy|}}>", "no format"),
            ("<logs-{now/d{yyyy|a|b}}>", "no format"),
            ("<Logs-{now/d}>", "lower case"),
            ("<_{now/d}>", "cannot begin"),
        ] {
            let error = check(name, false).unwrap_err();
            assert!(error.contains(advice), "{name}: {error}");
        }
    }
}
