//! What a model does to its value before it is written and after it is read.

use std::error::Error as StdError;

use super::ModelDefinition;
use crate::error::{Error, Result, Violations};

/// What the functions of `#[es(before_save = path)]` and `#[es(after_load = path)]` may return.
#[diagnostic::on_unimplemented(
    message = "a hook cannot return `{Self}`",
    note = "return nothing, or `Result<(), E>` where `E` is an error or a text"
)]
pub trait HookOutcome {
    /// The outcome; an error of the user's own is [`Error::Custom`].
    ///
    /// # Errors
    /// That of the hook.
    fn into_result(self) -> Result<()>;
}

impl HookOutcome for () {
    fn into_result(self) -> Result<()> {
        Ok(())
    }
}

impl<E: Into<Box<dyn StdError + Send + Sync>>> HookOutcome for Result<(), E> {
    fn into_result(self) -> Result<()> {
        self.map_err(Error::custom)
    }
}

/// Runs a `before_save`, whose signature the compiler tells where it is another, on a copy: the caller's value changes when the write succeeded, and not before.
///
/// # Errors
/// That of the hook.
pub fn before_save<T: Clone, O: HookOutcome>(value: &T, hook: fn(&mut T) -> O) -> Result<Option<Box<T>>> {
    let mut copy = Box::new(value.clone());
    hook(&mut copy).into_result()?;
    Ok(Some(copy))
}

/// Runs an `after_load`.
///
/// # Errors
/// That of the hook.
pub fn after_load<T, O: HookOutcome>(value: &mut T, hook: fn(&mut T) -> O) -> Result<()> {
    hook(value).into_result()
}

/// Runs a `validate`.
pub fn validate<T>(value: &T, violations: &mut Violations, hook: fn(&T, &mut Violations)) {
    hook(value, violations);
}

/// What is to be written instead of `value`, where the model has a `before_save`; and that it may be.
pub(crate) fn prepare<T: ModelDefinition>(value: &T) -> Result<Option<Box<T>>> {
    let prepared = value.prepared()?;
    let written = prepared.as_deref().unwrap_or(value);
    let mut violations = Violations::default();
    written.collect_violations(&mut violations);
    violations.into_result(T::SCHEMA.name, || written.document_id())?;
    Ok(prepared)
}

/// A type whose rules `#[es(validate)]` runs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rules that `#[es(validate)]` could run",
    note = "derive `garde::Validate` on it and switch the feature `garde` of `esmodel` on; or name a function: `#[es(validate = Self::check)]`"
)]
pub trait Rules {
    /// Adds what breaks them.
    fn collect(&self, violations: &mut Violations);
}

#[cfg(feature = "garde")]
impl<T: garde::Validate<Context: Default>> Rules for T {
    fn collect(&self, violations: &mut Violations) {
        if let Err(report) = self.validate() {
            for (path, error) in report.iter() {
                violations.add(path.to_string(), error.message().to_owned());
            }
        }
    }
}
