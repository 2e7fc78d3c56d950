//! Token filters that are built in.

mod settings;

use super::{
    Component, Filter, ParamValue,
    builders::{Takes, argument, builders, key, settable, with_argument},
};

builders! { Filter:
    /// Takes the apostrophe and what follows it off.
    apostrophe "apostrophe"() [] "Apostrophe token filter";
    /// Arabic letters in one form.
    arabic_normalization "arabic_normalization"() [] "Normalization token filters";
    /// Arabic stems.
    arabic_stem "arabic_stem"() [] "Stemmer token filter";
    /// Letters with accents and such as plain ones: `é` becomes `e`.
    asciifolding "asciifolding"() [preserve_original] "ASCII folding token filter";
    /// Bengali letters in one form.
    bengali_normalization "bengali_normalization"() [] "Normalization token filters";
    /// Brazilian stems.
    brazilian_stem "brazilian_stem"() [stem_exclusion] "Stemmer token filter";
    /// Pairs of neighbouring Chinese, Japanese and Korean characters.
    cjk_bigram "cjk_bigram"() [ignored_scripts output_unigrams] "CJK bigram token filter";
    /// Wide Latin and narrow Katakana characters in their common width.
    cjk_width "cjk_width"() [] "CJK width token filter";
    /// Takes `'s` and the dots of acronyms off, behind the tokenizer `classic`.
    classic "classic"() [] "Classic token filter";
    /// Pairs of common words and their neighbours, beside the words. No words where
    /// [`common_words_path`](Self::common_words_path) names a file.
    common_grams "common_grams"(common_words: words) [common_words_path ignore_case query_mode]
        "Common grams token filter";
    /// All tokens of a graph as one. OpenSearch.
    concatenate_graph "concatenate_graph"() [token_separator max_graph_expansions preserve_position_increments]
        "Concatenate graph token filter";
    /// Filters for those tokens for which a script in Painless says so: `"token.getTerm().length() < 5"`.
    condition "condition"(filter: words, script: text = "script.source") [] "Conditional token filter";
    /// Czech stems.
    czech_stem "czech_stem"() [] "Stemmer token filter";
    /// The digits of all scripts as 0 to 9.
    decimal_digit "decimal_digit"() [] "Decimal digit token filter";
    /// Takes the payload of a token off and keeps it with the token: `the|0 car|10`.
    delimited_payload "delimited_payload"() [delimiter encoding] "Delimited payload token filter";
    /// Takes a number off a token, and counts the token so often: `car|3`. OpenSearch.
    delimited_term_freq "delimited_term_freq"() [delimiter] "Delimited term frequency token filter";
    /// The words of a list inside of longer words. None where [`word_list_path`](Self::word_list_path) names a file.
    dictionary_decompounder "dictionary_decompounder"(word_list: words)
        [word_list_path min_word_size min_subword_size max_subword_size only_longest_match]
        "Dictionary decompounder token filter";
    /// Dutch stems.
    dutch_stem "dutch_stem"() [stem_exclusion] "Stemmer token filter";
    /// The beginnings of tokens, of `min_gram` to `max_gram` characters.
    edge_ngram "edge_ngram"(min_gram: number, max_gram: number) [side preserve_original] "Edge n-gram token filter";
    /// Takes articles off: `l'avion` becomes `avion`. None where [`articles_path`](Self::articles_path) names a file.
    elision "elision"(articles: words) [articles_path articles_case] "Elision token filter";
    /// One token of all, sorted, each once.
    fingerprint "fingerprint"() [separator max_output_size] "Fingerprint token filter";
    /// Makes a graph of tokens plain, as an index needs it behind `synonym_graph` or `word_delimiter_graph`.
    flatten_graph "flatten_graph"() [] "Flatten graph token filter";
    /// French stems.
    french_stem "french_stem"() [stem_exclusion] "Stemmer token filter";
    /// German umlauts and `ß` in one form.
    german_normalization "german_normalization"() [] "Normalization token filters";
    /// German stems.
    german_stem "german_stem"() [stem_exclusion] "Stemmer token filter";
    /// Hindi letters in one form.
    hindi_normalization "hindi_normalization"() [] "Normalization token filters";
    /// Stems by a dictionary of Hunspell's, which lies in the configuration folder of the servers: `"en_US"`.
    hunspell "hunspell"(locale: text) [dictionary dedup longest_only] "Hunspell token filter";
    /// The words of a list inside of longer words, cut where the hyphens of a file of patterns are.
    hyphenation_decompounder "hyphenation_decompounder"(hyphenation_patterns_path: text, word_list: words)
        [word_list_path min_word_size min_subword_size max_subword_size only_longest_match no_sub_matches
            no_overlapping_matches]
        "Hyphenation decompounder token filter";
    /// The letters of Indian languages in one form.
    indic_normalization "indic_normalization"() [] "Normalization token filters";
    /// Only these words. None where [`keep_words_path`](Self::keep_words_path) names a file.
    keep "keep"(keep_words: words) [keep_words_path keep_words_case] "Keep words token filter";
    /// Only tokens of these types, such as `<NUM>`; with [`mode`](Self::mode), all others.
    keep_types "keep_types"(types: words) [mode] "Keep types token filter";
    /// Keeps stemmers from changing these words. None where [`keywords_path`](Self::keywords_path) or
    /// [`keywords_pattern`](Self::keywords_pattern) names them.
    keyword_marker "keyword_marker"(keywords: words) [keywords_path keywords_pattern ignore_case]
        "Keyword marker token filter";
    /// English stems by Krovetz, which are words themselves.
    kstem "kstem"() [] "KStem token filter";
    /// Only tokens of `min` to `max` characters.
    length "length"(min: number, max: number) [] "Length token filter";
    /// Only so many tokens of a text.
    limit "limit"(max_token_count: number) [consume_all_tokens] "Limit token count filter";
    /// Lower case.
    lowercase "lowercase"() [language] "Lowercase token filter";
    /// Hashes by which texts that share many words are found.
    min_hash "min_hash"() [hash_count bucket_count hash_set_size with_rotation] "MinHash token filter";
    /// What each filter makes of a token, all at its place; filters with a comma between them follow one another:
    /// `"lowercase, porter_stem"`.
    multiplexer "multiplexer"(filters: words) [preserve_original] "Multiplexer token filter";
    /// Every run of `min_gram` to `max_gram` characters; where they are more than one apart, the index needs
    /// `settings(max_ngram_diff = ..)`.
    ngram "ngram"(min_gram: number, max_gram: number) [preserve_original] "N-gram token filter";
    /// What the groups of regular expressions match, beside the token.
    pattern_capture "pattern_capture"(patterns: words) [preserve_original] "Pattern capture token filter";
    /// Replaces the matches of a regular expression in each token; `$1` is a group.
    pattern_replace "pattern_replace"(pattern: text, replacement: text) [all flags] "Pattern replace token filter";
    /// Persian letters in one form.
    persian_normalization "persian_normalization"() [] "Normalization token filters";
    /// Persian stems.
    persian_stem "persian_stem"() [] "Stemmer token filter";
    /// English stems by Porter.
    porter_stem "porter_stem"() [] "Porter stem token filter";
    /// Only tokens for which a script in Painless says so: `"token.getTerm().length() < 5"`.
    predicate_token_filter "predicate_token_filter"(script: text = "script.source") [] "Predicate script token filter";
    /// Each token once at a place.
    remove_duplicates "remove_duplicates"() [] "Remove duplicates token filter";
    /// Each token from its end to its beginning.
    reverse "reverse"() [] "Reverse token filter";
    /// Russian stems.
    russian_stem "russian_stem"() [] "Stemmer token filter";
    /// Scandinavian letters as plain ones: `å` becomes `a`.
    scandinavian_folding "scandinavian_folding"() [] "Normalization token filters";
    /// The letters that Scandinavian languages share in one form.
    scandinavian_normalization "scandinavian_normalization"() [] "Normalization token filters";
    /// Serbian Cyrillic and Latin letters as plain Latin ones.
    serbian_normalization "serbian_normalization"() [] "Normalization token filters";
    /// Runs of `min_shingle_size` to `max_shingle_size` neighbouring tokens, beside the tokens themselves.
    shingle "shingle"(min_shingle_size: number, max_shingle_size: number)
        [output_unigrams output_unigrams_if_no_shingles token_separator filler_token] "Shingle token filter";
    /// Stems by Snowball: `"English"`, `"German"`.
    snowball "snowball"(language: text) [] "Snowball token filter";
    /// Sorani letters in one form.
    sorani_normalization "sorani_normalization"() [] "Normalization token filters";
    /// The stems of a language's words: `"english"`, `"light_german"`; the servers know the names.
    stemmer "stemmer"(language: text) [] "Stemmer token filter";
    /// Stems of one's own, before a stemmer: `"running => run"`. None where [`rules_path`](Self::rules_path) names a
    /// file.
    stemmer_override "stemmer_override"(rules: words) [rules_path] "Stemmer override token filter";
    /// All but these words; a word such as `_english_` stands for the list of a language.
    stop "stop"(stopwords: words) [stopwords_path ignore_case remove_trailing] "Stop token filter";
    /// Words for one another: `"car, automobile"`, `"tv => television"`. None where
    /// [`synonyms_path`](Self::synonyms_path) or [`synonyms_set`](Self::synonyms_set) names them.
    synonyms "synonym"(synonyms: words)
        [synonyms_path synonyms_set expand lenient updateable format synonym_analyzer] "Synonym token filter";
    /// As [`synonyms`](Self::synonyms), also for several words at once; for searching only.
    synonym_graph "synonym_graph"(synonyms: words)
        [synonyms_path synonyms_set expand lenient updateable format synonym_analyzer] "Synonym graph token filter";
    /// Takes the white space around tokens off.
    trim "trim"() [] "Trim token filter";
    /// Only so many characters of each token.
    truncate "truncate"(length: number) [] "Truncate token filter";
    /// Each token once.
    unique "unique"() [only_on_same_position] "Unique token filter";
    /// Upper case.
    uppercase "uppercase"() [] "Uppercase token filter";
    /// The parts of tokens: `Wi-Fi` and `WiFi` become `Wi` and `Fi`.
    /// [`word_delimiter_graph`](Self::word_delimiter_graph) does the same, and keeps phrases right.
    word_delimiter "word_delimiter"()
        [generate_word_parts generate_number_parts catenate_words catenate_numbers catenate_all preserve_original
            split_on_case_change split_on_numerics stem_english_possessive protected_words protected_words_path
            type_table type_table_path]
        "Word delimiter token filter";
    /// The parts of tokens: `Wi-Fi` and `WiFi` become `Wi` and `Fi`.
    word_delimiter_graph "word_delimiter_graph"()
        [generate_word_parts generate_number_parts catenate_words catenate_numbers catenate_all preserve_original
            split_on_case_change split_on_numerics stem_english_possessive protected_words protected_words_path
            type_table type_table_path adjust_offsets ignore_keywords]
        "Word delimiter graph token filter";
}
