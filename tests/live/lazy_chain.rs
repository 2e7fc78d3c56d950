//! Lazy properties that ask for each other: how deep that goes, whichever client they use.

use esmodel::prelude::*;
use esmodel_tests::Context;

esmodel_tests::tests![
    depth_counts_for_a_client_of_ones_own_too,
    properties_that_load_each_other_without_end_fail_with_the_chain_of_models,
];

tokio::task_local! {
    /// The client that an application keeps somewhere, and that knows of no property.
    static APPLICATION: Client;
}

fn application() -> Client {
    APPLICATION.with(Clone::clone)
}

/// A page that names the next one.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "leaves")]
struct Leaf {
    #[es(id)]
    id: u32,
    next: u32,
    /// The leaf that comes next, looked up past the context.
    #[es(lazy)]
    following: Lazy<Box<Leaf>>,
}

impl Leaf {
    async fn following(&self, _: &LazyCx) -> esmodel::Result<Box<Self>> {
        Ok(Box::new(Doc::into_inner(Self::get(&application(), self.next).await?)))
    }
}

async fn depth_counts_for_a_client_of_ones_own_too(context: Context) {
    let es = context.es();
    es.schema::<Leaf>().apply().await.unwrap();
    for (id, next) in [(1, 2), (2, 1)] {
        Leaf { id, next, following: Lazy::NotLoaded }.save(es).await.unwrap();
    }
    APPLICATION
        .scope(es.clone(), async {
            let leaf = Leaf::get(es, 1).await.unwrap();
            let following = leaf.following.value().unwrap();
            assert_eq!(following.id, 2);
            assert!(matches!(following.following, Lazy::NotLoaded));
            // Outside of properties the same client loads them.
            assert!(Leaf::get(&application(), 2).await.unwrap().following.is_loaded());
        })
        .await;
}

/// Half of a circle; `Even` is the other half.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "odd")]
struct Odd {
    #[es(id)]
    id: u32,
    #[es(lazy)]
    even: Lazy<Box<Even>>,
}

/// Half of a circle.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "even")]
struct Even {
    #[es(id)]
    id: u32,
    #[es(lazy)]
    odd: Lazy<Box<Odd>>,
}

impl Odd {
    async fn even(&self, cx: &LazyCx) -> esmodel::Result<Box<Even>> {
        let mut even = Doc::into_inner(Even::get(cx, self.id).await?);
        even.load_lazy(&application()).await;
        even.odd.value()?;
        Ok(Box::new(even))
    }
}

impl Even {
    async fn odd(&self, cx: &LazyCx) -> esmodel::Result<Box<Odd>> {
        let mut odd = Doc::into_inner(Odd::get(cx, self.id).await?);
        odd.load_lazy(cx).await;
        odd.even.value()?;
        Ok(Box::new(odd))
    }
}

async fn properties_that_load_each_other_without_end_fail_with_the_chain_of_models(context: Context) {
    let es = context.es();
    es.schema::<Odd>().apply().await.unwrap();
    es.schema::<Even>().apply().await.unwrap();
    Odd { id: 1, even: Lazy::NotLoaded }.save(es).await.unwrap();
    Even { id: 1, odd: Lazy::NotLoaded }.save(es).await.unwrap();
    APPLICATION
        .scope(es.clone(), async {
            let odd = Odd::get(es, 1).await.unwrap();
            let error = odd.even.value().unwrap_err().to_string();
            let circle = ["Odd -> Even"; 8].join(" -> ");
            assert!(
                error.contains(&format!("stop after 16 queries inside of each other: {circle} -> Odd;")),
                "{error}"
            );
            // The task is as it was.
            assert!(Odd::get(es, 1).without_lazy().await.unwrap().even.error().is_none());
        })
        .await;
}
