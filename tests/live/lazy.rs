//! Lazy properties: what is loaded when, with how many requests, and what hostile functions cannot break.
#![expect(
    clippy::unsafe_derive_deserialize,
    reason = "`tokio::join!` has unsafe code inside, which the lint takes for the type's"
)]

use std::{
    future::{pending, ready},
    panic::AssertUnwindSafe,
    sync::Arc,
    thread,
    time::Duration,
};

use esmodel::{Error, model::LazyError, prelude::*, search::Search};
use esmodel_tests::{Context, Recorder};
use futures_util::{FutureExt as _, future::join_all, poll, stream::FuturesUnordered, stream::StreamExt as _};
use serde_json::{Value, json};

esmodel_tests::tests![
    a_search_and_a_get_for_each_hit_are_two_more_requests,
    two_searches_for_each_hit_are_one_more_request,
    two_levels_are_two_more_requests,
    awaits_in_turn_are_further_rounds,
    the_same_request_goes_out_once,
    more_than_a_batch_holds_goes_out_in_several,
    get_find_require_many_and_reload_fill_properties,
    writes_and_constructed_values_load_nothing,
    without_lazy_loads_nothing_and_load_lazy_does_later,
    results_inside_of_a_property_have_theirs_not_loaded,
    a_depth_of_zero_loads_only_when_asked,
    two_properties_and_those_of_embedded_structs_run_at_depth_one,
    properties_inside_of_lists_options_and_flattened_structs_are_filled,
    what_fails_fails_alone,
    a_refused_request_fails_its_property_only,
    hostile_functions_do_not_hang_on_one_thread,
    hostile_functions_do_not_hang_on_many_threads,
    what_is_late_fails_and_the_rest_keeps_its_value,
    a_panic_goes_up_and_the_client_works_on,
    a_dropped_query_leaves_the_client_usable,
    a_dropped_load_leaves_the_value_as_it_was,
    at_most_so_many_requests_are_on_the_wire,
    counts_gets_and_many_gets_are_merged_too,
    writes_inside_of_a_property_are_made,
    loaded_properties_are_in_the_json_and_never_in_the_source,
    routed_and_odd_ids_are_found,
];

/// Somebody on the payroll.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Employee {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    /// Everybody of the department, by id.
    #[es(lazy)]
    colleagues: Lazy<Vec<Employee>>,
    #[es(lazy)]
    superior: Lazy<Option<Employee>>,
}

impl Employee {
    async fn colleagues(&self, cx: &LazyCx) -> esmodel::Result<Vec<Self>> {
        let f = Self::fields();
        Ok(Self::search().filter(f.department().eq(&self.department)).fetch(cx).await?.into_values())
    }

    async fn superior(&self, cx: &LazyCx) -> esmodel::Result<Option<Self>> {
        match self.boss {
            Some(boss) => Ok(Self::find(cx, boss).await?.map(Doc::into_inner)),
            None => Ok(None),
        }
    }
}

/// A place to work at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Desk {
    room: String,
}

/// `count` employees in departments of ten; everybody's boss is the first of the department.
async fn staff(es: &Client, count: u32) {
    es.schema::<Employee>().apply().await.unwrap();
    let employees = (0..count).map(|id| Employee {
        id,
        department: format!("d{}", id / 10),
        boss: (id % 10 != 0).then_some(id / 10 * 10),
        desk: Desk { room: format!("r{id}") },
        colleagues: Lazy::NotLoaded,
        superior: Lazy::NotLoaded,
    });
    es.bulk_save(employees).refresh(Refresh::Now).await.unwrap().all().unwrap();
}

fn by_id<T: EsModel>(size: u64) -> Search<T> {
    T::search().size(size)
}

async fn a_search_and_a_get_for_each_hit_are_two_more_requests(context: Context) {
    staff(context.es(), 100).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Employee>(100).fetch(&es).await.unwrap();
    assert_eq!(page.hits.len(), 100);
    for hit in &page {
        let colleagues = hit.colleagues.value().unwrap();
        assert_eq!(colleagues.len(), 10);
        assert!(colleagues.iter().all(|colleague| colleague.department == hit.department));
    }
    assert_eq!(sent.take(), ["POST _search", "POST _msearch", "POST _mget"]);
}

/// Two searches per document.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Watched {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    peers: Lazy<u64>,
    #[es(lazy)]
    neighbours: Lazy<Vec<u32>>,
}

impl Watched {
    async fn peers(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        let f = Self::fields();
        Self::search().filter(f.department().eq(&self.department)).count(cx).await
    }

    async fn neighbours(&self, cx: &LazyCx) -> esmodel::Result<Vec<u32>> {
        let f = Self::fields();
        let rooms = [self.id.saturating_sub(1), self.id + 1].map(|id| format!("r{id}"));
        let page = Self::search().filter(f.desk().room().any_of(rooms)).fetch(cx).await?;
        Ok(page.into_values().into_iter().map(|neighbour| neighbour.id).collect())
    }
}

async fn two_searches_for_each_hit_are_one_more_request(context: Context) {
    staff(context.es(), 100).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Watched>(100).fetch(&es).await.unwrap();
    for hit in &page {
        assert_eq!(hit.peers.value().unwrap(), &10);
        let mut neighbours = hit.neighbours.value().unwrap().clone();
        neighbours.sort_unstable();
        let expected = match hit.id {
            0 => vec![0, 1],
            99 => vec![98],
            id => vec![id - 1, id + 1],
        };
        assert_eq!(neighbours, expected);
    }
    // A hundred hits, two searches each: one request more.
    assert_eq!(sent.take(), ["POST _search", "POST _msearch"]);
}

/// A model whose properties' results load theirs.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees", lazy_depth = 2)]
struct Deep {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    peers: Lazy<Vec<Deep>>,
}

impl Deep {
    async fn peers(&self, cx: &LazyCx) -> esmodel::Result<Vec<Self>> {
        let f = Self::fields();
        Ok(Self::search().filter(f.department().eq(&self.department)).size(3).fetch(cx).await?.into_values())
    }
}

async fn two_levels_are_two_more_requests(context: Context) {
    staff(context.es(), 100).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Deep>(100).fetch(&es).await.unwrap();
    for hit in &page {
        let peers = hit.peers.value().unwrap();
        assert_eq!(peers.len(), 3);
        for peer in peers {
            assert_eq!(peer.peers.value().unwrap().len(), 3);
            assert!(peer.peers.value().unwrap().iter().all(|peer| peer.peers == Lazy::NotLoaded));
        }
    }
    assert_eq!(sent.take(), ["POST _search", "POST _msearch", "POST _msearch"]);
}

impl PartialEq for Deep {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Two queries one after the other.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct InTurn {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    first_of_the_first: Lazy<Option<u32>>,
}

impl InTurn {
    async fn first_of_the_first(&self, cx: &LazyCx) -> esmodel::Result<Option<u32>> {
        let f = Self::fields();
        let first = Self::search().filter(f.department().eq(&self.department)).first(cx).await?;
        let Some(first) = first else { return Ok(None) };
        let again = Self::search().filter(f.desk().room().eq(&first.desk.room)).first(cx).await?;
        Ok(again.map(|hit| hit.id))
    }
}

async fn awaits_in_turn_are_further_rounds(context: Context) {
    staff(context.es(), 50).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<InTurn>(50).fetch(&es).await.unwrap();
    assert!(page.iter().all(|hit| hit.first_of_the_first.value().unwrap().is_some_and(|id| id / 10 == hit.id / 10)));
    assert_eq!(sent.take(), ["POST _search", "POST _msearch", "POST _msearch"]);
}

async fn the_same_request_goes_out_once(context: Context) {
    staff(context.es(), 20).await;
    let (es, sent) = context.recorded(|client| client).await;
    // Ten people of one department ask the same, and nine the same boss: a batch of one is no batch.
    let f = Employee::fields();
    let page = by_id::<Employee>(10).filter(f.department().eq("d0")).fetch(&es).await.unwrap();
    assert!(page.iter().all(|hit| hit.colleagues.value().unwrap().len() == 10));
    let superiors = page.iter().filter(|hit| hit.superior.value().unwrap().is_some()).count();
    assert_eq!(superiors, 9);
    assert_eq!(sent.take().len(), 3);
}

async fn more_than_a_batch_holds_goes_out_in_several(context: Context) {
    staff(context.es(), 1100).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Watched>(1100).fetch(&es).await.unwrap();
    assert!(page.iter().all(|hit| hit.peers.is_loaded() && !hit.neighbours.value().unwrap().is_empty()));
    // 110 different counts and 1100 different searches, 500 at most in one.
    assert_eq!(sent.take(), ["POST _search", "POST _msearch", "POST _msearch", "POST _msearch"]);
}

async fn get_find_require_many_and_reload_fill_properties(context: Context) {
    let es = context.es();
    staff(es, 20).await;
    let is_full = |doc: &Employee| {
        doc.colleagues.value().unwrap().len() == 10
            && doc.superior.value().unwrap().as_ref().is_some_and(|boss| boss.id == 10)
    };
    assert!(is_full(&Employee::get(es, 11).await.unwrap()));
    assert!(is_full(&Employee::find(es, 11).await.unwrap().unwrap()));
    assert!(is_full(&Employee::require(es, 11, Duration::from_secs(5)).await.unwrap()));
    let (recorded, sent) = context.recorded(|client| client).await;
    let many = Employee::get_many(&recorded, [11, 12, 99]).await.unwrap();
    assert!(many[..2].iter().flatten().all(|doc| is_full(doc)) && many[2].is_none());
    assert_eq!(sent.take().len(), 3);
    let mut doc = Employee::get(es, 11).without_lazy().await.unwrap();
    assert_eq!(doc.colleagues, Lazy::NotLoaded);
    doc.reload(es).await.unwrap();
    assert!(is_full(&doc));
    doc.reload(es).without_lazy().await.unwrap();
    assert!(!doc.colleagues.is_loaded());
    let first = Employee::search().filter(Employee::fields().desk().room().eq("r11")).first(es).await.unwrap().unwrap();
    assert!(is_full(&first));
    assert_eq!(Employee::find(es, 99).await.unwrap().map(|doc| doc.id), None);
}

async fn writes_and_constructed_values_load_nothing(context: Context) {
    staff(context.es(), 20).await;
    let (es, sent) = context.recorded(|client| client).await;
    let mut doc = Employee::get(&es, 11).without_lazy().await.unwrap();
    doc.save(&es).await.unwrap();
    let saved = Doc::into_inner(doc).save(&es).await.unwrap();
    assert!(!saved.colleagues.is_loaded());
    let changed = Employee::modify(&es, 11, |employee| employee.boss = None).await.unwrap();
    assert!(!changed.colleagues.is_loaded() && !changed.superior.is_loaded());
    assert_eq!(sent.take(), ["GET _doc", "PUT _doc", "PUT _doc", "GET _doc", "PUT _doc"]);
    assert!(matches!(changed.colleagues.value(), Err(LazyError::NotLoaded)));
}

async fn without_lazy_loads_nothing_and_load_lazy_does_later(context: Context) {
    staff(context.es(), 30).await;
    let (es, sent) = context.recorded(|client| client).await;
    let mut page = by_id::<Watched>(30).without_lazy().fetch(&es).await.unwrap();
    assert!(page.iter().all(|hit| hit.peers == Lazy::NotLoaded));
    assert_eq!(sent.take(), ["POST _search"]);
    page.load_lazy(&es).await;
    assert!(page.iter().all(|hit| hit.peers == Lazy::new(10)));
    assert_eq!(sent.take(), ["POST _msearch"]);
    let mut value = page.into_values().swap_remove(0);
    value.load_lazy(&es).await;
    assert_eq!(value.peers, Lazy::new(10));
    let mut none = by_id::<Watched>(0).fetch(&es).await.unwrap();
    sent.take();
    none.load_lazy(&es).await;
    assert!(sent.take().is_empty());
}

async fn results_inside_of_a_property_have_theirs_not_loaded(context: Context) {
    let es = context.es();
    staff(es, 20).await;
    let doc = Employee::get(es, 11).await.unwrap();
    for colleague in doc.colleagues.value().unwrap() {
        assert!(matches!(colleague.colleagues.value(), Err(LazyError::NotLoaded)));
        assert_eq!(colleague.superior, Lazy::NotLoaded);
    }
    assert_eq!(doc.superior.value().unwrap().as_ref().map(|boss| &boss.colleagues), Some(&Lazy::NotLoaded));
}

/// Nothing by itself.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees", lazy_depth = 0)]
struct OnDemand {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    all: Lazy<u64>,
}

impl OnDemand {
    async fn all(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Self::search().count(cx).await
    }
}

async fn a_depth_of_zero_loads_only_when_asked(context: Context) {
    let es = context.es();
    staff(es, 20).await;
    let mut doc = OnDemand::get(es, 3).await.unwrap();
    assert_eq!(doc.all, Lazy::NotLoaded);
    doc.load_lazy(es).await;
    assert_eq!(doc.all, Lazy::new(20));
}

/// A place with a property of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Room {
    room: String,
    #[es(lazy)]
    users: Lazy<u64>,
}

impl Room {
    async fn users(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        let f = Employee::fields();
        Employee::search().filter(f.desk().room().eq(&self.room)).count(cx).await
    }
}

/// Properties beside and inside.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Placed {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Room,
    #[es(lazy)]
    one: Lazy<u64>,
    #[es(lazy)]
    two: Lazy<Vec<Employee>>,
}

impl Placed {
    async fn one(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Employee::search().count(cx).await
    }

    async fn two(&self, cx: &LazyCx) -> esmodel::Result<Vec<Employee>> {
        Ok(Employee::search().size(2).fetch(cx).await?.into_values())
    }
}

async fn two_properties_and_those_of_embedded_structs_run_at_depth_one(context: Context) {
    staff(context.es(), 20).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Placed>(20).fetch(&es).await.unwrap();
    for hit in &page {
        assert_eq!((hit.one.get(), hit.desk.users.get()), (Some(&20), Some(&1)));
        assert_eq!(hit.two.value().unwrap().len(), 2);
    }
    assert_eq!(sent.take(), ["POST _search", "POST _msearch"]);
}

/// A part of an order.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Line {
    article: u32,
    #[es(lazy)]
    stock: Lazy<Option<u32>>,
}

impl Line {
    async fn stock(&self, cx: &LazyCx) -> esmodel::Result<Option<u32>> {
        Ok(Article::find(cx, self.article).await?.map(|article| article.stock))
    }
}

/// What lies on a shelf.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "articles")]
struct Article {
    #[es(id)]
    id: u32,
    stock: u32,
}

/// Fields that others have too.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Shared {
    note: String,
    #[es(lazy)]
    articles: Lazy<u64>,
}

impl Shared {
    async fn articles(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Article::search().count(cx).await
    }
}

/// Something bought.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "orders")]
struct Order {
    #[es(id)]
    id: u32,
    lines: Vec<Line>,
    gift: Option<Box<Line>>,
    #[es(object)]
    former: Vec<Option<Line>>,
    #[serde(flatten)]
    shared: Shared,
}

fn line(article: u32) -> Line {
    Line { article, stock: Lazy::NotLoaded }
}

async fn properties_inside_of_lists_options_and_flattened_structs_are_filled(context: Context) {
    let es = context.es();
    es.schema::<Order>().apply().await.unwrap();
    es.schema::<Article>().apply().await.unwrap();
    let articles = (0..9).map(|id| Article { id, stock: id * 100 });
    es.bulk_save(articles).refresh(Refresh::Now).await.unwrap().all().unwrap();
    let shared = Shared { note: "n".into(), articles: Lazy::NotLoaded };
    let full = Order {
        id: 1,
        lines: vec![line(1), line(2), line(77)],
        gift: Some(Box::new(line(3))),
        former: vec![Some(line(4)), None, Some(line(5))],
        shared: shared.clone(),
    };
    full.save(es).await.unwrap();
    Order { id: 2, lines: Vec::new(), gift: None, former: Vec::new(), shared }.save(es).await.unwrap();
    let (es, sent) = context.recorded(|client| client).await;
    let order = Order::get(&es, 1).await.unwrap();
    let stocks: Vec<_> = order.lines.iter().map(|line| *line.stock.value().unwrap()).collect();
    assert_eq!(stocks, [Some(100), Some(200), None]);
    assert_eq!(order.gift.as_ref().unwrap().stock, Lazy::new(Some(300)));
    let former: Vec<_> = order.former.iter().flatten().map(|line| *line.stock.value().unwrap()).collect();
    assert_eq!(former, [Some(400), Some(500)]);
    assert_eq!(order.shared.articles, Lazy::new(9));
    let mut requests = sent.take();
    requests.sort();
    assert_eq!(requests, ["GET _doc", "POST _count", "POST _mget"]);
    assert_eq!(Order::get(&es, 2).await.unwrap().shared.articles, Lazy::new(9));
    // What is not loaded is in no JSON, at any depth, and what is loaded is.
    let shown = serde_json::to_value(&order).unwrap();
    assert_eq!(shown["lines"][0], json!({ "article": 1, "stock": 100 }));
    assert_eq!((shown["articles"].as_u64(), &shown["gift"]["stock"]), (Some(9), &json!(300)));
    let bare = serde_json::to_value(Order::get(&es, 1).without_lazy().await.unwrap()).unwrap();
    assert_eq!(bare["lines"][0], json!({ "article": 1 }));
    assert_eq!((bare.get("articles"), bare["gift"].get("stock")), (None, None));
}

/// Functions that fail in their own ways.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Failing {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    own: Lazy<u32>,
    #[es(lazy)]
    theirs: Lazy<Employee>,
    #[es(lazy)]
    fine: Lazy<u64>,
}

impl Failing {
    async fn own(&self, _: &LazyCx) -> Result<u32, std::num::ParseIntError> {
        ready(self.department.parse()).await
    }

    async fn theirs(&self, cx: &LazyCx) -> esmodel::Result<Employee> {
        Ok(Doc::into_inner(Employee::get(cx, self.id + 1000).await?))
    }

    async fn fine(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Employee::search().count(cx).await
    }
}

async fn what_fails_fails_alone(context: Context) {
    let es = context.es();
    staff(es, 20).await;
    let page = by_id::<Failing>(20).fetch(es).await.unwrap();
    for hit in &page {
        let own = hit.own.error().unwrap();
        assert!(matches!(&**own, Error::Custom(source) if source.is::<std::num::ParseIntError>()), "{own:?}");
        assert!(hit.theirs.error().unwrap().is_not_found());
        assert_eq!(hit.fine, Lazy::new(20));
        assert!(matches!(hit.own.value(), Err(LazyError::Failed(_))));
    }
}

/// A search that servers refuse.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Refused {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    bad: Lazy<u64>,
    #[es(lazy)]
    missing: Lazy<u64>,
    #[es(lazy)]
    fine: Lazy<Vec<Employee>>,
}

impl Refused {
    async fn bad(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        let query: Query<Self> = Query::raw(json!({ "no_such_query": { "id": self.id } }));
        Self::search().filter(query).count(cx).await
    }

    async fn missing(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Self::search().index("nobody-made-this").count(cx).await
    }

    async fn fine(&self, cx: &LazyCx) -> esmodel::Result<Vec<Employee>> {
        Ok(Employee::search().size(1).fetch(cx).await?.into_values())
    }
}

async fn a_refused_request_fails_its_property_only(context: Context) {
    staff(context.es(), 5).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Refused>(5).fetch(&es).await.unwrap();
    for hit in &page {
        assert!(hit.missing.error().unwrap().is_not_found(), "{:?}", hit.missing);
        assert_eq!(hit.bad.error().unwrap().status(), Some(400), "{:?}", hit.bad);
        assert_eq!(hit.fine.value().unwrap().len(), 1);
    }
    // The server refuses all of a batch for one part that it cannot read: each goes out by itself then.
    assert_eq!(sent.take().len(), 2 + 15);
}

/// Everything that an async function may do between its queries.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Hostile {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    sleeps: Lazy<u64>,
    #[es(lazy)]
    joins: Lazy<u64>,
    #[es(lazy)]
    loops: Lazy<u64>,
    #[es(lazy)]
    drops: Lazy<u64>,
    #[es(lazy)]
    yields: Lazy<u64>,
    #[es(lazy)]
    channels: Lazy<u64>,
    #[es(lazy)]
    spends_the_budget: Lazy<u64>,
}

async fn count(cx: &LazyCx, department: &str) -> esmodel::Result<u64> {
    Employee::search().filter(Employee::fields().department().eq(department)).count(cx).await
}

impl Hostile {
    async fn sleeps(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        tokio::time::sleep(Duration::from_millis(u64::from(self.id % 7))).await;
        let first = count(cx, &self.department).await?;
        tokio::time::sleep(Duration::from_millis(u64::from(self.id % 3))).await;
        Ok(first + count(cx, &self.department).await?)
    }

    async fn joins(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        let (one, two) = tokio::join!(count(cx, &self.department), count(cx, "d0"));
        let many = join_all((0..3).map(|_| count(cx, "d1"))).await;
        Ok(one? + two? + many.into_iter().sum::<esmodel::Result<u64>>()?)
    }

    async fn loops(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        let mut sum = 0;
        for _ in 0..self.id % 4 {
            let mut all: FuturesUnordered<_> = ["d0", "d1"].into_iter().map(|name| count(cx, name)).collect();
            while let Some(count) = all.next().await {
                sum += count?;
            }
        }
        Ok(sum)
    }

    async fn drops(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        // Put into the queue, and dropped before it goes out.
        tokio::select! {
            biased;
            count = count(cx, &self.department) => drop(count),
            () = ready(()) => {}
        }
        // Dropped while it is on the wire, more often than not.
        drop(tokio::time::timeout(Duration::from_micros(500), count(cx, "d0")).await);
        count(cx, &self.department).await
    }

    async fn yields(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
        count(cx, &self.department).await
    }

    async fn channels(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let (is_sent, answer) = tokio::join!(
            async {
                let count = count(cx, &self.department).await;
                sender.send(count).is_ok()
            },
            receiver
        );
        assert!(is_sent);
        answer.map_err(Error::custom)?
    }

    async fn spends_the_budget(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        // More than tokio lets one task do in one poll.
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        for number in 0..300_u64 {
            sender.send(number).map_err(Error::custom)?;
        }
        drop(sender);
        let mut last = 0;
        while let Some(number) = receiver.recv().await {
            last = number;
        }
        Ok(last + count(cx, &self.department).await?)
    }
}

async fn load_hostile(es: &Client) {
    let page = by_id::<Hostile>(40).fetch(es).await.unwrap();
    assert_eq!(page.hits.len(), 40);
    for hit in &page {
        assert_eq!(hit.sleeps.value().unwrap(), &20);
        assert_eq!(hit.joins.value().unwrap(), &50);
        assert_eq!(hit.loops.value().unwrap(), &(u64::from(hit.id % 4) * 20));
        for plain in [&hit.drops, &hit.yields, &hit.channels] {
            assert_eq!(plain.value().unwrap(), &10);
        }
        assert_eq!(hit.spends_the_budget.value().unwrap(), &309);
    }
}

async fn hostile_functions_do_not_hang_on_one_thread(context: Context) {
    staff(context.es(), 40).await;
    load_hostile(context.es()).await;
}

async fn hostile_functions_do_not_hang_on_many_threads(context: Context) {
    staff(context.es(), 40).await;
    let (url, prefix) = (context.engine().url().to_owned(), context.es().index_prefix().to_owned());
    let other = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
        runtime.block_on(async {
            let es = Client::builder().node(url).index_prefix(prefix).concurrency(2).connect().await.unwrap();
            // Several pages at once, each of which may move between threads.
            let pages: Vec<_> = (0..4)
                .map(|_| {
                    let es = es.clone();
                    tokio::spawn(async move { load_hostile(&es).await })
                })
                .collect();
            for page in pages {
                page.await.unwrap();
            }
        });
    });
    tokio::task::spawn_blocking(|| other.join().unwrap()).await.unwrap();
}

/// One property that never ends.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Late {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    never: Lazy<u64>,
    #[es(lazy)]
    fine: Lazy<u64>,
}

impl Late {
    async fn never(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        if self.id == 3 { pending().await } else { count(cx, &self.department).await }
    }

    async fn fine(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        count(cx, &self.department).await
    }
}

async fn what_is_late_fails_and_the_rest_keeps_its_value(context: Context) {
    staff(context.es(), 10).await;
    let es = context.es().with_lazy_deadline(Duration::from_millis(1500));
    let page = by_id::<Late>(10).fetch(&es).await.unwrap();
    for hit in &page {
        assert_eq!(hit.fine, Lazy::new(10));
        if hit.id == 3 {
            let error = hit.never.error().unwrap();
            assert!(matches!(&**error, Error::Timeout { .. }), "{error}");
            assert!(error.to_string().contains("the lazy properties of `Late`"), "{error}");
        } else {
            assert_eq!(hit.never, Lazy::new(10));
        }
    }
}

/// One property that panics.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Panicking {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    peers: Lazy<u64>,
}

impl Panicking {
    async fn peers(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        let peers = count(cx, &self.department).await?;
        assert!(self.id != 3, "a mistake in a property");
        Ok(peers)
    }
}

async fn a_panic_goes_up_and_the_client_works_on(context: Context) {
    staff(context.es(), 10).await;
    let es = context.es();
    let outcome = AssertUnwindSafe(by_id::<Panicking>(10).fetch(es)).catch_unwind().await;
    assert!(outcome.is_err());
    assert_eq!(Panicking::get(es, 4).await.unwrap().peers, Lazy::new(10));
}

async fn a_dropped_query_leaves_the_client_usable(context: Context) {
    staff(context.es(), 40).await;
    let (es, sent) = context.recorded(|client| client.concurrency(1)).await;
    for polls in 0..12 {
        let mut query = Box::pin(by_id::<Hostile>(40).fetch(&es));
        for _ in 0..polls {
            assert!(poll!(&mut query).is_pending() || polls > 2);
            tokio::task::yield_now().await;
        }
        drop(query);
    }
    let queries = (0..3).map(|_| tokio::time::timeout(Duration::from_millis(20), by_id::<Hostile>(40).fetch(&es)));
    join_all(queries).await;
    // Every place on the wire is free again.
    load_hostile(&es).await;
    assert!(sent.most_under_way() <= 4, "three queries, and one request of their batches at a time");
}

async fn a_dropped_load_leaves_the_value_as_it_was(context: Context) {
    staff(context.es(), 10).await;
    let es = context.es();
    let mut doc = Late::get(es, 3).without_lazy().await.unwrap();
    let loaded = tokio::time::timeout(Duration::from_millis(300), doc.load_lazy(es)).await;
    assert!(loaded.is_err());
    assert_eq!((&doc.fine, &doc.never), (&Lazy::NotLoaded, &Lazy::NotLoaded));
}

/// Writes that cannot be merged: each is a request.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Writing {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    seen: Lazy<u64>,
}

impl Writing {
    async fn seen(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Article { id: self.id, stock: 1 }.save(cx).await?;
        let article = Article::modify(cx, self.id, |article| article.stock += 1).await?;
        Ok(u64::from(article.stock))
    }
}

async fn writes_inside_of_a_property_are_made(context: Context) {
    staff(context.es(), 20).await;
    context.es().schema::<Article>().apply().await.unwrap();
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Writing>(20).fetch(&es).await.unwrap();
    assert!(page.iter().all(|hit| hit.seen == Lazy::new(2)));
    assert_eq!(Article::get(&es, 7).await.unwrap().stock, 2);
    let sent = sent.take();
    assert_eq!(sent.iter().filter(|line| *line == "PUT _doc").count(), 40);
    assert_eq!(sent.iter().filter(|line| *line == "POST _mget").count(), 1);
}

async fn at_most_so_many_requests_are_on_the_wire(context: Context) {
    staff(context.es(), 40).await;
    context.es().schema::<Article>().apply().await.unwrap();
    for most in [1, 3] {
        let (es, sent): (Client, Arc<Recorder>) = context.recorded(|client| client.concurrency(most)).await;
        let page = by_id::<Writing>(40).fetch(&es).await.unwrap();
        assert!(page.iter().all(|hit| hit.seen.is_loaded()));
        assert_eq!(sent.most_under_way(), most);
    }
}

/// Each way to read.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees")]
struct Reading {
    #[es(id)]
    id: u32,
    department: String,
    boss: Option<u32>,
    desk: Desk,
    #[es(lazy)]
    exists: Lazy<(bool, bool)>,
    #[es(lazy)]
    many: Lazy<Vec<Option<u32>>>,
    #[es(lazy)]
    scored: Lazy<(u64, u64)>,
    #[es(lazy)]
    average: Lazy<Option<f64>>,
}

impl Reading {
    async fn exists(&self, cx: &LazyCx) -> esmodel::Result<(bool, bool)> {
        tokio::try_join!(Article::exists(cx, self.id), Article::exists(cx, self.id + 500))
    }

    async fn many(&self, cx: &LazyCx) -> esmodel::Result<Vec<Option<u32>>> {
        let ids = [self.id, self.id + 500, self.id, 0];
        let found = Article::get_many(cx, ids).await?;
        Ok(found.into_iter().map(|doc| doc.map(|doc| doc.stock)).collect())
    }

    async fn scored(&self, cx: &LazyCx) -> esmodel::Result<(u64, u64)> {
        let f = Article::fields();
        let all = Article::search().filter(f.stock().gte(self.id)).min_score(2.0).count(cx);
        let none = Article::search().count(cx);
        let (all, none) = tokio::join!(all, none);
        Ok((all?, none?))
    }

    async fn average(&self, cx: &LazyCx) -> esmodel::Result<Option<f64>> {
        let f = Article::fields();
        Article::search().filter(f.stock().lte(self.id)).aggregate(f.stock().avg()).only_aggregations().fetch(cx).await
    }
}

async fn counts_gets_and_many_gets_are_merged_too(context: Context) {
    let es = context.es();
    staff(es, 20).await;
    es.schema::<Article>().apply().await.unwrap();
    let articles = (0..20).map(|id| Article { id, stock: id });
    es.bulk_save(articles).refresh(Refresh::Now).await.unwrap().all().unwrap();
    let (es, sent) = context.recorded(|client| client).await;
    let page = by_id::<Reading>(20).fetch(&es).await.unwrap();
    for hit in &page {
        assert_eq!(hit.exists.value().unwrap(), &(true, false));
        assert_eq!(hit.many.value().unwrap(), &[Some(hit.id), None, Some(hit.id), Some(0)]);
        assert_eq!(hit.scored.value().unwrap(), &(0, 20));
        assert_eq!(hit.average.value().unwrap(), &Some(f64::from(hit.id) / 2.0));
    }
    let mut requests = sent.take();
    requests.sort();
    assert_eq!(requests, ["POST _mget", "POST _msearch", "POST _search"]);
}

async fn loaded_properties_are_in_the_json_and_never_in_the_source(context: Context) {
    let es = context.es();
    staff(es, 10).await;
    let mut doc = Employee::get(es, 1).await.unwrap();
    doc.save(es).await.unwrap();
    assert!(doc.colleagues.is_loaded());
    let raw: Value = {
        use esmodel::wire::{Effect, Method, Request, RequestPath};
        let path = RequestPath::new(&[&es.index_name("employees"), "_doc", "1"]).unwrap();
        let response = es.send(Request::new(Method::Get, path, Effect::Read)).await.unwrap();
        serde_json::from_slice(response.body()).unwrap()
    };
    assert_eq!(raw["_source"], json!({ "department": "d0", "boss": 0, "desk": { "room": "r1" } }));
    let shown = serde_json::to_value(&doc).unwrap();
    assert_eq!(shown["colleagues"].as_array().unwrap().len(), 10);
    assert_eq!(shown["superior"]["id"], 0);
    // Nor is anything null inside of what is loaded.
    assert_eq!(shown["colleagues"][0].get("colleagues"), None);
    // A plain value cannot leave a key out.
    assert_eq!(serde_json::to_value(&doc.colleagues.value().unwrap()[0]).unwrap()["colleagues"], Value::Null);
    let page = by_id::<Employee>(3).without_lazy().fetch(es).await.unwrap();
    let keys: Vec<_> = serde_json::to_value(&page.hits[0]).unwrap().as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["boss", "department", "desk", "id"]);
    // What an API shows reads back, with and without.
    let back: Employee = serde_json::from_value(shown).unwrap();
    assert_eq!(back.colleagues.value().unwrap().len(), 10);
    let bare: Employee = serde_json::from_value(serde_json::to_value(&page.hits[0]).unwrap()).unwrap();
    assert_eq!(bare.colleagues, Lazy::NotLoaded);
}

/// A document on a shard of somebody's choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "notes", settings(number_of_shards = 3))]
struct Note {
    #[es(id)]
    id: String,
    #[es(routing)]
    owner: String,
    next: Option<String>,
    #[es(lazy)]
    following: Lazy<Option<Note>>,
    #[es(lazy)]
    of_the_owner: Lazy<u64>,
}

impl Note {
    async fn following(&self, cx: &LazyCx) -> esmodel::Result<Option<Self>> {
        let Some(next) = &self.next else { return Ok(None) };
        Ok(Self::find(cx, next).routing(&self.owner).await?.map(Doc::into_inner))
    }

    async fn of_the_owner(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Self::search().filter(Self::fields().owner().eq(&self.owner)).routing(&self.owner).count(cx).await
    }
}

async fn routed_and_odd_ids_are_found(context: Context) {
    let es = context.es();
    es.schema::<Note>().apply().await.unwrap();
    let ids = ["..", ".", "a/b ü %2e", "_search", "plain"];
    for (place, id) in ids.iter().enumerate() {
        for owner in ["ann", "bob"] {
            let next = ids.get(place + 1).map(|next| format!("{owner}-{next}"));
            let (id, owner) = (format!("{owner}-{id}"), owner.to_owned());
            let note = Note { id, owner, next, following: Lazy::NotLoaded, of_the_owner: Lazy::NotLoaded };
            note.save(es).refresh(Refresh::Now).await.unwrap();
        }
    }
    for (id, next) in [("..", "plain"), (".", ".."), ("a\"b", "."), ("plain", "none")] {
        let note = Note {
            id: id.into(),
            owner: "eve".into(),
            next: Some(next.into()),
            following: Lazy::NotLoaded,
            of_the_owner: Lazy::NotLoaded,
        };
        note.save(es).refresh(Refresh::Now).await.unwrap();
    }
    let page = by_id::<Note>(20).fetch(es).await.unwrap();
    assert_eq!(page.hits.len(), 14);
    for hit in &page {
        let expected = hit.next.as_ref().filter(|next| *next != "none");
        let following = hit.following.value().unwrap().as_ref();
        assert_eq!(following.map(|note| &note.id), expected, "{}", hit.id);
        assert_eq!(hit.of_the_owner, Lazy::new(if hit.owner == "eve" { 4 } else { 5 }));
    }
}
