//! Values that break the rules of their model.

use std::{borrow::Cow, fmt};

use super::{Error, Result};

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    path: Box<str>,
    message: Box<str>,
}

impl Violation {
    /// The field, such as `address.zip` or `lines[2].price`; empty for a rule about the whole.
    pub const fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong with it.
    pub const fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "`{}` {}", self.path, self.message) }
    }
}

/// The rules that a value was found to break: what a function of `#[es(validate = path)]` adds to.
///
/// ```
/// use esmodel::prelude::*;
///
/// #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
/// #[es(validate = Self::check)]
/// struct Booking {
///     guests: u8,
///     rooms: u8,
/// }
///
/// impl Booking {
///     fn check(&self, violations: &mut Violations) {
///         violations.unless(self.guests > 0, "guests", "must be at least one");
///         violations.unless(self.rooms <= self.guests, "rooms", "cannot be more than guests");
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Adds one: the field, such as `address.zip`, and what is wrong with it. An empty path is the whole value.
    pub fn add(&mut self, path: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) {
        let (path, message) = (path.into().into(), message.into().into());
        self.0.push(Violation { path, message });
    }

    /// Adds one unless `holds`.
    pub fn unless(&mut self, holds: bool, path: &'static str, message: &'static str) {
        if !holds {
            self.add(path, message);
        }
    }

    /// Whether none was found.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// An error where there is one. The id is asked for only then.
    pub(crate) fn into_result<'v>(self, model: &'static str, id: impl FnOnce() -> Option<Cow<'v, str>>) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let id = id().map(|id| id.into_owned().into());
        Err(Error::Validation(Box::new(ValidationError { model, id, violations: self.0 })))
    }
}

/// A value that was not written, because it breaks rules of its model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationError {
    model: &'static str,
    id: Option<Box<str>>,
    violations: Vec<Violation>,
}

impl ValidationError {
    /// The name of the model's type.
    pub const fn model(&self) -> &'static str {
        self.model
    }

    /// The value's id, where it has one already.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Every broken rule, in the order in which they were found.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this `{}` ", self.model)?;
        if let Some(id) = &self.id {
            write!(f, "(`{id}`) ")?;
        }
        f.write_str("is not valid, and nothing was sent: ")?;
        for (position, violation) in self.violations.iter().enumerate() {
            if position > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}
