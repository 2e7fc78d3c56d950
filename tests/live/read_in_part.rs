//! Lists and objects of documents that are read in part: they keep their length and places.

use esmodel::{
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;

esmodel_tests::tests![
    projections_keep_empty_lists_and_the_places_in_lists,
    a_projection_tells_an_object_that_has_nothing_asked_for_from_none,
    included_fields_keep_lists_and_objects,
    excluded_fields_keep_lists_and_objects,
    documents_that_others_wrote_keep_nulls_and_lists_of_lists,
    half_a_character_in_a_document_shows_no_excluded_field,
    what_an_index_does_not_keep_leaves_lists_as_long_as_they_were,
];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "orders")]
struct Order {
    #[es(id)]
    id: u32,
    #[serde(default)]
    number: u32,
    #[serde(default)]
    lines: Vec<Line>,
    #[serde(default)]
    hall: Option<Hall>,
    #[serde(default)]
    venue: Venue,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, EsObject)]
struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    product: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Piece>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, EsObject)]
struct Piece {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, EsObject)]
struct Hall {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    street: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rooms: Vec<String>,
}

/// An object of which one field is always there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, EsObject)]
struct Venue {
    name: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    seats: Vec<u32>,
}

fn line(product: Option<&str>, note: Option<&str>, parts: &[(Option<&str>, Option<u32>)]) -> Line {
    let parts = parts.iter().map(|&(name, weight)| Piece { name: name.map(Into::into), weight }).collect();
    Line { product: product.map(Into::into), note: note.map(Into::into), parts }
}

fn orders() -> Vec<Order> {
    let order = |id, lines: &[Line], hall: Option<Hall>| Order {
        id,
        number: id * 10,
        lines: lines.to_vec(),
        hall,
        venue: Venue { name: "Opera".into(), note: "old".into(), seats: Vec::new() },
    };
    let hall = |street: Option<&str>, rooms: &[&str]| {
        Some(Hall { street: street.map(Into::into), rooms: rooms.iter().map(|&room| room.into()).collect() })
    };
    vec![
        order(1, &[], None),
        order(
            2,
            &[line(Some("tea"), None, &[]), line(None, Some("soon"), &[]), line(None, None, &[])],
            hall(None, &[]),
        ),
        order(3, &[Line::default()], hall(None, &["a"])),
        order(
            4,
            &[
                line(Some("tea"), Some("now"), &[]),
                line(None, None, &[(None, Some(3)), (Some("lid"), None), (None, None)]),
            ],
            hall(Some("Main"), &[]),
        ),
    ]
}

async fn stored(context: &Context) -> Client {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<Order>().apply().await.unwrap();
    es.bulk_save(orders()).await.unwrap().all().unwrap();
    es
}

#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Order)]
struct OrderCard {
    #[es(id)]
    id: u32,
    lines: Vec<LineCard>,
    hall: Option<HallCard>,
    venue: VenueCard,
}

#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Line)]
struct LineCard {
    product: Option<String>,
    #[serde(default)]
    parts: Vec<PieceCard>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Piece)]
struct PieceCard {
    name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Hall)]
struct HallCard {
    street: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Venue)]
struct VenueCard {
    name: String,
    seats: Vec<u32>,
}

fn cards() -> Vec<OrderCard> {
    let card = |order: Order| OrderCard {
        id: order.id,
        lines: order
            .lines
            .into_iter()
            .map(|line| LineCard {
                product: line.product,
                parts: line.parts.into_iter().map(|piece| PieceCard { name: piece.name }).collect(),
            })
            .collect(),
        hall: order.hall.map(|hall| HallCard { street: hall.street }),
        venue: VenueCard { name: order.venue.name, seats: order.venue.seats },
    };
    orders().into_iter().map(card).collect()
}

async fn projections_keep_empty_lists_and_the_places_in_lists(context: Context) {
    let es = stored(&context).await;
    let sorted = || Order::search().sort(Order::fields().number().asc());
    assert_eq!(sorted().project::<OrderCard>().fetch(&es).await.unwrap().into_values(), cards());
    for card in cards() {
        assert_eq!(*Order::get(&es, card.id).project::<OrderCard>().await.unwrap(), card);
        assert_eq!(*Order::find(&es, card.id).project::<OrderCard>().await.unwrap().unwrap(), card);
    }
    let many = Order::get_many(&es, [4, 3, 2, 1]).project::<OrderCard>().await.unwrap();
    let many: Vec<_> = many.into_iter().rev().map(|doc| Doc::into_inner(doc.unwrap())).collect();
    assert_eq!(many, cards());
    let (first, found) = es
        .batched(async |es| {
            tokio::join!(Order::get(es, 1).project::<OrderCard>(), sorted().project::<OrderCard>().fetch(es),)
        })
        .await;
    assert_eq!(*first.unwrap(), cards()[0]);
    assert_eq!(found.unwrap().into_values(), cards());
}

#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Order)]
struct Halls {
    hall: Option<HallCard>,
}

async fn a_projection_tells_an_object_that_has_nothing_asked_for_from_none(context: Context) {
    let es = stored(&context).await;
    let page = Order::search().sort(Order::fields().number().asc()).project::<Halls>().fetch(&es).await.unwrap();
    let halls: Vec<_> = page.into_values().into_iter().map(|halls| halls.hall.map(|hall| hall.street)).collect();
    assert_eq!(halls, [None, Some(None), Some(None), Some(Some("Main".into()))]);
}

async fn included_fields_keep_lists_and_objects(context: Context) {
    let es = stored(&context).await;
    let f = Order::fields();
    let sorted = || Order::search().sort(f.number().asc());
    let read = sorted().include(f.lines().product()).include(f.hall().street()).include(f.venue().name());
    let expected = orders().into_iter().map(|order| Order {
        number: 0,
        lines: order.lines.into_iter().map(|line| Line { product: line.product, ..Line::default() }).collect(),
        hall: order.hall.map(|hall| Hall { street: hall.street, rooms: Vec::new() }),
        venue: Venue { name: order.venue.name, ..Venue::default() },
        ..order
    });
    assert_eq!(read.fetch(&es).await.unwrap().into_values(), expected.collect::<Vec<_>>());
    let deep = sorted().include(f.lines().parts().name()).include(f.number()).include(f.venue().name());
    let first = deep.clone().first(&es).await.unwrap().unwrap();
    assert_eq!((first.number, first.lines.len()), (10, 0));
    let last = deep.fetch(&es).await.unwrap().into_values().pop().unwrap();
    let names: Vec<_> = last.lines.into_iter().map(|line| (line.product, line.parts)).collect();
    let pieces = line(None, None, &[(None, None), (Some("lid"), None), (None, None)]).parts;
    assert_eq!(names, [(None, Vec::new()), (None, pieces)]);
}

async fn excluded_fields_keep_lists_and_objects(context: Context) {
    let es = stored(&context).await;
    let f = Order::fields();
    let sorted = || Order::search().sort(f.number().asc());
    let read = sorted()
        .exclude(f.lines().product())
        .exclude(f.lines().parts().weight())
        .exclude(f.hall().street())
        .exclude(f.hall().rooms())
        .exclude(f.venue().note());
    let expected: Vec<_> = orders()
        .into_iter()
        .map(|mut order| {
            for line in &mut order.lines {
                line.product = None;
                line.parts.iter_mut().for_each(|piece| piece.weight = None);
            }
            order.hall = order.hall.map(|_| Hall::default());
            order.venue.note = String::new();
            order
        })
        .collect();
    assert_eq!(read.clone().fetch(&es).await.unwrap().into_values(), expected);
    assert_eq!(read.first(&es).await.unwrap().map(Hit::into_inner), expected.first().cloned());
    let both = sorted().source_paths(["lines", "venue", "hall.rooms"], ["lines.product"]);
    let last = both.fetch(&es).await.unwrap().into_values().pop().unwrap();
    assert_eq!((last.lines.len(), last.lines[0].note.as_deref()), (2, Some("now")));
    assert_eq!((last.lines[0].product.as_deref(), last.hall), (None, Some(Hall::default())));
}

/// As the server answers it, with what others wrote.
#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Sparse)]
struct SparseCard {
    rows: Vec<Option<PieceCard>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "sparse")]
struct Sparse {
    #[es(id)]
    id: u32,
    rows: Vec<Option<Piece>>,
}

async fn documents_that_others_wrote_keep_nulls_and_lists_of_lists(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<Sparse>().apply().await.unwrap();
    let index = es.index_name("sparse").into_owned();
    let path = RequestPath::new(&[&index, "_doc", "1"]).unwrap();
    let body = r#"{"rows":[null,{"weight":1},{"name":"lid"},{},null]}"#;
    let request = Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true").json(body);
    assert!(es.send(request).await.unwrap().is_success());
    let card = |name: Option<&str>| Some(PieceCard { name: name.map(Into::into) });
    let expected = [None, card(None), card(Some("lid")), card(None), None];
    let read = Sparse::get(&es, 1).project::<SparseCard>().await.unwrap();
    assert_eq!(read.rows, expected);
    let page = Sparse::search().include(Sparse::fields().rows().name()).fetch(&es).await.unwrap();
    let names: Vec<_> = page.hits[0].rows.iter().map(|row| row.as_ref().map(|row| row.name.clone())).collect();
    assert_eq!(names, [None, Some(None), Some(Some("lid".into())), Some(None), None]);
}

async fn half_a_character_in_a_document_shows_no_excluded_field(context: Context) {
    let es = context.es();
    es.schema::<Order>().apply().await.unwrap();
    let index = es.index_name("orders").into_owned();
    let path = RequestPath::new(&[&index, "_doc", "1"]).unwrap();
    let body = r#"{"lines":[{"product":"\ud83c"}],"hall":{"street":"secret"},"venue":{"name":"a","seats":[]}}"#;
    let request = Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true").json(body);
    assert!(es.send(request).await.unwrap().is_success());
    let read = Order::search().exclude(Order::fields().hall().street()).first(es).await.unwrap().unwrap();
    assert_eq!((read.lines.len(), read.hall.clone()), (1, Some(Hall::default())));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "kept", source(excludes("people.secret", "people.pets.age")))]
struct Kept {
    #[es(id)]
    id: u32,
    people: Vec<Person>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Person {
    name: Vec<String>,
    #[serde(default)]
    secret: Option<u32>,
    pets: Vec<Pet>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Pet {
    name: String,
    #[serde(default)]
    age: u32,
}

async fn what_an_index_does_not_keep_leaves_lists_as_long_as_they_were(context: Context) {
    let es = context.es();
    es.schema::<Kept>().apply().await.unwrap();
    let person = |pets: &[(&str, u32)]| Person {
        name: Vec::new(),
        secret: Some(1),
        pets: pets.iter().map(|&(name, age)| Pet { name: name.into(), age }).collect(),
    };
    let people = vec![person(&[]), person(&[("", 1), ("b", 2)])];
    let kept = Kept { id: 1, people }.save(es).await.unwrap();
    let read = Kept::get(es, 1).await.unwrap();
    assert_eq!(read.people.iter().map(|one| one.pets.len()).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(read.people[1].pets[1], Pet { name: "b".into(), age: 0 });
    assert_eq!((read.people[0].secret, kept.people[0].secret), (None, Some(1)));
}
