//! Analyzers, normalizers and their parts: declared beside one model, or once as a `const` that models share.

use super::{Param, ParamValue, check::same};

/// The most parameters that a builder writes, `type` included.
const BUILT: usize = 4;

/// A named part of an analysis; [`Analyzer`], [`Filter`] and the others each hold one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    name: &'static str,
    built: [Param; BUILT],
    len: usize,
    /// Given as JSON; they win over what is built.
    given: &'static [Param],
}

impl Component {
    const fn new(name: &'static str, kind: &'static str) -> Self {
        Self { name, built: [Param::new("type", ParamValue::Str(kind)); BUILT], len: 1, given: &[] }
    }

    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    const fn set(mut self, key: &'static str, value: ParamValue) -> Self {
        let mut at = 0;
        while at < self.len {
            assert!(!same(self.built[at].key, key), "a list of an analysis is given twice; name all in one call");
            at += 1;
        }
        self.built[self.len] = Param::new(key, value);
        self.len += 1;
        self
    }

    /// A list that is left out where it is empty, as servers do.
    const fn list(self, key: &'static str, words: &'static [&'static str]) -> Self {
        if words.is_empty() { self } else { self.set(key, ParamValue::Words(words)) }
    }

    const fn number(self, key: &'static str, number: u32) -> Self {
        self.set(key, ParamValue::Int(number as i64))
    }

    /// The name by which fields and other parts speak of it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its definition, `type` included.
    pub fn params(&self) -> impl Iterator<Item = Param> {
        self.lists().into_iter().flatten().copied()
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
            /// One of any type, with the JSON of its parameters.
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

impl Analyzer {
    /// A tokenizer and the filters behind it, built in or declared, in this order.
    pub const fn custom(name: &'static str, tokenizer: &'static str, filters: &'static [&'static str]) -> Self {
        let component = Component::new(name, "custom").set("tokenizer", ParamValue::Str(tokenizer));
        Self(component.list("filter", filters))
    }

    /// The character filters before the tokenizer; once at most.
    #[must_use]
    pub const fn char_filters(self, names: &'static [&'static str]) -> Self {
        Self(self.0.list("char_filter", names))
    }
}

impl Normalizer {
    /// Filters that change single characters, in this order.
    pub const fn custom(name: &'static str, filters: &'static [&'static str]) -> Self {
        Self(Component::new(name, "custom").list("filter", filters))
    }

    /// The character filters before the filters; once at most.
    #[must_use]
    pub const fn char_filters(self, names: &'static [&'static str]) -> Self {
        Self(self.0.list("char_filter", names))
    }
}

impl Tokenizer {
    /// The beginnings of words, of `min` to `max` characters.
    pub const fn edge_ngram(name: &'static str, min: u32, max: u32) -> Self {
        Self(Component::new(name, "edge_ngram").number("min_gram", min).number("max_gram", max))
    }

    /// Every run of `min` to `max` characters; where they are more than one apart, the index needs
    /// `settings(max_ngram_diff = ..)`.
    pub const fn ngram(name: &'static str, min: u32, max: u32) -> Self {
        Self(Component::new(name, "ngram").number("min_gram", min).number("max_gram", max))
    }

    /// What stands between the matches of a regular expression.
    pub const fn pattern(name: &'static str, pattern: &'static str) -> Self {
        Self(Component::new(name, "pattern").set("pattern", ParamValue::Str(pattern)))
    }
}

impl Filter {
    /// The beginnings of tokens, of `min` to `max` characters.
    pub const fn edge_ngram(name: &'static str, min: u32, max: u32) -> Self {
        Self(Component::new(name, "edge_ngram").number("min_gram", min).number("max_gram", max))
    }

    /// Only tokens of `min` to `max` characters.
    pub const fn length(name: &'static str, min: u32, max: u32) -> Self {
        Self(Component::new(name, "length").number("min", min).number("max", max))
    }

    /// All but these words; a word such as `_english_` stands for the list of a language.
    pub const fn stop(name: &'static str, words: &'static [&'static str]) -> Self {
        Self(Component::new(name, "stop").list("stopwords", words))
    }

    /// Words for one another: `"car, automobile"`, `"tv => television"`.
    pub const fn synonyms(name: &'static str, rules: &'static [&'static str]) -> Self {
        Self(Component::new(name, "synonym").list("synonyms", rules))
    }

    /// The stems of a language's words.
    pub const fn stemmer(name: &'static str, language: &'static str) -> Self {
        Self(Component::new(name, "stemmer").set("language", ParamValue::Str(language)))
    }

    /// Runs of `min` to `max` neighbouring tokens, beside the tokens themselves.
    pub const fn shingle(name: &'static str, min: u32, max: u32) -> Self {
        Self(Component::new(name, "shingle").number("min_shingle_size", min).number("max_shingle_size", max))
    }

    /// Replaces the matches of a regular expression in each token.
    pub const fn pattern_replace(name: &'static str, pattern: &'static str, replacement: &'static str) -> Self {
        let component = Component::new(name, "pattern_replace").set("pattern", ParamValue::Str(pattern));
        Self(component.set("replacement", ParamValue::Str(replacement)))
    }
}

impl CharFilter {
    /// Texts for others: `"- => _"`.
    pub const fn mapping(name: &'static str, mappings: &'static [&'static str]) -> Self {
        Self(Component::new(name, "mapping").list("mappings", mappings))
    }

    /// Replaces the matches of a regular expression.
    pub const fn pattern_replace(name: &'static str, pattern: &'static str, replacement: &'static str) -> Self {
        let component = Component::new(name, "pattern_replace").set("pattern", ParamValue::Str(pattern));
        Self(component.set("replacement", ParamValue::Str(replacement)))
    }
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
/// compile.
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
