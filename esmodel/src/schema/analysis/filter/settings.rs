//! What can be set on token filters.

use super::super::{
    Filter, ParamValue, Part,
    builders::{argument, key, known, settings, with_argument},
};

// Words, and files of them.
settings! { Filter:
    /// A file of the words that are left out, one in a line, in the configuration folder of the servers.
    stopwords_path: text;
    /// A file of common words, one in a line, in the configuration folder of the servers.
    common_words_path: text;
    /// A file of words, one in a line, in the configuration folder of the servers.
    word_list_path: text;
    /// A file of articles, one in a line, in the configuration folder of the servers.
    articles_path: text;
    /// A file of the words that are kept, one in a line, in the configuration folder of the servers.
    keep_words_path: text;
    /// A file of the words that stay as they are, one in a line, in the configuration folder of the servers.
    keywords_path: text;
    /// A regular expression of the words that stay as they are, instead of a list.
    keywords_pattern: text;
    /// A file of rules, one in a line, in the configuration folder of the servers.
    rules_path: text;
    /// Words that are not stemmed.
    stem_exclusion: words;
    /// Words that are not taken apart.
    protected_words: words;
    /// A file of words that are not taken apart, one in a line, in the configuration folder of the servers.
    protected_words_path: text;
    /// What characters count as: `"- => ALPHA"`. The types are `LOWER`, `UPPER`, `ALPHA`, `DIGIT`, `ALPHANUM`,
    /// `SUBWORD_DELIM`.
    type_table: words;
    /// A file of what characters count as, one in a line, in the configuration folder of the servers.
    type_table_path: text;
    /// Whether words match in any case. `false` unless set.
    ignore_case: flag;
    /// Whether articles match in any case. `false` unless set.
    articles_case: flag;
    /// Whether the words to keep are put into lower case. `false` unless set.
    keep_words_case: flag;
    /// Whether a stop word at the end is left out. `true` unless set; a search while typing wants `false`.
    remove_trailing: flag;
}

// Synonyms.
settings! { Filter:
    /// A file of rules, in the configuration folder of the servers.
    synonyms_path: text;
    /// A set of synonyms that the cluster keeps, by its name. Elasticsearch, since 8.10.
    synonyms_set: text;
    /// Whether the words of `"car, automobile"` stand for one another; otherwise all become the first. `true` unless
    /// set.
    expand: flag;
    /// Whether rules that cannot be read are left out, instead of refusing the index. `false` unless set; on
    /// newer Elasticsearch, as [`updateable`](Self::updateable) is.
    lenient: flag;
    /// Whether changed synonyms are read while the index is open; the analyzer is for searching only then. `false`
    /// unless set.
    updateable: flag;
    /// The form of the rules. `solr` unless set.
    format: text of "solr" "wordnet";
    /// The analyzer by which the rules are read, instead of what stands before the filter. OpenSearch.
    synonym_analyzer: text;
}

// What becomes of the tokens.
settings! { Filter:
    /// Whether the token stays, beside what is made of it. `false` unless set; of `multiplexer` and `pattern_capture`,
    /// `true`.
    preserve_original: flag;
    /// Whether single tokens stay beside the longer ones. `true` unless set; of `cjk_bigram`, `false`.
    output_unigrams: flag;
    /// Whether single tokens stay where nothing longer could be made. `false` unless set.
    output_unigrams_if_no_shingles: flag;
    /// What stands between the tokens of one. A space unless set.
    token_separator: text;
    /// What stands for a token that was left out. `_` unless set.
    filler_token: text;
    /// Scripts whose characters make no pairs.
    ignored_scripts: words of "han" "hangul" "hiragana" "katakana";
    /// Whether common words that stand in pairs are left out, as a search wants it. `false` unless set.
    query_mode: flag;
    /// The end that the runs of characters are taken from. `front` unless set.
    side: text of "front" "back";
    /// Whether tokens of the types are kept. `include` unless set.
    mode: text of "include" "exclude";
    /// Whether all matches are replaced, instead of the first. `true` unless set.
    all: flag;
    /// Java's flags of the regular expression: `"CASE_INSENSITIVE|COMMENTS"`.
    flags: text;
    /// The language whose letters have a case of their own.
    language: text of "greek" "irish" "turkish";
    /// Whether a token is left out only where the same stands at the same place. `false` unless set.
    only_on_same_position: flag;
    /// Whether the rest of the text is read although no more tokens are wanted. `false` unless set.
    consume_all_tokens: flag;
    /// The character before a payload or a number. `|` unless set.
    delimiter: text;
    /// What a payload is. `float` unless set.
    encoding: text of "float" "identity" "int";
    /// The character between the tokens of a fingerprint. A space unless set.
    separator: text;
    /// The longest fingerprint; a longer one is left out. 255 unless set.
    max_output_size: number;
    /// The most tokens that a graph may become. 100 unless set.
    max_graph_expansions: number;
    /// Whether gaps between tokens are kept. `false` unless set.
    preserve_position_increments: flag;
}

// Hashes, dictionaries and compounds.
settings! { Filter:
    /// The number of hashes. 1 unless set.
    hash_count: number;
    /// The number of buckets of hashes. 512 unless set.
    bucket_count: number;
    /// The number of hashes of a bucket. 1 unless set.
    hash_set_size: number;
    /// Whether empty buckets are filled from others. `true` unless set, where there are several buckets.
    with_rotation: flag;
    /// A dictionary in the folder of the language, where it has several. Elasticsearch.
    dictionary: text;
    /// Whether each stem comes once. `true` unless set.
    dedup: flag;
    /// Whether only the longest stem comes. `false` unless set.
    longest_only: flag;
    /// The shortest word that is taken apart. 5 unless set.
    min_word_size: number;
    /// The shortest part of a word. 2 unless set.
    min_subword_size: number;
    /// The longest part of a word. 15 unless set.
    max_subword_size: number;
    /// Whether only the longest parts come. `false` unless set.
    only_longest_match: flag;
    /// Whether parts of longer parts are left out. `false` unless set. OpenSearch since 2.17, and newer Elasticsearch.
    no_sub_matches: flag;
    /// Whether parts that overlap others are left out. `false` unless set. OpenSearch since 2.17, and newer
    /// Elasticsearch.
    no_overlapping_matches: flag;
}

// The parts of words.
settings! { Filter:
    /// Whether parts of letters come. `true` unless set.
    generate_word_parts: flag;
    /// Whether parts of digits come. `true` unless set.
    generate_number_parts: flag;
    /// Whether neighbouring parts of letters come as one too. `false` unless set.
    catenate_words: flag;
    /// Whether neighbouring parts of digits come as one too. `false` unless set.
    catenate_numbers: flag;
    /// Whether all parts come as one too. `false` unless set.
    catenate_all: flag;
    /// Whether a change of case parts a word. `true` unless set.
    split_on_case_change: flag;
    /// Whether a change between letters and digits parts a word. `true` unless set.
    split_on_numerics: flag;
    /// Whether `'s` is taken off. `true` unless set.
    stem_english_possessive: flag;
    /// Whether the places of the parts are told, and not that of the whole. `true` unless set; filters before that move
    /// text, such as `trim`, want `false`.
    adjust_offsets: flag;
    /// Whether words that a filter before marked as keywords stay whole. `false` unless set.
    ignore_keywords: flag;
}
