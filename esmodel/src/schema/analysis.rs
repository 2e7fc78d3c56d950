//! Analyzers, normalizers and their parts, declared beside a model.

use super::Param;

/// A named part of an analysis: an analyzer, a tokenizer, a filter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    /// The name by which fields and other parts speak of it.
    pub name: &'static str,
    /// Its definition, `type` included.
    pub params: &'static [Param],
}

/// The parts that a model's index defines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Analysis {
    /// Analyzers, for text fields.
    pub analyzers: &'static [Component],
    /// Normalizers, for keyword fields.
    pub normalizers: &'static [Component],
    /// Tokenizers.
    pub tokenizers: &'static [Component],
    /// Token filters.
    pub filters: &'static [Component],
    /// Character filters.
    pub char_filters: &'static [Component],
}

impl Analysis {
    /// No parts of its own.
    pub const NONE: Self = Self { analyzers: &[], normalizers: &[], tokenizers: &[], filters: &[], char_filters: &[] };

    /// Whether there is anything to send.
    pub const fn is_empty(&self) -> bool {
        self.analyzers.is_empty()
            && self.normalizers.is_empty()
            && self.tokenizers.is_empty()
            && self.filters.is_empty()
            && self.char_filters.is_empty()
    }
}
