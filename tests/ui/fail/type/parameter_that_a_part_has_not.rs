use esmodel::schema::{Analysis, Analyzer, Filter, Tokenizer};

const SEARCH: Analysis = Analysis {
    filters: &[
        Filter::lowercase("lower").preserve_original(true),
    ],
    ..Analysis::NONE
};
const WORDS: Analysis = Analysis {
    filters: &[Filter::delimited_payload("weighed").encoding("number")],
    ..Analysis::NONE
};
const GRAMS: Analysis = Analysis {
    tokenizers: &[Tokenizer::edge_ngram("grams", 1, 2).token_chars(&["letter", "digits"])],
    ..Analysis::NONE
};
const LANGUAGES: Analysis = Analysis {
    analyzers: &[Analyzer::language("words", "englisch")],
    ..Analysis::NONE
};

fn main() {
    let _ = (SEARCH, WORDS, GRAMS, LANGUAGES);
}
