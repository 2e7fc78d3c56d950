//! Each builder of a part that is built in, with what it makes of a text.

use esmodel::{
    prelude::*,
    schema::{Analysis, Analyzer, CharFilter, Filter, Normalizer, Tokenizer},
};

/// What an analyzer of an index makes of a text.
#[derive(Debug)]
pub struct Shown {
    pub analyzer: &'static str,
    pub text: &'static str,
    pub tokens: &'static [&'static str],
}

/// One constant with parts, named `my_` and as their builder, and an analyzer of that name around each; and what they
/// make of texts.
macro_rules! parts {
    ($(#[$doc:meta])* $analysis:ident, $shown:ident:
        analyzers { $($analyzer:ident($($analyzer_arg:expr),*) $(.$analyzer_set:ident($analyzer_value:expr))*,
            $of_analyzer:literal => [$($by_analyzer:literal)*];)* }
        tokenizers { $($tokenizer:ident($($tokenizer_arg:expr),*) $(.$tokenizer_set:ident($tokenizer_value:expr))*,
            $of_tokenizer:literal => [$($by_tokenizer:literal)*];)* }
        filters { $($filter:ident($($filter_arg:expr),*) $(.$filter_set:ident($filter_value:expr))*
            on $tokens:literal $(after $($after:literal)+)? $(before $($before:literal)+)?,
            $of_filter:literal => [$($by_filter:literal)*];)* }
        char_filters { $($char_filter:ident($($char_arg:expr),*) $(.$char_set:ident($char_value:expr))*,
            $of_char:literal => [$($by_char:literal)*];)* }
    ) => {
        $(#[$doc])*
        pub const $analysis: Analysis = Analysis {
            analyzers: &[
                $(Analyzer::$analyzer(concat!("my_", stringify!($analyzer)) $(, $analyzer_arg)*)
                    $(.$analyzer_set($analyzer_value))*,)*
                $(Analyzer::custom(
                    concat!("t_", stringify!($tokenizer)),
                    concat!("my_", stringify!($tokenizer)),
                    &[],
                ),)*
                $(Analyzer::custom(
                    concat!("f_", stringify!($filter)),
                    $tokens,
                    &[$($($after,)+)? concat!("my_", stringify!($filter)) $($(, $before)+)?],
                ),)*
                $(Analyzer::custom(concat!("c_", stringify!($char_filter)), "standard", &[])
                    .char_filters(&[concat!("my_", stringify!($char_filter))]),)*
            ],
            tokenizers: &[$(Tokenizer::$tokenizer(concat!("my_", stringify!($tokenizer)) $(, $tokenizer_arg)*)
                $(.$tokenizer_set($tokenizer_value))*,)*],
            filters: &[$(Filter::$filter(concat!("my_", stringify!($filter)) $(, $filter_arg)*)
                $(.$filter_set($filter_value))*,)*],
            char_filters: &[$(CharFilter::$char_filter(concat!("my_", stringify!($char_filter)) $(, $char_arg)*)
                $(.$char_set($char_value))*,)*],
            ..Analysis::NONE
        };

        $(#[$doc])*
        pub const $shown: &[Shown] = &[
            $(Shown {
                analyzer: concat!("my_", stringify!($analyzer)),
                text: $of_analyzer,
                tokens: &[$($by_analyzer),*],
            },)*
            $(Shown {
                analyzer: concat!("t_", stringify!($tokenizer)),
                text: $of_tokenizer,
                tokens: &[$($by_tokenizer),*],
            },)*
            $(Shown { analyzer: concat!("f_", stringify!($filter)), text: $of_filter, tokens: &[$($by_filter),*] },)*
            $(Shown { analyzer: concat!("c_", stringify!($char_filter)), text: $of_char, tokens: &[$($by_char),*] },)*
        ];
    };
}

parts! {
    /// What servers have without the analysis module.
    CORE, SHOWN_BY_CORE:
    analyzers {
        custom("standard", &["lowercase"]).position_increment_gap(10), "Deep SEA" => ["deep" "sea"];
        standard().max_token_length(5).stopwords(&["the"]), "The Oceans" => ["ocean" "s"];
    }
    tokenizers {
        standard().max_token_length(3), "oceans" => ["oce" "ans"];
    }
    filters {
        shingle(2, 2).output_unigrams(false).output_unigrams_if_no_shingles(true).token_separator("+").filler_token("-")
            on "standard", "a b c" => ["a+b" "b+c"];
        stop(&["_english_"]).ignore_case(true).remove_trailing(true) on "standard", "The sea" => ["sea"];
    }
    char_filters {}
}

parts! {
    /// What servers have with the analysis module.
    MODULE, SHOWN_BY_MODULE:
    analyzers {
        simple(), "Deep7Blue" => ["deep" "blue"];
        whitespace(), "Deep-Blue Sea" => ["Deep-Blue" "Sea"];
        stop().stopwords(&["deep"]), "the deep sea" => ["the" "sea"];
        keyword(), "Deep Sea" => ["Deep Sea"];
        pattern("[,;]").flags("CASE_INSENSITIVE").lowercase(false).stopwords(&["b"]), "A,b;C" => ["A" "C"];
        fingerprint().separator("-").max_output_size(100).stopwords(&["_none_"]), "b a á B" => ["a-b"];
        language("english").stopwords(&["deep"]).stem_exclusion(&["oceans"]),
            "the deep oceans and seas" => ["the" "oceans" "and" "sea"];
    }
    tokenizers {
        letter(), "Deep7Blue" => ["Deep" "Blue"];
        lowercase(), "Deep7Blue" => ["deep" "blue"];
        whitespace().max_token_length(4), "Deep-Blue" => ["Deep" "-Blu" "e"];
        uax_url_email().max_token_length(50), "to ada@example.com" => ["to" "ada@example.com"];
        classic().max_token_length(50), "the AB-12 of I.B.M." => ["the" "AB-12" "of" "I.B.M."];
        thai(), "ภาษาไทย" => ["ภาษา" "ไทย"];
        keyword().buffer_size(16), "Deep Sea" => ["Deep Sea"];
        pattern("(\\w+)=").flags("CASE_INSENSITIVE").group(1), "a=1,b=2" => ["a" "b"];
        simple_pattern("[0-9]{2}"), "a12b345" => ["12" "34"];
        simple_pattern_split("-"), "a-b" => ["a" "b"];
        char_group(&["whitespace", "-"]).max_token_length(10), "a-b c" => ["a" "b" "c"];
        path_hierarchy().delimiter("-").replacement("/").buffer_size(16).reverse(false).skip(1),
            "a-b-c" => ["/b" "/b/c"];
        ngram(1, 2).token_chars(&["letter"]), "ab1" => ["a" "ab" "b"];
        edge_ngram(1, 3).token_chars(&["letter", "custom"]).custom_token_chars("+"),
            "a+b cd" => ["a" "a+" "a+b" "c" "cd"];
    }
    filters {
        apostrophe() on "whitespace", "Istanbul'a" => ["Istanbul"];
        arabic_normalization() on "whitespace", "أحمد" => ["احمد"];
        arabic_stem() on "whitespace", "الحسن" => ["حسن"];
        asciifolding().preserve_original(true) on "whitespace", "Élan" => ["Elan" "Élan"];
        bengali_normalization() on "whitespace", "শাল" => ["স\u{9be}ল"];
        brazilian_stem().stem_exclusion(&["meninas"]) on "whitespace", "meninas meninos" => ["meninas" "menin"];
        cjk_bigram().ignored_scripts(&["hangul"]).output_unigrams(false) on "standard", "東京都" => ["東京" "京都"];
        cjk_width() on "whitespace", "ＡＢ" => ["AB"];
        classic() on "classic", "I.B.M. Ada's" => ["IBM" "Ada"];
        common_grams(&["the"]).ignore_case(true).query_mode(true) on "whitespace", "The sea" => ["The_sea"];
        czech_stem() on "whitespace", "hrady" => ["hrad"];
        decimal_digit() on "whitespace", "१२" => ["12"];
        delimited_payload().delimiter("+").encoding("int") on "whitespace", "sea+3" => ["sea"];
        dictionary_decompounder(&["deep", "sea"]).min_word_size(4).min_subword_size(3).max_subword_size(9)
            .only_longest_match(true) on "whitespace", "deepsea" => ["deepsea" "deep" "sea"];
        dutch_stem().stem_exclusion(&["zeeën"]) on "whitespace", "zeeën huizen" => ["zeeën" "huiz"];
        edge_ngram(1, 2).preserve_original(true) on "whitespace", "sea" => ["s" "se" "sea"];
        elision(&["l"]).articles_case(true) on "whitespace", "L'avion" => ["avion"];
        fingerprint().separator("+").max_output_size(100) on "whitespace", "b a b" => ["a+b"];
        flatten_graph() on "whitespace" after "word_delimiter_graph", "Wi-Fi" => ["Wi" "Fi"];
        french_stem().stem_exclusion(&["mers"]) on "whitespace", "mers océans" => ["mers" "océan"];
        german_normalization() on "whitespace", "Straße" => ["Strasse"];
        german_stem().stem_exclusion(&["meere"]) on "whitespace", "meere häuser" => ["meere" "hau"];
        hindi_normalization() on "whitespace", "हिंदी" => ["हि\u{902}दि"];
        indic_normalization() on "whitespace", "अाम" => ["आम"];
        keep(&["Sea"]).keep_words_case(true) on "whitespace", "deep sea" => ["sea"];
        keep_types(&["<NUM>"]).mode("exclude") on "standard", "sea 7" => ["sea"];
        keyword_marker(&["seas"]).ignore_case(true) on "whitespace" before "lowercase" "porter_stem",
            "SEAS OCEANS" => ["seas" "ocean"];
        kstem() on "whitespace", "oceans" => ["ocean"];
        length(2, 3) on "whitespace", "a sea ocean" => ["sea"];
        limit(1).consume_all_tokens(true) on "whitespace", "deep sea" => ["deep"];
        lowercase().language("turkish") on "whitespace", "DIŞ" => ["dış"];
        min_hash().hash_count(1).bucket_count(1).hash_set_size(1).with_rotation(false) on "whitespace",
            "sea" => ["괚껙莊嗼ꪋ쌀펵硔"];
        multiplexer(&["lowercase, reverse", "uppercase"]).preserve_original(false) on "whitespace",
            "Sea" => ["aes" "SEA"];
        ngram(1, 2).preserve_original(true) on "whitespace", "sea" => ["s" "se" "e" "ea" "a" "sea"];
        pattern_capture(&["([0-9]+)"]).preserve_original(false) on "whitespace", "a12" => ["12"];
        pattern_replace("S", "c").all(false).flags("CASE_INSENSITIVE") on "whitespace", "seas" => ["ceas"];
        persian_normalization() on "whitespace", "کتاب" => ["كتاب"];
        porter_stem() on "whitespace", "oceans" => ["ocean"];
        remove_duplicates() on "whitespace" after "keyword_repeat", "sea" => ["sea"];
        reverse() on "whitespace", "sea" => ["aes"];
        russian_stem() on "whitespace", "моря" => ["мор"];
        scandinavian_folding() on "whitespace", "blåbær" => ["blabar"];
        scandinavian_normalization() on "whitespace", "blåbär" => ["blåbær"];
        serbian_normalization() on "whitespace", "море" => ["more"];
        snowball("German") on "whitespace", "meere" => ["meer"];
        sorani_normalization() on "whitespace", "كوردی" => ["کوردی"];
        stemmer("light_german") on "whitespace", "meere" => ["meer"];
        stemmer_override(&["oceans => seas"]) on "whitespace" before "porter_stem", "oceans seas" => ["seas" "sea"];
        synonyms(&["car, automobile"]).expand(false).lenient(true).updateable(false).format("solr")
            on "whitespace", "automobile" => ["car"];
        synonym_graph(&["car, motor car"]).expand(true) on "whitespace", "car" => ["motor" "car" "car"];
        trim() on "keyword", " sea " => ["sea"];
        truncate(2) on "whitespace", "sea" => ["se"];
        unique().only_on_same_position(false) on "whitespace", "sea sea" => ["sea"];
        uppercase() on "whitespace", "sea" => ["SEA"];
        word_delimiter().generate_word_parts(true).generate_number_parts(false).catenate_words(true) on "whitespace",
            "Wi-Fi-7" => ["Wi" "WiFi" "Fi"];
        word_delimiter_graph().catenate_numbers(false).catenate_all(false).preserve_original(true)
            .split_on_case_change(false).split_on_numerics(false).stem_english_possessive(false)
            .protected_words(&["e-mail"]).type_table(&["+ => ALPHA"]).adjust_offsets(true).ignore_keywords(true)
            on "whitespace", "e-mail WiFi-A+" => ["e-mail" "WiFi-A+" "WiFi" "A+"];
    }
    char_filters {
        html_strip().escaped_tags(&["b"]), "<i>deep</i> &amp; sea" => ["deep" "sea"];
        mapping(&["0 => e"]), "s0a" => ["sea"];
        pattern_replace("(A)0", "$1e").flags("CASE_INSENSITIVE"), "a0b" => ["aeb"];
    }
}

parts! {
    /// What only OpenSearch has. Newer Elasticsearch has the Persian stems too.
    OPENSEARCH, SHOWN_BY_OPENSEARCH:
    analyzers {}
    tokenizers {}
    filters {
        concatenate_graph().token_separator("+").max_graph_expansions(10).preserve_position_increments(false)
            on "whitespace", "deep sea" => ["deep+sea"];
        delimited_term_freq().delimiter("+") on "whitespace", "sea+3" => ["sea"];
        persian_stem() on "whitespace", "کتاب‌ها" => ["کتاب"];
        synonyms(&["car => automobile"]).synonym_analyzer("whitespace") on "whitespace", "car" => ["automobile"];
    }
    char_filters {}
}

/// What changes single characters, bare and declared.
pub const CHARACTERS: Analysis = Analysis {
    normalizers: &[Normalizer::custom("characters", &["lowercase", "asciifolding", "trim", "no_articles"])
        .char_filters(&["dashes"])],
    filters: &[Filter::elision("no_articles", &["l"])],
    char_filters: &[CharFilter::mapping("dashes", &["- => _"])],
    ..Analysis::NONE
};

/// Files of words, and what only Elasticsearch has: no engine here has either, so only what is written is shown.
pub const ELSEWHERE: Analysis = Analysis {
    analyzers: &[
        Analyzer::standard("standard_file").stopwords_path("stop.txt"),
        Analyzer::stop("stop_file").stopwords_path("stop.txt"),
    ],
    filters: &[
        Filter::common_grams("grams_file", &[]).common_words_path("words.txt"),
        Filter::dictionary_decompounder("compounds_file", &[]).word_list_path("words.txt"),
        Filter::edge_ngram("ends", 1, 2).side("back"),
        Filter::elision("articles_file", &[]).articles_path("articles.txt"),
        Filter::hunspell("medical", "en_US").dictionary("medical.dic").dedup(false).longest_only(true),
        Filter::keyword_marker("keywords_file", &[]).keywords_path("words.txt"),
        Filter::keyword_marker("keywords_pattern", &[]).keywords_pattern("a.*"),
        Filter::stemmer_override("stems_file", &[]).rules_path("rules.txt"),
        Filter::stop("stop_file", &[]).stopwords_path("stop.txt"),
        Filter::synonyms("synonyms_file", &[]).synonyms_path("synonyms.txt").updateable(true),
        Filter::synonym_graph("synonyms_set", &[]).synonyms_set("cars").updateable(true),
        Filter::word_delimiter("parts_file").protected_words_path("words.txt").type_table_path("types.txt"),
    ],
    char_filters: &[CharFilter::mapping("mapping_file", &[]).mappings_path("mappings.txt")],
    ..Analysis::NONE
};

/// A dictionary that no node here has.
pub const HUNSPELL: Analysis = Analysis {
    analyzers: &[Analyzer::custom("stems", "standard", &["american"])],
    filters: &[Filter::hunspell("american", "en_US").dedup(false).longest_only(true)],
    ..Analysis::NONE
};

/// A file of patterns that no node here has.
pub const HYPHENATION: Analysis = Analysis {
    analyzers: &[Analyzer::custom("compounds", "standard", &["german"])],
    filters: &[Filter::hyphenation_decompounder("german", "de.xml", &["meer"])
        .no_sub_matches(true)
        .no_overlapping_matches(true)],
    ..Analysis::NONE
};

/// A file of words that no node here has.
pub const FILE: Analysis = Analysis {
    analyzers: &[Analyzer::custom("words", "standard", &["kept"])],
    filters: &[Filter::keep("kept", &[]).keep_words_path("no_such_file.txt")],
    ..Analysis::NONE
};

parts! {
    /// A script that says which tokens are changed.
    CONDITION, SHOWN_BY_CONDITION:
    analyzers {}
    tokenizers {}
    filters {
        condition(&["uppercase"], "token.getTerm().length() < 4") on "whitespace", "deep sea" => ["deep" "SEA"];
    }
    char_filters {}
}

parts! {
    /// A script that says which tokens stay.
    PREDICATE, SHOWN_BY_PREDICATE:
    analyzers {}
    tokenizers {}
    filters {
        predicate_token_filter("token.getTerm().length() < 4") on "whitespace", "deep sea" => ["sea"];
    }
    char_filters {}
}

/// Models, each for one constant.
macro_rules! models {
    ($($(#[$doc:meta])* $model:ident $index:literal: $analysis:ident;)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
        #[es(index = $index, analysis = $analysis)]
        pub struct $model {
            #[es(id)]
            pub id: u32,
        }
    )+ };
}

models! {
    CoreParts "core-parts": CORE;
    ModuleParts "module-parts": MODULE;
    OpenSearchParts "opensearch-parts": OPENSEARCH;
    ElsewhereParts "elsewhere-parts": ELSEWHERE;
    HunspellParts "hunspell-parts": HUNSPELL;
    HyphenationParts "hyphenation-parts": HYPHENATION;
    FileParts "file-parts": FILE;
    ConditionParts "condition-parts": CONDITION;
    PredicateParts "predicate-parts": PREDICATE;
}

/// A field with each of the filters.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "character-parts", analysis = CHARACTERS)]
pub struct CharacterParts {
    #[es(id)]
    pub id: u32,
    #[es(keyword(normalizer = "characters"))]
    pub code: String,
}
