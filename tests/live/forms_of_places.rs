//! Places and shapes as other programs write them: what a server takes is read.

use esmodel::{
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_devnode::Lack;
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    every_form_of_a_place_that_the_server_takes_is_read,
    two_numbers_in_a_list_of_places_are_one_place,
    every_form_of_a_shape_that_the_server_takes_is_read,
];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "stops")]
struct Stop {
    #[es(id)]
    id: u32,
    place: GeoPoint,
}

/// Whether the server took the document.
async fn put(es: &Client, index: &str, body: &Value) -> bool {
    let index = es.index_name(index).into_owned();
    let path = RequestPath::new(&[&index, "_doc", "1"]).unwrap();
    let request = Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true");
    es.send(request.json(serde_json::to_vec(body).unwrap())).await.unwrap().is_success()
}

async fn every_form_of_a_place_that_the_server_takes_is_read(context: Context) {
    let es = context.es();
    es.schema::<Stop>().apply().await.unwrap();
    let mut taken = 0;
    for form in [
        json!({ "lat": 47, "lon": 8 }),
        json!({ "lat": "47", "lon": "8" }),
        json!({ "lon": " 8", "lat": 47.0 }),
        json!({ "lat": 47, "lon": 8, "z": 5 }),
        json!("47,8"),
        json!(" 47., 8 "),
        json!("47,8,5"),
        json!("+4.7e1,8"),
        json!([8, 47]),
        json!([8, 47, 5]),
        json!("POINT (8 47)"),
        json!("point(8 47 5)"),
        json!({ "type": "Point", "coordinates": [8, 47] }),
        json!({ "coordinates": ["8", "47"], "type": "point" }),
    ] {
        if put(es, "stops", &json!({ "place": form })).await {
            assert_eq!(Stop::get(es, 1).await.unwrap().place, GeoPoint::new(47.0, 8.0), "{form}");
            taken += 1;
        }
    }
    assert!(taken >= 10, "{taken}");
    for form in [json!("u0nd9h"), json!("u0nd9hgkfbzu5"), json!({ "geohash": "u0nd9h" })] {
        if put(es, "stops", &json!({ "place": form })).await {
            let place = Stop::get(es, 1).await.unwrap().place;
            assert!((place.lat - 45.46).abs() < 0.01 && (place.lon - 9.18).abs() < 0.02, "{form} {place:?}");
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "tours")]
struct Tour {
    #[es(id)]
    id: u32,
    #[es(one_or_many)]
    places: Vec<GeoPoint>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, EsProjection)]
#[es(of = Tour)]
struct TourPlaces {
    #[es(one_or_many)]
    places: Option<Vec<GeoPoint>>,
}

async fn two_numbers_in_a_list_of_places_are_one_place(context: Context) {
    let es = context.es();
    es.schema::<Tour>().apply().await.unwrap();
    let (one, two) = (GeoPoint::new(1.0, 2.0), GeoPoint::new(3.0, 4.0));
    for (form, places) in [
        (json!([2.0, 1.0]), vec![one]),
        (json!([2, 1, 5]), vec![one]),
        (json!([[2.0, 1.0]]), vec![one]),
        (json!([[2.0, 1.0], [4.0, 3.0]]), vec![one, two]),
        (json!(["1,2", { "lat": 3, "lon": 4 }]), vec![one, two]),
        (json!("1,2"), vec![one]),
        (json!({ "lat": "1", "lon": "2" }), vec![one]),
        (json!([]), vec![]),
        (json!(null), vec![]),
    ] {
        assert!(put(es, "tours", &json!({ "places": form })).await, "{form}");
        assert_eq!(Tour::get(es, 1).await.unwrap().places, places, "{form}");
        let read = Tour::get(es, 1).project::<TourPlaces>().await.unwrap();
        assert_eq!(read.places.clone().unwrap_or_default(), places, "{form}");
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "zones")]
struct Zone {
    #[es(id)]
    id: u32,
    shape: GeoShape,
}

async fn every_form_of_a_shape_that_the_server_takes_is_read(context: Context) {
    let es = context.es();
    if context.engine().lacks(Lack::GeoShape) {
        // The kind comes in a module of its own.
        assert!(es.schema::<Zone>().apply().await.is_err());
        return;
    }
    es.schema::<Zone>().apply().await.unwrap();
    let at = |lon: f64, lat: f64| GeoPoint::new(lat, lon);
    let ring = vec![at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 0.0)];
    let line = vec![at(0.0, 0.0), at(1.0, 1.0)];
    let envelope = Shape::Envelope { top_left: at(0.0, 1.0), bottom_right: at(1.0, 0.0) };
    let point = Shape::Point(at(2.0, 1.0));
    for (form, shape) in [
        (json!("POINT (2 1)"), point.clone()),
        (json!(" point(2 1 3)"), point.clone()),
        (json!({ "coordinates": [2, 1], "type": "PoInT" }), point.clone()),
        (json!({ "type": "Point", "coordinates": [2, 1] }), point.clone()),
        (json!("LINESTRING (0 0, 1 1)"), Shape::LineString(line.clone())),
        (json!({ "type": "linestring", "coordinates": [[0, 0, 5], [1, 1, 6]] }), Shape::LineString(line.clone())),
        (json!("POLYGON ((0 0, 1 0, 1 1, 0 0))"), Shape::Polygon(vec![ring.clone()])),
        (
            json!({ "type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]], "orientation": "cw" }),
            Shape::Polygon(vec![ring.clone()]),
        ),
        (json!("MULTIPOINT (0 0, 1 1)"), Shape::MultiPoint(line.clone())),
        (json!("MULTILINESTRING ((0 0, 1 1))"), Shape::MultiLineString(vec![line.clone()])),
        (json!("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"), Shape::MultiPolygon(vec![vec![ring]])),
        (
            json!("GEOMETRYCOLLECTION (POINT (2 1), LINESTRING (0 0, 1 1))"),
            Shape::GeometryCollection(vec![point, Shape::LineString(line)]),
        ),
        (json!("BBOX (0, 1, 1, 0)"), envelope.clone()),
        (json!({ "type": "bbox", "coordinates": [[0, 1], [1, 0]] }), envelope.clone()),
        (json!({ "type": "ENVELOPE", "coordinates": [[0, 1], [1, 0]] }), envelope),
    ] {
        assert!(put(es, "zones", &json!({ "shape": form })).await, "{form}");
        assert_eq!(Zone::get(es, 1).await.unwrap().shape, shape, "{form}");
    }
}
