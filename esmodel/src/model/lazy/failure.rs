//! Why a lazy property could not be loaded, and how that is noticed when its document is written as JSON.

use std::{cell::RefCell, mem, sync::Arc};

use crate::error::Error;

/// Why a lazy property could not be loaded.
#[derive(Debug, Clone)]
pub struct LazyFailure {
    error: Arc<Error>,
    is_optional: bool,
}

impl LazyFailure {
    pub(in crate::model) const fn new(error: Arc<Error>, is_optional: bool) -> Self {
        Self { error, is_optional }
    }

    /// The error.
    pub const fn error(&self) -> &Arc<Error> {
        &self.error
    }

    /// Whether the property is declared `#[es(lazy(optional))]`: an API may answer without it.
    pub const fn is_optional(&self) -> bool {
        self.is_optional
    }

    /// Tells whoever watches this thread that the property is being left out.
    pub(super) fn note(&self) {
        if !self.is_optional {
            FIRST.with_borrow_mut(|first| {
                if let Watch::Watching(first) = first {
                    first.get_or_insert_with(|| Arc::clone(&self.error));
                }
            });
        }
    }
}

/// Whether failures on this thread are watched for, and the first one.
#[derive(Debug, Default)]
enum Watch {
    #[default]
    Off,
    Watching(Option<Arc<Error>>),
}

thread_local! {
    // serde has no other way to hand an error through a serializer that is not one's own.
    static FIRST: RefCell<Watch> = const { RefCell::new(Watch::Off) };
}

/// Runs `write`, which writes documents as JSON, and returns what it returns; and why the first
/// [lazy property](crate::lazy) that failed is missing in it, at any depth. Properties that are `lazy(optional)` may be
/// missing.
///
/// This is for web layers: JSON that lacks a property looks as if there were nothing. `write` runs on this thread, and
/// what it hands to other threads is not watched.
///
/// ```
/// # fn answer(city: &impl serde::Serialize) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
/// let (json, failure) = esmodel::lazy::with_failure(|| serde_json::to_vec(city));
/// if let Some(error) = failure {
///     return Err(error.into()); // instead of an answer that lacks something
/// }
/// # Ok(json?) }
/// ```
pub fn with_failure<R>(write: impl FnOnce() -> R) -> (R, Option<Arc<Error>>) {
    let scope = Scope { before: FIRST.replace(Watch::Watching(None)) };
    let made = write();
    let first = match FIRST.take() {
        Watch::Watching(first) => first,
        Watch::Off => None,
    };
    drop(scope);
    (made, first)
}

/// Puts back what was watched for before, also when `write` panics.
struct Scope {
    before: Watch,
}

impl Drop for Scope {
    fn drop(&mut self) {
        FIRST.set(mem::take(&mut self.before));
    }
}
