//! Printing: text with colours on a terminal, or JSON.

use std::{
    env,
    fmt::Display,
    io::{self, IsTerminal as _, Write as _},
};

use serde::Serialize;
use serde_json::json;

use crate::Failure;

/// How results are printed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Output {
    Json,
    Plain,
    Coloured,
}

impl Output {
    /// Colours are for a terminal whose owner has not said `NO_COLOR`.
    pub(crate) fn new(json: bool) -> Self {
        if json {
            Self::Json
        } else if io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none() {
            Self::Coloured
        } else {
            Self::Plain
        }
    }

    /// Prints every result: all as one list of data, or each as text.
    pub(crate) fn print<T: Serialize + Display>(self, results: &[T]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        if matches!(self, Self::Json) {
            writeln!(out, "{}", serde_json::to_string_pretty(results)?)?;
            return Ok(());
        }
        for result in results {
            for line in result.to_string().lines() {
                match style(line).filter(|_| matches!(self, Self::Coloured)) {
                    Some(style) => writeln!(out, "\u{1b}[{style}m{line}\u{1b}[0m")?,
                    None => writeln!(out, "{line}")?,
                }
            }
        }
        Ok(())
    }

    /// Prints why a command could not be carried out, to standard error.
    pub(crate) fn print_error(self, failure: &Failure) {
        let told = failure.to_string();
        let line =
            if matches!(self, Self::Json) { json!({ "error": told }).to_string() } else { format!("error: {told}") };
        // Nobody is left to be told that this fails.
        drop(writeln!(io::stderr(), "{line}"));
    }
}

/// The terminal's code for a line of a report: green, yellow, red, faint, bold.
fn style(line: &str) -> Option<&'static str> {
    match line.strip_prefix("    ").and_then(|line| line.chars().next()) {
        Some('+') => Some("32"),
        Some('~') => Some("33"),
        Some('!') => Some("31"),
        Some('-') => Some("2"),
        _ if !line.starts_with(' ') => Some("1"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_has_its_colour() {
        for (line, code) in [
            ("City: index `cities` has 2 differences", Some("1")),
            ("  in place: why", None),
            ("    + a  keyword", Some("32")),
            ("    ! b  long -> keyword", Some("31")),
        ] {
            assert_eq!(style(line), code, "{line}");
        }
    }
}
