//! Analyses that models share, and what they make of texts.

use esmodel::{Error, index::Applied, prelude::*};
use esmodel_devnode::Lack;
use esmodel_tests::{
    Context,
    models::{Analysed, Film, Song, Titled},
};

esmodel_tests::tests![
    two_models_share_one_analysis,
    the_tokens_of_a_text_are_shown,
    a_field_shows_what_it_makes_of_a_text,
    each_builder_is_accepted_where_the_module_is,
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

async fn an_unknown_analyzer_is_an_error_of_the_server(context: Context) {
    let es = context.es();
    assert!(matches!(es.index::<Song>().analyze("plain", "x").await.unwrap_err(), Error::NotFound(_)));
    es.schema::<Song>().apply().await.unwrap();
    let error = es.index::<Song>().analyze("mistyped", "x").await.unwrap_err();
    assert!(matches!(&error, Error::Server(_)) && error.to_string().contains("mistyped"), "{error:?}");
}
