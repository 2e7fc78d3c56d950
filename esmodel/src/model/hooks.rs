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

/// A function that `#[es(before_save = path)]` or `#[es(after_load = path)]` names. `W` is found by the compiler.
#[diagnostic::on_unimplemented(
    message = "this function is no hook of `{T}`",
    label = "not a `fn(&mut {T})`",
    note = "write `fn name(&mut self)`, which returns nothing or a `Result<(), E>`, and is not `async`"
)]
pub trait Changes<T, O, W> {
    /// Calls it.
    fn call(self, value: &mut T) -> O;
}

impl<T, O, F: FnOnce(&mut T) -> O> Changes<T, O, Fits> for F {
    fn call(self, value: &mut T) -> O {
        self(value)
    }
}

/// A function that `#[es(validate = path)]` names. `W` is found by the compiler.
#[diagnostic::on_unimplemented(
    message = "this function does not check a `{T}`",
    label = "not a `fn(&{T}, &mut Violations)`",
    note = "write `fn name(&self, violations: &mut Violations)`, which returns nothing: it adds what is wrong by `violations.add(\"field\", \"..\")`"
)]
pub trait Checks<T, W> {
    /// Calls it.
    fn call(self, value: &T, violations: &mut Violations);
}

impl<T, F: FnOnce(&T, &mut Violations)> Checks<T, Fits> for F {
    fn call(self, value: &T, violations: &mut Violations) {
        self(value, violations);
    }
}

/// That the function has the signature it must have.
#[derive(Debug)]
pub enum Fits {}

/// Nothing fits so. With a second impl the compiler speaks of the traits above, in their words, where a function fits
/// neither; with one alone it would speak of what that one asks for.
#[derive(Debug)]
pub enum FitsNot {}

impl<T, F: FnOnce(FitsNot)> Changes<T, (), FitsNot> for F {
    fn call(self, _: &mut T) {}
}

impl<T, F: FnOnce(FitsNot)> Checks<T, FitsNot> for F {
    fn call(self, _: &T, _: &mut Violations) {}
}

/// Runs a `before_save` on a copy: the caller's value changes when the write succeeded, and not before.
///
/// # Errors
/// That of the hook.
pub fn before_save<T: Clone, O: HookOutcome, W>(value: &T, hook: impl Changes<T, O, W>) -> Result<Option<Box<T>>> {
    let mut copy = Box::new(value.clone());
    hook.call(&mut copy).into_result()?;
    Ok(Some(copy))
}

/// Runs an `after_load`.
///
/// # Errors
/// That of the hook.
pub fn after_load<T, O: HookOutcome, W>(value: &mut T, hook: impl Changes<T, O, W>) -> Result<()> {
    hook.call(value).into_result()
}

/// Runs a `validate`.
pub fn validate<T, W>(value: &T, violations: &mut Violations, hook: impl Checks<T, W>) {
    hook.call(value, violations);
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
