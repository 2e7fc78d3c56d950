//! Types of other crates as fields: kept to the last digit, and compared.

use std::net::IpAddr;

use esmodel::prelude::*;
use esmodel_tests::Context;
use serde_json::json;

esmodel_tests::tests![
    times_of_jiff_are_kept_and_compared,
    times_of_time_are_kept_and_compared,
    times_of_jiff_and_time_are_set_by_writes_and_deletes,
    ids_addresses_and_decimals_are_kept_and_compared,
    geometries_are_kept_and_found,
];

/// Saves all, and reads them back by id.
async fn saved<T: EsModel + Clone + PartialEq + std::fmt::Debug>(es: &Client, values: &[T]) {
    es.schema::<T>().apply().await.unwrap();
    for value in values {
        let doc = value.clone().save(es).refresh(Refresh::Now).await.unwrap();
        assert_eq!(*T::get(es, RawId(Doc::meta(&doc).id())).await.unwrap(), *value);
    }
}

async fn count<T: EsModel>(es: &Client, query: Query<T>) -> u64 {
    T::search().filter(query).count(es).await.unwrap()
}

async fn times_of_jiff_are_kept_and_compared(context: Context) {
    use jiff::{Timestamp, Zoned, civil};

    /// When something is.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "jiff")]
    struct Moment {
        #[es(id)]
        id: u32,
        at: Timestamp,
        #[es(date_nanos)]
        exact: Timestamp,
        day: civil::Date,
        local: civil::DateTime,
        time: civil::Time,
        zoned: Zoned,
        many: Vec<Timestamp>,
        maybe: Option<Timestamp>,
    }

    let (es, f) = (context.es(), Moment::fields());
    let moment = |id, text: &str| {
        let at: Timestamp = text.parse().unwrap();
        let zoned = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(2)));
        let local = zoned.datetime();
        Moment { id, at, exact: at, day: local.date(), local, time: local.time(), zoned, many: vec![at], maybe: None }
    };
    let values = [
        moment(1, "2024-02-29T10:00:00Z"),
        moment(2, "2024-02-29T10:00:00.1Z"),
        moment(3, "2024-02-29T10:00:00.123456789Z"),
        moment(4, "2024-02-29T10:00:00.12345Z"),
    ];
    saved(es, &values).await;
    for (query, expected) in [
        (f.at().eq(values[0].at), 1),
        (f.at().gt(values[0].at), 3),
        (f.exact().gt(values[3].exact), 1),
        (f.exact().eq(values[2].exact), 1),
        (f.day().eq(values[0].day), 4),
        (f.local().lte(values[1].local), 2),
        (f.time().eq(values[1].time), 1),
        (f.zoned().eq(values[1].zoned.clone()), 1),
        (f.many().gte(date_math!("2024-03-01||-1d")), 4),
        (f.maybe().missing(), 4),
    ] {
        assert_eq!(count(es, query.clone()).await, expected, "{query:?}");
    }
}

async fn times_of_time_are_kept_and_compared(context: Context) {
    use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset};

    /// When something is.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "time")]
    struct Moment {
        #[es(id)]
        id: u32,
        at: OffsetDateTime,
        utc: UtcDateTime,
        plain: PrimitiveDateTime,
        time: Time,
        day: Date,
        many: Vec<OffsetDateTime>,
    }

    let (es, f) = (context.es(), Moment::fields());
    let moment = |id, nanos: i128, offset| {
        let utc = OffsetDateTime::from_unix_timestamp_nanos(1_709_200_800_000_000_000 + nanos).unwrap();
        let at = utc.to_offset(UtcOffset::from_hms(offset, 0, 0).unwrap());
        let plain = PrimitiveDateTime::new(utc.date(), utc.time());
        Moment { id, at, utc: utc.into(), plain, time: utc.time(), day: utc.date(), many: vec![at] }
    };
    let values = [moment(1, 0, 0), moment(2, 100_000_000, 5), moment(3, 123_456_789, -3), moment(4, 123_450_000, 1)];
    saved(es, &values).await;
    for (query, expected) in [
        (f.at().eq(values[0].at), 1),
        (f.at().gt(values[0].at), 3),
        (f.at().lte(values[1].at), 2),
        (f.utc().eq(values[1].utc), 1),
        (f.plain().gt(values[1].plain), 2),
        (f.time().eq(values[1].time), 1),
        (f.day().eq(values[0].day), 4),
        (f.many().gte(date_math!("now-500y")), 4),
    ] {
        assert_eq!(count(es, query.clone()).await, expected, "{query:?}");
    }
}

/// A model with times of one crate, and what its writes make of them.
macro_rules! stamped {
    ($context:ident, $index:literal, $time:ty, $now:expr) => {{
        /// Something that is written and deleted.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
        #[es(index = $index)]
        struct Moment {
            #[es(id)]
            id: u32,
            #[es(created_at)]
            created: Option<$time>,
            #[es(updated_at)]
            updated: $time,
            #[es(soft_delete)]
            deleted: Option<$time>,
        }

        let es = $context.es();
        es.schema::<Moment>().apply().await.unwrap();
        // Times are set to the millisecond.
        let before = $now - std::time::Duration::from_millis(1);
        let (id, created, updated, deleted) = (1, None, before, None);
        let mut doc = Moment { id, created, updated, deleted }.save(es).await.unwrap();
        assert!(doc.updated > before && doc.updated <= $now, "{doc:?}");
        assert_eq!(doc.created, Some(doc.updated));
        assert_eq!(*Moment::get(es, 1).await.unwrap(), *doc);
        let first = doc.updated;
        doc.save(es).await.unwrap();
        assert!(doc.updated >= first && doc.created == Some(first), "{doc:?}");
        assert_eq!(*Moment::get(es, 1).await.unwrap(), *doc);

        let query = Moment::fields().updated().eq(doc.updated);
        assert_eq!(count(es, query.clone()).await, 0);
        es.index::<Moment>().refresh().await.unwrap();
        assert_eq!(count(es, query).await, 1);

        doc.delete(es).await.unwrap();
        assert_eq!(Moment::find(es, 1).await.unwrap(), None);
        let deleted = Moment::get(es, 1).with_deleted().await.unwrap();
        assert!(deleted.deleted >= deleted.created && deleted.deleted <= Some($now), "{deleted:?}");
        assert_eq!(deleted.deleted, Some(deleted.updated));
    }};
}

async fn times_of_jiff_and_time_are_set_by_writes_and_deletes(context: Context) {
    stamped!(context, "jiff-stamps", jiff::Timestamp, jiff::Timestamp::now());
    stamped!(context, "time-stamps", time::OffsetDateTime, time::OffsetDateTime::now_utc());
    stamped!(context, "utc-stamps", time::UtcDateTime, time::UtcDateTime::now());
}

async fn ids_addresses_and_decimals_are_kept_and_compared(context: Context) {
    use ipnet::{IpNet, Ipv4Net};
    use rust_decimal::Decimal;
    use url::Url;
    use uuid::Uuid;

    /// Something with an id of sixteen bytes.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "foreign")]
    struct Thing {
        #[es(id)]
        id: Uuid,
        parent: Option<Uuid>,
        home: Url,
        price: Decimal,
        #[es(keyword)]
        exact: Decimal,
        network: IpNet,
        networks: Vec<Ipv4Net>,
    }

    let (es, f) = (context.es(), Thing::fields());
    let thing = |price: &str, network: &str| Thing {
        id: Uuid::new_v4(),
        parent: Some(Uuid::new_v4()),
        home: format!("https://example.org/{price}?q=größe").parse().unwrap(),
        price: price.parse().unwrap(),
        exact: price.parse().unwrap(),
        network: network.parse().unwrap(),
        networks: vec!["10.0.0.0/8".parse().unwrap()],
    };
    let values = [thing("9.90", "192.0.2.0/24"), thing("79228162514264337593543950335", "2001:db8::/32")];
    saved(es, &values).await;
    let address = |text: &str| text.parse::<IpAddr>().unwrap();
    for (query, expected) in [
        (f.id().eq(values[0].id), 1),
        (f.parent().eq(values[1].parent.unwrap()), 1),
        (f.home().eq(values[0].home.clone()), 1),
        (f.price().eq("9.9".parse::<Decimal>().unwrap()), 1),
        (f.price().lt(Decimal::from(10)), 1),
        (f.exact().eq(values[0].exact), 1),
        (f.network().contains(address("192.0.2.7")), 1),
        (f.network().contains(address("2001:db8::1")), 1),
        (f.network().intersects(Range::from(values[0].network)), 1),
        (f.networks().contains(address("10.255.0.1")), 2),
    ] {
        assert_eq!(count(es, query.clone()).await, expected, "{query:?}");
    }
    let sum = Thing::search().aggregate(f.price().min()).only_aggregations().fetch(es).await.unwrap();
    assert_eq!(sum, Some(9.9));
}

async fn geometries_are_kept_and_found(context: Context) {
    /// A place.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "geometries")]
    struct Place {
        #[es(id)]
        id: u32,
        at: GeoPoint,
    }

    let (es, f) = (context.es(), Place::fields());
    let at = geo_types::Point::new(8.54, 47.37);
    saved(es, &[Place { id: 1, at: at.into() }]).await;
    let area = geo_types::Rect::new((8.0, 47.0), (9.0, 48.0)).to_polygon();
    assert_eq!(count(es, f.at().inside(GeoShape::from(area))).await, 1);
    assert_eq!(geo_types::Point::from(Place::get(es, 1).await.unwrap().at), at);
    let raw =
        Query::raw(json!({ "geo_bounding_box": { "at": { "top_left": [8.0, 48.0], "bottom_right": [9.0, 47.0] } } }));
    assert_eq!(count::<Place>(es, raw).await, 1);
}
