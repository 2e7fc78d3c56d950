//! Nodes that die and come back, and nodes that were never there.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use esmodel::{
    Error,
    policy::Retry,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_devnode::{DevNode, Engine};

esmodel_tests::alone_tests![
    reads_and_saves_go_on_while_a_node_of_three_is_killed_and_comes_back,
    a_node_that_is_back_is_waited_for_and_used_at_once,
    a_client_that_finds_nobody_says_what_to_do,
    a_server_that_never_answers_is_a_time_out,
];

/// A counter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "counters", settings(number_of_shards = 2, number_of_replicas = 2))]
struct Counter {
    #[es(id)]
    id: u32,
    count: u32,
}

async fn wait_for_green(es: &Client) {
    let path = RequestPath::new(&["_cluster", "health"]).unwrap();
    let request = Request::new(Method::Get, path, Effect::Read)
        .param("wait_for_status", "green")
        .param("wait_for_no_relocating_shards", "true")
        .param("timeout", "60s")
        .timeout(Some(Duration::from_secs(70)));
    let response = es.send(request).await.unwrap();
    assert!(response.is_success(), "{response:?}");
}

/// Runs `change` on the cluster in a thread of its own; meanwhile, and two seconds longer, every read and every save
/// must succeed. The rounds of saves that were made.
async fn meanwhile<F>(es: &Client, mut cluster: DevNode, round: &mut u32, change: F) -> DevNode
where
    F: FnOnce(&mut DevNode) + Send + 'static,
{
    let before = *round;
    let mut changing = tokio::task::spawn_blocking(move || {
        change(&mut cluster);
        cluster
    });
    let (mut done, mut end) = (None, None);
    while end.is_none_or(|end| Instant::now() < end) {
        for id in 0..5 {
            Counter { id, count: *round }.save(es).await.unwrap();
            assert_eq!(Counter::get(es, id).await.unwrap().count, *round);
        }
        Counter::search().fetch(es).await.unwrap();
        *round += 1;
        if done.is_none() {
            done = tokio::time::timeout(Duration::from_millis(1), &mut changing).await.ok();
            end = done.as_ref().map(|_| Instant::now() + Duration::from_secs(2));
        }
    }
    assert!(*round > before + 1, "{round} rounds");
    done.unwrap().unwrap()
}

async fn reads_and_saves_go_on_while_a_node_of_three_is_killed_and_comes_back() {
    let mut cluster = DevNode::builder().engine(Engine::OpenSearch3).nodes(3).heap_mb(256).start().unwrap();
    let es = Client::builder().nodes(cluster.urls()).connect().await.unwrap();
    es.schema::<Counter>().apply().await.unwrap();
    wait_for_green(&es).await;
    let mut round = 0;
    // Each of the three, so that the one which manages the cluster is among them.
    for index in [1, 0, 2] {
        cluster = meanwhile(&es, cluster, &mut round, move |cluster| cluster.kill(index).unwrap()).await;
        cluster = meanwhile(&es, cluster, &mut round, move |cluster| cluster.restart(index).unwrap()).await;
        wait_for_green(&es).await;
        // The node that came back holds what was written without it.
        let alone = Client::connect(&cluster.urls()[index]).await.unwrap();
        let counters = Counter::get_many(&alone, [0, 1, 2, 3, 4]).await.unwrap();
        assert!(
            counters.iter().all(|counter| counter.as_ref().unwrap().count == round - 1),
            "{counters:?} in round {round}"
        );
        assert_eq!(Counter::search().preference("_local").count(&alone).await.unwrap(), 5);
    }
    es.index::<Counter>().refresh().await.unwrap();
    assert_eq!(Counter::search().filter(Counter::fields().count().eq(round - 1)).count(&es).await.unwrap(), 5);
}

async fn a_node_that_is_back_is_waited_for_and_used_at_once() {
    let mut node = DevNode::builder().engine(Engine::OpenSearch3).heap_mb(256).start().unwrap();
    let es = Client::connect(node.url()).await.unwrap();
    es.schema::<Counter>().apply().await.unwrap();
    let mut counter = Counter { id: 1, count: 1 }.save(&es).await.unwrap();
    node.kill(0).unwrap();

    // Often enough to open the breaker.
    for _ in 0..3 {
        let error = Counter::get(&es, 1).await.unwrap_err();
        assert!(
            matches!(error, Error::Unreachable(_) | Error::CircuitOpen { .. }) && error.is_transient(),
            "{error:?}"
        );
    }
    assert!(matches!(es.wait_until_ready(Duration::from_millis(500)).await.unwrap_err(), Error::Unreachable(_)));
    assert!(matches!(es.ping().await.unwrap_err(), Error::Unreachable(_)));

    let restart = tokio::task::spawn_blocking(move || {
        node.restart(0).unwrap();
        node
    });
    es.wait_until_ready(Duration::from_secs(120)).await.unwrap();
    // The version that was seen before the crash still guards.
    counter.count += 1;
    counter.save(&es).await.unwrap();
    assert_eq!(Counter::get(&es, 1).await.unwrap().count, 2);
    drop(restart.await.unwrap());
}

/// An address at which nobody listens.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

async fn a_client_that_finds_nobody_says_what_to_do() {
    let url = nobody();
    let started = Instant::now();
    let error = Client::connect(&url).await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error:?}") };
    assert_eq!((unreachable.node(), unreachable.may_have_been_sent()), (&*url, false));
    let text = error.to_string();
    assert!(text.contains("is Elasticsearch or OpenSearch running there?") && text.contains(&url), "{text}");
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());

    let waiting = Client::builder().node(&url).wait_until_ready(Duration::from_millis(700)).connect();
    assert!(matches!(waiting.await.unwrap_err(), Error::Unreachable(_)));
    let unknown = Client::connect("http://nowhere.invalid:9200").await.unwrap_err();
    assert!(matches!(unknown, Error::Unreachable(_)), "{unknown:?}");
    for address in ["localhost:9200", "ftp://localhost", ""] {
        assert!(matches!(Client::connect(address).await.unwrap_err(), Error::Invalid(_)), "{address}");
    }
    assert!(matches!(Client::builder().connect().await.unwrap_err(), Error::Invalid(_)));
}

async fn a_server_that_never_answers_is_a_time_out() {
    // Connections are accepted by the system, and nobody reads from them.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let once = Retry { retries: 0, ..Retry::default() };
    let started = Instant::now();
    let error =
        Client::builder().node(&url).timeout(Duration::from_millis(300)).retry(once).connect().await.unwrap_err();
    assert!(matches!(&error, Error::Timeout { node, .. } if **node == *url), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}
