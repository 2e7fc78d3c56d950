//! Tokenizers that are built in.

use super::{
    Component, ParamValue, Part, Tokenizer,
    builders::{Takes, argument, builders, key, known, settable, settings, with_argument},
};

builders! { Tokenizer:
    /// Words, by the rules of Unicode.
    standard "standard"() [max_token_length] "Standard tokenizer";
    /// Runs of letters.
    letter "letter"() [] "Letter tokenizer";
    /// Runs of letters, in lower case.
    lowercase "lowercase"() [] "Lowercase tokenizer";
    /// What stands between white space.
    whitespace "whitespace"() [max_token_length] "Whitespace tokenizer";
    /// Words by the rules of Unicode; addresses of the web and of e-mail stay whole.
    uax_url_email "uax_url_email"() [max_token_length] "UAX URL email tokenizer";
    /// Words of English texts; addresses, names of hosts and numbers of products stay whole.
    classic "classic"() [max_token_length] "Classic tokenizer";
    /// Words of Thai texts.
    thai "thai"() [] "Thai tokenizer";
    /// The whole text as one token.
    keyword "keyword"() [buffer_size] "Keyword tokenizer";
    /// What stands between the matches of a regular expression; with [`group`](Self::group), what matches.
    pattern "pattern"(pattern: text) [flags group] "Pattern tokenizer";
    /// What matches a regular expression of Lucene's, which is faster and can do less.
    simple_pattern "simple_pattern"(pattern: text) [] "Simple pattern tokenizer";
    /// What stands between the matches of a regular expression of Lucene's.
    simple_pattern_split "simple_pattern_split"(pattern: text) [] "Simple pattern split tokenizer";
    /// What stands between characters: single ones (`"-"`, `"\\n"`), or `whitespace`, `letter`, `digit`, `punctuation`,
    /// `symbol`.
    char_group "char_group"(tokenize_on_chars: words) [max_token_length] "Character group tokenizer";
    /// Each folder on the way to a path: of `/a/b` the tokens are `/a` and `/a/b`.
    path_hierarchy "path_hierarchy"() [delimiter replacement buffer_size reverse skip] "Path hierarchy tokenizer";
    /// Every run of `min_gram` to `max_gram` characters; where they are more than one apart, the index needs
    /// `settings(max_ngram_diff = ..)`.
    ngram "ngram"(min_gram: number, max_gram: number) [token_chars custom_token_chars] "N-gram tokenizer";
    /// The beginnings of words, of `min_gram` to `max_gram` characters. Words end where
    /// [`token_chars`](Self::token_chars) do; unless set, the whole text is one.
    edge_ngram "edge_ngram"(min_gram: number, max_gram: number) [token_chars custom_token_chars]
        "Edge n-gram tokenizer";
}

settings! { Tokenizer:
    /// The longest token; longer ones are cut. 255 unless set.
    max_token_length: number;
    /// The number of characters that are read at once. Best left alone.
    buffer_size: number;
    /// Java's flags of the regular expression: `"CASE_INSENSITIVE|COMMENTS"`.
    flags: text;
    /// The group of the regular expression that is the token; 0 is the whole match.
    group: number;
    /// The character between the parts of a path. `/` unless set.
    delimiter: text;
    /// The character that tokens have instead of the delimiter.
    replacement: text;
    /// Whether paths are read from their end, as names of hosts are: of `a.b.c` the tokens are `a.b.c`, `b.c` and `c`.
    reverse: flag;
    /// How many parts of a path are left out at first. 0 unless set.
    skip: number;
    /// The characters that tokens are made of; all unless set.
    token_chars: words of "letter" "digit" "whitespace" "punctuation" "symbol" "custom";
    /// More characters that tokens are made of, for the `custom` of [`token_chars`](Self::token_chars): `"+-_"`.
    custom_token_chars: text;
}
