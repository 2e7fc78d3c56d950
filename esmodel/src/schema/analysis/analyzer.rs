//! Analyzers and normalizers that are built in.

use super::{
    Analyzer, Component, Normalizer, ParamValue, Part,
    builders::{Takes, argument, builders, key, known, settable, settings, with_argument},
    names,
};

builders! { Analyzer also "language" [stopwords stopwords_path stem_exclusion]:
    /// A tokenizer and the filters behind it, built in or declared, in this order.
    custom "custom"(tokenizer: text, filter: words) [char_filters position_increment_gap] "Create a custom analyzer";
    /// Words by the rules of Unicode, in lower case. No words are left out unless told.
    standard "standard"() [max_token_length stopwords stopwords_path] "Standard analyzer";
    /// Runs of letters, in lower case.
    simple "simple"() [] "Simple analyzer";
    /// What stands between white space, as it is.
    whitespace "whitespace"() [] "Whitespace analyzer";
    /// Runs of letters in lower case, without the stop words, which are the English ones unless told.
    stop "stop"() [stopwords stopwords_path] "Stop analyzer";
    /// The whole text as one token.
    keyword "keyword"() [] "Keyword analyzer";
    /// What stands between the matches of a regular expression, in lower case.
    pattern "pattern"(pattern: text) [flags lowercase stopwords stopwords_path] "Pattern analyzer";
    /// One token of all words: in lower case, without accents, sorted, each once.
    fingerprint "fingerprint"() [separator max_output_size stopwords stopwords_path] "Fingerprint analyzer";
}

impl Analyzer {
    /// Words of a language, stemmed, without its stop words: `"english"`, `"german"`, ..
    ///
    /// Can be set: [`stopwords`](Self::stopwords), [`stopwords_path`](Self::stopwords_path),
    /// [`stem_exclusion`](Self::stem_exclusion). The servers' documentation: *Language analyzers*.
    ///
    /// # Panics
    ///
    /// When servers have no analyzer for the language. In a `const` it does not compile.
    #[track_caller]
    pub const fn language(name: &'static str, language: &'static str) -> Self {
        let component = Component::new(name, language);
        component.known(Part::Analyzer, "language", language, names::LANGUAGES);
        Self(component)
    }
}

settings! { Analyzer:
    /// The character filters before the tokenizer, built in or declared, in this order.
    char_filters: words = "char_filter";
    /// The distance between the values of a list, so that no phrase matches across two of them. 100 unless set.
    position_increment_gap: number;
    /// The longest token; longer ones are cut. 255 unless set.
    max_token_length: number;
    /// The words that are left out; a word such as `_english_` stands for the list of a language, `_none_` for none.
    stopwords: words;
    /// A file of words that are left out, one in a line, in the configuration folder of the servers.
    stopwords_path: text;
    /// Java's flags of the regular expression: `"CASE_INSENSITIVE|COMMENTS"`.
    flags: text;
    /// Whether tokens are put into lower case. `true` unless set.
    lowercase: flag;
    /// The character between the words of a fingerprint. A space unless set.
    separator: text;
    /// The longest fingerprint; a longer one is left out. 255 unless set.
    max_output_size: number;
    /// Words that are not stemmed. Not every language has it.
    stem_exclusion: words;
}

builders! { Normalizer:
    /// Filters that change single characters, built in or declared, in this order.
    custom "custom"(filter: words) [char_filters] "Normalizers";
}

settings! { Normalizer:
    /// The character filters before the filters, built in or declared, in this order.
    char_filters: words = "char_filter";
}
