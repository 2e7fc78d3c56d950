//! What comes from outside and must do no harm.

use esmodel::{Error, prelude::*};
use esmodel_tests::Context;

esmodel_tests::tests![
    dots_as_ids_address_documents_and_never_the_index,
    ids_of_every_script_and_with_every_separator_read_back,
    an_id_of_512_bytes_is_stored_and_a_longer_one_is_refused,
    an_empty_id_is_refused,
    an_index_name_that_no_server_takes_is_refused,
    a_number_that_is_not_finite_is_refused_with_its_path,
    a_document_that_the_mapping_refuses_names_the_field,
    an_unknown_field_names_itself,
    dropping_a_save_half_way_leaves_the_document_as_it_was,
];

/// Anything with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "things")]
struct Thing {
    #[es(id)]
    id: String,
    count: i64,
    size: Option<Size>,
}

/// How large it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Size {
    width: f64,
}

fn thing(id: &str) -> Thing {
    Thing { id: id.into(), count: 1, size: None }
}

async fn things(context: &Context) -> Client {
    context.es().schema::<Thing>().apply().await.unwrap();
    context.es().clone()
}

async fn dots_as_ids_address_documents_and_never_the_index(context: Context) {
    let es = things(&context).await;
    thing("innocent").save(&es).await.unwrap();
    for id in [".", "..", "%2e", "%2e%2e", ".%2E", "%252e"] {
        assert!(Thing::find(&es, id).await.unwrap().is_none(), "{id}");
        assert!(!Thing::exists(&es, id).await.unwrap(), "{id}");
        assert!(Thing::delete(&es, id).await.unwrap_err().is_not_found(), "{id}");

        let mut doc = thing(id).create(&es).await.unwrap();
        assert!(thing(id).create(&es).await.unwrap_err().is_conflict(), "{id}");
        assert_eq!(Thing::get(&es, id).await.unwrap().id, id);
        assert!(Thing::exists(&es, id).await.unwrap(), "{id}");
        doc.count = 2;
        doc.save(&es).await.unwrap();
        let mut stale = Thing::get(&es, id).await.unwrap();
        assert_eq!(stale.count, 2);
        doc.save(&es).await.unwrap();
        let error = stale.save(&es).await.unwrap_err();
        let Error::Conflict(conflict) = &error else { panic!("{error}") };
        assert!(conflict.current().is_some(), "{error}");
        stale.reload(&es).await.unwrap();
        stale.delete(&es).await.unwrap();
        assert!(Thing::get(&es, id).await.unwrap_err().is_not_found(), "{id}");
    }
    assert!(es.index::<Thing>().exists().await.unwrap());
    assert!(Thing::exists(&es, "innocent").await.unwrap());
}

async fn ids_of_every_script_and_with_every_separator_read_back(context: Context) {
    let es = things(&context).await;
    let ids = [
        "a/b",
        "/",
        "//",
        "a\\b",
        "100%",
        "%2F",
        "%",
        "a b",
        " ",
        "a?b=c",
        "a#b",
        "a&b=c",
        "a+b",
        "ü",
        "東京",
        "🦀",
        "_doc",
        "_bulk",
        "*",
        "a,b",
        "a:b",
        "\"quoted\"",
        "{json}",
        "new\nline",
        "-",
        "~",
        "...",
        "../x",
        "x/..",
        "a;b",
        "'",
    ];
    for (count, id) in ids.into_iter().enumerate() {
        let count = i64::try_from(count).unwrap();
        Thing { count, ..thing(id) }.create(&es).await.unwrap_or_else(|error| panic!("{id:?}: {error}"));
    }
    for (count, id) in ids.into_iter().enumerate() {
        let read = Thing::get(&es, id).await.unwrap_or_else(|error| panic!("{id:?}: {error}"));
        assert_eq!((read.id.as_str(), usize::try_from(read.count).unwrap()), (id, count));
    }
    let many = Thing::get_many(&es, ids).await.unwrap();
    assert!(many.iter().zip(ids).all(|(doc, id)| doc.as_ref().unwrap().id == id));
    for id in ids {
        Thing::delete(&es, id).await.unwrap();
    }
    assert!(es.index::<Thing>().exists().await.unwrap());
}

async fn an_id_of_512_bytes_is_stored_and_a_longer_one_is_refused(context: Context) {
    let es = things(&context).await;
    let longest = "é".repeat(256);
    thing(&longest).save(&es).await.unwrap();
    assert_eq!(Thing::get(&es, &longest).await.unwrap().id, longest);
    let error = thing(&"x".repeat(513)).save(&es).await.unwrap_err();
    assert!(error.to_string().contains("at most 512 bytes"), "{error}");
}

async fn an_empty_id_is_refused(context: Context) {
    let es = things(&context).await;
    assert!(matches!(thing("").save(&es).await, Err(Error::Invalid(_))));
    assert!(matches!(Thing::get(&es, "").await, Err(Error::Invalid(_))));
    assert!(matches!(Thing::delete(&es, "").await, Err(Error::Invalid(_))));
}

async fn an_index_name_that_no_server_takes_is_refused(context: Context) {
    let es = context.es().with_index_prefix("").unwrap();
    for name in ["..", ".", "", "Cities", "_all", "a/b", "*", "a,b"] {
        let outcome = es.schema::<Thing>().index(name).apply().await;
        assert!(matches!(outcome, Err(Error::Invalid(_))), "{name}: {outcome:?}");
        let outcome = es.index_named(name).delete().await;
        assert!(matches!(outcome, Err(Error::Invalid(_))), "{name}: {outcome:?}");
    }
    for name in ["..", "_all", "a,b", "*", "Things"] {
        let outcomes = [
            thing("1").save(&es).index(name).await.map(drop),
            Thing::get(&es, "1").index(name).await.map(drop),
            Thing::delete(&es, "1").index(name).await,
            es.bulk_save([thing("1")]).index(name).await.map(drop),
        ];
        for outcome in outcomes {
            assert!(matches!(outcome, Err(Error::Invalid(_))), "{name}: {outcome:?}");
        }
    }
}

async fn a_number_that_is_not_finite_is_refused_with_its_path(context: Context) {
    let es = things(&context).await;
    for width in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = Thing { size: Some(Size { width }), ..thing("1") }.save(&es).await.unwrap_err();
        assert!(error.to_string().contains("`size.width` is"), "{error}");
    }
    assert!(!Thing::exists(&es, "1").await.unwrap());
}

async fn a_document_that_the_mapping_refuses_names_the_field(context: Context) {
    /// The same index, and another idea of its fields.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "things")]
    struct Wrong {
        #[es(id)]
        id: String,
        count: String,
    }

    let es = things(&context).await;
    let error = Wrong { id: "1".into(), count: "many".into() }.save(&es).await.unwrap_err();
    let Error::Server(refusal) = &error else { panic!("{error}") };
    assert_eq!(refusal.status(), 400);
    assert_eq!(refusal.field().as_deref(), Some("count"), "{error}");
    let mismatch = es.schema::<Wrong>().apply().await.unwrap_err();
    let Error::MappingMismatch(mismatch) = &mismatch else { panic!("{mismatch}") };
    let field = &mismatch.fields()[0];
    assert_eq!((field.path.as_str(), field.deployed.as_str(), field.declared.as_str()), ("count", "long", "keyword"));
}

async fn an_unknown_field_names_itself(context: Context) {
    /// Knows a field that the index does not.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "things")]
    struct Newer {
        #[es(id)]
        id: String,
        colour: String,
    }

    let es = things(&context).await;
    let error = Newer { id: "1".into(), colour: "red".into() }.save(&es).await.unwrap_err();
    let Error::Server(refusal) = &error else { panic!("{error}") };
    assert_eq!(refusal.field().as_deref(), Some("colour"), "{error}");
    assert_eq!(refusal.kind(), "strict_dynamic_mapping_exception");
}

async fn dropping_a_save_half_way_leaves_the_document_as_it_was(context: Context) {
    let es = things(&context).await;
    let mut doc = thing("1").save(&es).await.unwrap();
    let before = Doc::meta(&doc).clone();
    doc.count = 9;
    {
        let mut save = doc.save(&es).into_future();
        // Polled once, so that the request is under way, and dropped.
        assert!(futures_util::poll!(&mut save).is_pending());
    }
    assert_eq!(Doc::meta(&doc), &before);
    assert_eq!(doc.count, 9);
}
