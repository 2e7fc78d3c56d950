//! Times relative to now, or to a date: `now-30d/d`, `2024-01-01||+1M`.
//!
//! The server reads them; here they are only checked.

use super::literal::Literal;
use crate::error::{Error, Result};

/// A checked date-math expression: what [`date_math!`](crate::date_math!) and [`DateMath::parse`] make.
///
/// An anchor, `now` or a date followed by `||`, then any number of steps: `+1h`, `-30d`, and `/d` to round down. The
/// units are those of the server: `y` `M` `w` `d` `h` `H` `m` `s`. The server's clock decides what `now` is.
#[derive(Debug, Clone, PartialEq)]
pub struct DateMath(Repr);

#[derive(Debug, Clone, PartialEq)]
enum Repr {
    Fixed(&'static str),
    Parsed(Box<str>),
}

impl DateMath {
    /// Checks an expression at run time, for text that comes from outside.
    ///
    /// # Errors
    /// [`Error::Invalid`] with what is wrong.
    pub fn parse(expression: &str) -> Result<Self> {
        match check(expression.as_bytes()) {
            None => Ok(Self(Repr::Parsed(expression.into()))),
            Some(problem) => Err(Error::invalid(format!("`{expression}` is not date math: {problem}"))),
        }
    }

    /// An expression that `date_math!` checks in a `const`.
    #[doc(hidden)]
    #[expect(clippy::panic, reason = "in a const: the message is the compiler's error")]
    pub const fn checked(expression: &'static str) -> Self {
        match check(expression.as_bytes()) {
            None => Self(Repr::Fixed(expression)),
            Some(problem) => panic!("{}", problem),
        }
    }

    /// The expression.
    pub const fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Fixed(text) => text,
            Repr::Parsed(text) => text,
        }
    }

    pub(crate) fn literal(self) -> Literal {
        match self.0 {
            Repr::Fixed(text) => Literal::fixed(text),
            Repr::Parsed(text) => Literal::owned(text.into()),
        }
    }
}

/// Date math, checked when the program is compiled: `date_math!("now-30d/d")`.
///
/// ```
/// let month = esmodel::date_math!("now-1M/d");
/// assert_eq!(month.as_str(), "now-1M/d");
/// ```
/// ```compile_fail
/// let month = esmodel::date_math!("now-1X"); // no such unit
/// ```
#[macro_export]
macro_rules! date_math {
    ($expression:expr) => {
        const { $crate::query::DateMath::checked($expression) }
    };
}

/// What is wrong with an expression; `None` when nothing is.
const fn check(text: &[u8]) -> Option<&'static str> {
    let Some(mut at) = after_anchor(text) else {
        return Some("it begins with `now`, or with a date and `||`");
    };
    while at < text.len() {
        at = match step(text, at) {
            Ok(next) => next,
            Err(problem) => return Some(problem),
        };
    }
    None
}

/// Where the steps begin.
#[expect(clippy::indexing_slicing, reason = "every index is compared with the length first")]
const fn after_anchor(text: &[u8]) -> Option<usize> {
    if text.len() >= 3 && text[0] == b'n' && text[1] == b'o' && text[2] == b'w' {
        return Some(3);
    }
    if text.is_empty() || !text[0].is_ascii_digit() {
        return None;
    }
    let mut at = 0;
    while at + 1 < text.len() {
        if text[at] == b'|' && text[at + 1] == b'|' {
            return Some(at + 2);
        }
        at += 1;
    }
    None
}

/// One step; where the next begins.
#[expect(clippy::indexing_slicing, reason = "every index is compared with the length first")]
const fn step(text: &[u8], start: usize) -> std::result::Result<usize, &'static str> {
    let rounds = match text[start] {
        b'/' => true,
        b'+' | b'-' => false,
        _ => return Err("a step begins with `+`, `-` or `/`"),
    };
    let mut at = start + 1;
    while !rounds && at < text.len() && text[at].is_ascii_digit() {
        at += 1;
    }
    if at >= text.len() {
        return Err("a step ends with a unit: y, M, w, d, h, m or s");
    }
    if !matches!(text[at], b'y' | b'M' | b'w' | b'd' | b'h' | b'H' | b'm' | b's') {
        return Err("a unit is one of y, M, w, d, h, m and s");
    }
    Ok(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_of_the_server_are_accepted() {
        for expression in
            ["now", "now-30d", "now-3630s", "now+1h/d", "now/w", "2024-01-01||+1M/d", "now-1y-2M+3d", "now+d"]
        {
            assert_eq!(DateMath::parse(expression).unwrap().as_str(), expression);
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        for expression in ["", "yesterday", "now-30", "now-30x", "now 30d", "2024-01-01", "now-", "now/", "now--1d"] {
            assert!(matches!(DateMath::parse(expression), Err(Error::Invalid(_))), "{expression}");
        }
        let error = DateMath::parse("now-30x").unwrap_err();
        assert_eq!(error.to_string(), "`now-30x` is not date math: a unit is one of y, M, w, d, h, m and s");
    }

    #[test]
    fn the_macro_makes_a_constant() {
        assert_eq!(crate::date_math!("now-30d").as_str(), "now-30d");
    }
}
