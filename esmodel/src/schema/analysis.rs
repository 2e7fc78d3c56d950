//! Analyzers, normalizers and their parts: declared beside one model, or once as a `const` that models share.

mod analyzer;
mod builders;
mod char_filter;
mod filter;
pub(super) mod names;
mod tokenizer;

use super::{Param, ParamValue, check::same};

/// The most parameters that a builder writes, `type` included: those of `word_delimiter_graph`.
const BUILT: usize = 16;

/// A named part of an analysis; [`Analyzer`], [`Filter`] and the others each hold one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    name: &'static str,
    /// The first is the type.
    built: [Param; BUILT],
    len: usize,
    /// Given as JSON; they win over what is built.
    given: &'static [Param],
}

impl Component {
    const fn new(name: &'static str, kind: &'static str) -> Self {
        Self { name, built: [Param::new("type", ParamValue::Str(kind)); BUILT], len: 1, given: &[] }
    }

    /// The name by which fields and other parts speak of it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its definition, `type` included.
    pub fn params(&self) -> impl Iterator<Item = Param> {
        self.lists().into_iter().flatten().copied()
    }

    /// Its `type`.
    pub(super) const fn kind(&self) -> &'static str {
        match self.built[0].value {
            ParamValue::Str(kind) => kind,
            _ => "custom",
        }
    }

    /// Both lists of parameters; of a key in both, the later counts.
    pub(super) const fn lists(&self) -> [&[Param]; 2] {
        [self.built.split_at(self.len).0, self.given]
    }
}

/// The five parts of an analysis.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Analyzer,
    Normalizer,
    Tokenizer,
    Filter,
    CharFilter,
}

impl Part {
    pub(super) const ALL: [Self; 5] =
        [Self::Analyzer, Self::Normalizer, Self::Tokenizer, Self::Filter, Self::CharFilter];

    /// The attribute beside a model that declares such parts.
    pub(super) const fn attribute(self) -> &'static str {
        match self {
            Self::Analyzer => "analyzers",
            Self::Normalizer => "normalizers",
            Self::Tokenizer => "tokenizers",
            Self::Filter => "filters",
            Self::CharFilter => "char_filters",
        }
    }

    /// The type that an [`Analysis`] holds.
    pub(super) const fn builder(self) -> &'static str {
        match self {
            Self::Analyzer => "Analyzer",
            Self::Normalizer => "Normalizer",
            Self::Tokenizer => "Tokenizer",
            Self::Filter => "Filter",
            Self::CharFilter => "CharFilter",
        }
    }

    /// The server's word.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Analyzer => "analyzer",
            Self::Normalizer => "normalizer",
            Self::Tokenizer => "tokenizer",
            Self::Filter => "filter",
            Self::CharFilter => "char_filter",
        }
    }
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident,)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name(Component);

        impl $name {
            /// One of any type, those of plugins included, with the JSON of its parameters.
            pub const fn raw(name: &'static str, kind: &'static str, params: &'static [Param]) -> Self {
                Self(Component::new(name, kind)).with(params)
            }

            /// Sets the parameters that are given as JSON, for those that have no argument here. Where both name one,
            /// this counts.
            #[must_use]
            pub const fn with(mut self, params: &'static [Param]) -> Self {
                self.0.given = params;
                self
            }

            /// Its name and definition.
            pub const fn component(&self) -> &Component {
                &self.0
            }
        }
    )+ };
}

parts! {
    /// Makes the terms of a text field.
    Analyzer,
    /// Makes the one term of a keyword field.
    Normalizer,
    /// Cuts text into tokens.
    Tokenizer,
    /// Changes, adds or removes tokens.
    Filter,
    /// Changes text before it is cut.
    CharFilter,
}

/// Analyzers and their parts. Declared once as a `const`, any number of models and objects use it:
///
/// ```
/// use esmodel::{
///     prelude::*,
///     schema::{Analysis, Analyzer, Filter},
/// };
///
/// const SEARCH: Analysis = Analysis {
///     analyzers: &[Analyzer::custom("folded", "standard", &["lowercase", "asciifolding", "short"])],
///     filters: &[Filter::length("short", 1, 10)],
///     ..Analysis::NONE
/// };
///
/// #[derive(Serialize, Deserialize, EsModel)]
/// #[es(analysis = SEARCH)]
/// struct City {
///     #[es(text(analyzer = "folded"))]
///     name: String,
/// }
/// ```
///
/// An index holds what its model and the objects inside of it use. Two different parts of one kind and name do not
/// compile; nor does a name inside of a part that is neither declared nor built in. Names of the official plugins are
/// known; a part that another plugin brings is declared by its type, with [`Filter::raw`] and its like:
///
/// ```
/// use esmodel::schema::{Analysis, Analyzer, Filter, Param, ParamValue};
///
/// const PRODUCTS: Analysis = Analysis {
///     analyzers: &[
///         Analyzer::custom("index", "whitespace", &["parts", "flatten_graph", "lowercase", "spelled"]),
///         Analyzer::custom("search", "whitespace", &["lowercase", "cars"]),
///     ],
///     filters: &[
///         Filter::word_delimiter_graph("parts").catenate_all(true).preserve_original(true),
///         Filter::synonym_graph("cars", &["car, automobile", "tv => television"]).lenient(true),
///         Filter::raw("spelled", "pinyin", &[Param::new("lowercase", ParamValue::Bool(true))]),
///     ],
///     ..Analysis::NONE
/// };
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Analysis {
    /// Analyzers, for text fields.
    pub analyzers: &'static [Analyzer],
    /// Normalizers, for keyword fields.
    pub normalizers: &'static [Normalizer],
    /// Tokenizers.
    pub tokenizers: &'static [Tokenizer],
    /// Token filters.
    pub filters: &'static [Filter],
    /// Character filters.
    pub char_filters: &'static [CharFilter],
}

impl Analysis {
    /// No parts.
    pub const NONE: Self = Self { analyzers: &[], normalizers: &[], tokenizers: &[], filters: &[], char_filters: &[] };

    /// The component of one part at a position.
    #[expect(clippy::indexing_slicing, reason = "checked right before; `get` is not const")]
    pub(super) const fn component(&self, part: Part, at: usize) -> Option<&'static Component> {
        match part {
            Part::Analyzer if at < self.analyzers.len() => Some(&self.analyzers[at].0),
            Part::Normalizer if at < self.normalizers.len() => Some(&self.normalizers[at].0),
            Part::Tokenizer if at < self.tokenizers.len() => Some(&self.tokenizers[at].0),
            Part::Filter if at < self.filters.len() => Some(&self.filters[at].0),
            Part::CharFilter if at < self.char_filters.len() => Some(&self.char_filters[at].0),
            _ => None,
        }
    }

    pub(super) const fn find(&self, part: Part, name: &str) -> Option<&'static Component> {
        let mut at = 0;
        while let Some(component) = self.component(part, at) {
            if same(component.name, name) {
                return Some(component);
            }
            at += 1;
        }
        None
    }
}

/// An analysis that a model or an object uses.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// The path of the `const`, or the name of the model beside which the parts are declared.
    pub by: &'static str,
    /// The parts.
    pub analysis: Analysis,
}
