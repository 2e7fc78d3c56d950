//! Analyses that models share, and what they make of texts.

use esmodel::{
    Client, Error,
    index::Applied,
    prelude::*,
    schema::check::known,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_devnode::Lack;
use esmodel_tests::{
    Context,
    models::{
        Analysed, CharacterParts, ConditionParts, CoreParts, FileParts, Film, HunspellParts, HyphenationParts,
        ModuleParts, OpenSearchParts, PredicateParts, SHOWN_BY_CONDITION, SHOWN_BY_CORE, SHOWN_BY_MODULE,
        SHOWN_BY_OPENSEARCH, SHOWN_BY_PREDICATE, Shown, Song, Titled,
    },
};
use serde_json::{Value, json};

esmodel_tests::tests![
    two_models_share_one_analysis,
    the_tokens_of_a_text_are_shown,
    a_field_shows_what_it_makes_of_a_text,
    each_builder_is_accepted_where_the_module_is,
    parts_of_the_core_are_accepted_everywhere,
    parts_of_the_module_are_accepted_where_it_is,
    parts_of_opensearch_are_accepted_there,
    parts_that_need_files_are_refused_for_the_files,
    scripts_decide_on_tokens_where_they_are_known,
    normalizers_have_filters_of_single_characters,
    names_that_are_known_are_built_in,
    an_unknown_analyzer_is_an_error_of_the_server,
];

async fn texts(tokens: impl IntoFuture<Output = esmodel::Result<Vec<esmodel::index::Token>>>) -> Vec<String> {
    tokens.await.unwrap().into_iter().map(|token| token.text).collect()
}

async fn two_models_share_one_analysis(context: Context) {
    let es = context.es();
    assert_eq!(es.schema::<Film>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<Film>().apply().await.unwrap(), Applied::Unchanged);
    assert_eq!(es.schema::<Song>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<Song>().apply().await.unwrap(), Applied::Unchanged);
    for index in [es.index::<Film>(), es.index::<Song>()] {
        assert_eq!(texts(index.analyze("plain", "The Sound of a Drum")).await, ["sound", "of", "drum"]);
    }
    let titled = |title: &str| Titled { title: title.into() };
    let film = Film { id: 1, titled: titled("The Third Man"), sequels: vec![titled("A Fourth")] };
    film.save(es).refresh(Refresh::Now).await.unwrap();
    let f = Film::fields();
    assert_eq!(Film::search().filter(f.titled().title().matches("THIRD")).count(es).await.unwrap(), 1);
    assert_eq!(Film::search().filter(f.titled().title().matches("the")).count(es).await.unwrap(), 0);
}

async fn the_tokens_of_a_text_are_shown(context: Context) {
    let es = context.es();
    es.schema::<Song>().apply().await.unwrap();
    let tokens = es.index::<Song>().analyze("plain", "The Sound").await.unwrap();
    let [sound] = &tokens[..] else { panic!("{tokens:?}") };
    assert_eq!((&*sound.text, sound.start, sound.end, sound.position), ("sound", 4, 9, 1));
    assert_eq!(sound.kind, "<ALPHANUM>");
    // Offsets count as UTF-16 does: the note is one character of two units.
    let tokens = es.index::<Song>().analyze("whitespace", "\u{1d11e} a").await.unwrap();
    assert_eq!((tokens[1].start, tokens[1].end), (3, 4));
    assert_eq!(es.index::<Song>().analyze("plain", "").await.unwrap(), []);
}

async fn a_field_shows_what_it_makes_of_a_text(context: Context) {
    let es = context.es();
    es.schema::<Song>().apply().await.unwrap();
    es.schema::<Film>().apply().await.unwrap();
    let songs = es.index::<Song>();
    assert_eq!(texts(songs.analyze_field(Song::fields().name(), "A Song")).await, ["song"]);
    assert_eq!(texts(songs.analyze_field(Song::fields().code(), "AB 1")).await, ["ab 1"]);
    let sequel = Film::fields().sequels().title();
    assert_eq!(texts(es.index::<Film>().analyze_field(sequel, "A Song")).await, ["song"]);
}

async fn each_builder_is_accepted_where_the_module_is(context: Context) {
    if context.engine().lacks(Lack::EnglishAnalyzer) {
        return;
    }
    let es = context.es();
    assert_eq!(es.schema::<Analysed>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<Analysed>().apply().await.unwrap(), Applied::Unchanged);
    let index = es.index::<Analysed>();
    let tokens = index.analyze("folded", "The Car-7 Élan").await.unwrap();
    assert!(tokens.iter().any(|token| token.text == "elan"), "{tokens:?}");
    let cars = texts(index.analyze("folded", "car")).await;
    assert!(cars.contains(&"automobile".to_owned()), "{cars:?}");
    assert_eq!(texts(index.analyze("cut", "abc")).await, ["ab", "abc", "bc"]);
    assert_eq!(texts(index.analyze("paired", "a,b,c")).await, ["a b", "a b c", "b c"]);
}

/// The index of `T` is made, is as the model says, and its analyzers make of texts what is told.
async fn shows<T: EsModel>(context: &Context, shown: &[Shown]) {
    let es = context.es();
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<T>().apply().await.unwrap(), Applied::Unchanged);
    makes::<T>(context, shown).await;
}

async fn makes<T: EsModel>(context: &Context, shown: &[Shown]) {
    let index = context.es().index::<T>();
    let mut wrong = Vec::new();
    for Shown { analyzer, text, tokens } in shown {
        let actual = texts(index.analyze(analyzer, text)).await;
        if actual != *tokens {
            wrong.push(format!("{analyzer}: {text:?} => {actual:?}, not {tokens:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", context.engine().name(), wrong.join("\n"));
}

async fn parts_of_the_core_are_accepted_everywhere(context: Context) {
    shows::<CoreParts>(&context, SHOWN_BY_CORE).await;
}

async fn parts_of_the_module_are_accepted_where_it_is(context: Context) {
    if has_module(&context) {
        shows::<ModuleParts>(&context, SHOWN_BY_MODULE).await;
    } else {
        refuses::<ModuleParts>(&context, "my_").await;
    }
}

async fn parts_of_opensearch_are_accepted_there(context: Context) {
    if context.es().dialect().is_opensearch() {
        shows::<OpenSearchParts>(&context, SHOWN_BY_OPENSEARCH).await;
    } else {
        refuses::<OpenSearchParts>(&context, "my_").await;
    }
}

/// No node has the files, so what is refused is the file, and not the part.
async fn parts_that_need_files_are_refused_for_the_files(context: Context) {
    let or_all = |why| if has_module(&context) { why } else { "Unknown filter type" };
    refuses::<HunspellParts>(&context, "hunspell").await;
    refuses::<HyphenationParts>(&context, or_all("hyphenation_patterns_path")).await;
    refuses::<FileParts>(&context, or_all("file not readable")).await;
}

/// A distribution shows what the scripts do. A dev node reads them, but its Painless is not told of the token in them.
async fn scripts_decide_on_tokens_where_they_are_known(context: Context) {
    decides::<ConditionParts>(&context, SHOWN_BY_CONDITION).await;
    decides::<PredicateParts>(&context, SHOWN_BY_PREDICATE).await;
}

async fn decides<T: EsModel>(context: &Context, shown: &[Shown]) {
    match context.es().schema::<T>().apply().await {
        Ok(_) => makes::<T>(context, shown).await,
        Err(error) => {
            let why = if has_module(context) { "compile error" } else { "Unknown filter type" };
            assert!(matches!(&error, Error::Server(_)) && error.to_string().contains(why), "{error:?}");
        }
    }
}

fn has_module(context: &Context) -> bool {
    !context.engine().lacks(Lack::EnglishAnalyzer)
}

async fn refuses<T: EsModel>(context: &Context, why: &str) {
    let error = context.es().schema::<T>().apply().await.unwrap_err();
    assert!(matches!(&error, Error::Server(_)) && format!("{error:?}").contains(why), "{why}: {error:?}");
}

async fn normalizers_have_filters_of_single_characters(context: Context) {
    if has_module(&context) {
        let es = context.es();
        assert_eq!(es.schema::<CharacterParts>().apply().await.unwrap(), Applied::Created);
        assert_eq!(es.schema::<CharacterParts>().apply().await.unwrap(), Applied::Unchanged);
        let code = CharacterParts::fields().code();
        assert_eq!(texts(es.index::<CharacterParts>().analyze_field(code, " L'Été-1 ")).await, ["ete_1"]);
    } else {
        refuses::<CharacterParts>(&context, "Unknown").await;
    }
}

/// The answer of a server, whatever it is.
async fn analyzes(es: &Client, body: Value) -> bool {
    let path = RequestPath::new(&["_analyze"]).unwrap();
    es.send(Request::new(Method::Post, path, Effect::Read).json(body.to_string())).await.unwrap().is_success()
}

/// What the compiler takes for built in, and what not, is what OpenSearch says. Aside are the names of plugins, which
/// no node here has, and Elasticsearch, whose nodes here lack the module.
async fn names_that_are_known_are_built_in(context: Context) {
    let es = context.es();
    if !es.dialect().is_opensearch() {
        return;
    }
    let [analyzers, languages, _, _] = known("analyzer");
    for name in analyzers.iter().chain(languages).filter(|name| **name != "default") {
        assert!(analyzes(es, json!({ "analyzer": name, "text": "a" })).await, "{name}");
    }
    let [tokenizers, _, _, _] = known("tokenizer");
    for name in tokenizers {
        assert!(analyzes(es, json!({ "tokenizer": name, "text": "a" })).await, "{name}");
    }
    let [characters, others, _, parametric] = known("filter");
    for name in characters {
        assert!(analyzes(es, json!({ "filter": [name], "text": "a" })).await, "{name}");
    }
    for name in others {
        assert!(!analyzes(es, json!({ "filter": [name], "text": "a" })).await, "{name}");
        assert!(analyzes(es, json!({ "tokenizer": "standard", "filter": [name], "text": "a" })).await, "{name}");
    }
    for name in parametric {
        assert!(!analyzes(es, json!({ "tokenizer": "standard", "filter": [name], "text": "a" })).await, "{name}");
    }
    let [char_filters, _, _, parametric] = known("char_filter");
    for name in char_filters {
        assert!(analyzes(es, json!({ "tokenizer": "standard", "char_filter": [name], "text": "a" })).await, "{name}");
    }
    for name in parametric {
        assert!(!analyzes(es, json!({ "tokenizer": "standard", "char_filter": [name], "text": "a" })).await, "{name}");
    }
}

async fn an_unknown_analyzer_is_an_error_of_the_server(context: Context) {
    let es = context.es();
    assert!(matches!(es.index::<Song>().analyze("plain", "x").await.unwrap_err(), Error::NotFound(_)));
    es.schema::<Song>().apply().await.unwrap();
    let error = es.index::<Song>().analyze("mistyped", "x").await.unwrap_err();
    assert!(matches!(&error, Error::Server(_)) && error.to_string().contains("mistyped"), "{error:?}");
}
