//! Lists of structs: what one element meets, and what several elements meet together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use esmodel::{
    Error,
    prelude::*,
    query::{IntoQuery, SortMode},
};
use esmodel_tests::Context;

esmodel_tests::tests![
    one_element_meets_the_whole_query_or_several_meet_a_part_each,
    no_element_meets_the_query,
    an_empty_list_has_no_element,
    lists_inside_of_lists_are_entered,
    an_element_of_a_list_inside_belongs_to_its_own_parent,
    objects_inside_of_elements_are_reached,
    a_list_that_opts_out_mixes_its_elements,
    objects_are_reached_at_any_depth,
    hits_are_sorted_by_what_is_in_their_lists,
    a_flattened_field_is_searched_by_its_leaves,
    lists_read_back_equal,
    a_saved_list_replaces_the_old_one,
    an_element_with_an_unknown_field_is_refused,
];

/// People who work together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "teams", default_sort = "name")]
struct Team {
    #[es(id)]
    id: u32,
    name: String,
    members: Vec<Member>,
    lead: Option<Person>,
    #[es(object)]
    badges: Vec<Badge>,
    #[es(flattened)]
    labels: BTreeMap<String, String>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Member {
    name: String,
    level: u8,
    #[es(text)]
    bio: Option<String>,
    since: NaiveDate,
    home: Home,
    skills: Vec<Skill>,
}

/// Where somebody lives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Home {
    city: String,
    place: Option<GeoPoint>,
}

/// What somebody can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Skill {
    name: String,
    years: u16,
}

/// Somebody with an assistant, who has a home.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Person {
    name: String,
    assistant: Option<Assistant>,
}

/// Somebody's help.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Assistant {
    name: String,
    home: Home,
}

/// A word and a colour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Badge {
    word: String,
    colour: String,
}

const NONE: [u32; 0] = [];

fn member(name: &str, level: u8, city: &str, skills: &[(&str, u16)]) -> Member {
    Member {
        name: name.into(),
        level,
        bio: None,
        since: NaiveDate::from_ymd_opt(2020, u32::from(level), 1).unwrap(),
        home: Home { city: city.into(), place: None },
        skills: skills.iter().map(|(name, years)| Skill { name: (*name).into(), years: *years }).collect(),
    }
}

fn badge(word: &str, colour: &str) -> Badge {
    Badge { word: word.into(), colour: colour.into() }
}

fn teams() -> Vec<Team> {
    let empty = |id, name: &str| Team {
        id,
        name: name.into(),
        members: Vec::new(),
        lead: None,
        badges: Vec::new(),
        labels: BTreeMap::new(),
    };
    let zurich = Home { city: "Zürich".into(), place: Some(GeoPoint::new(47.3769, 8.5417)) };
    vec![
        Team {
            members: vec![
                Member {
                    bio: Some("writes engines at night".into()),
                    ..member("Ada", 5, "Bern", &[("rust", 6), ("go", 1)])
                },
                member("Bob", 1, "Genf", &[("java", 20)]),
            ],
            lead: Some(Person { name: "Cleo".into(), assistant: Some(Assistant { name: "Dan".into(), home: zurich }) }),
            badges: vec![badge("fast", "red"), badge("kind", "blue")],
            labels: BTreeMap::from([("env".into(), "prod".into()), ("tier".into(), "1".into())]),
            ..empty(1, "core")
        },
        Team {
            members: vec![
                member("Ada", 1, "Bern", &[("java", 2)]),
                member("Eve", 5, "Basel", &[("rust", 1), ("java", 6)]),
            ],
            lead: Some(Person { name: "Cleo".into(), assistant: None }),
            badges: vec![badge("fast", "blue")],
            labels: BTreeMap::from([("env".into(), "test".into())]),
            ..empty(2, "web")
        },
        Team { members: vec![member("Fay", 3, "Bern", &[])], ..empty(3, "lone") },
        empty(4, "nobody"),
    ]
}

async fn office(context: &Context) -> Client {
    let es = context.es().clone();
    es.schema::<Team>().apply().await.unwrap();
    es.bulk_save(teams()).refresh(Refresh::Now).await.unwrap().all().unwrap();
    es
}

async fn found(es: &Client, query: impl IntoQuery<Team>) -> Vec<u32> {
    let mut ids = ids_of(es, Team::search().filter(query)).await;
    ids.sort_unstable();
    ids
}

async fn ids_of(es: &Client, search: Search<Team>) -> Vec<u32> {
    search.fetch(es).await.unwrap().hits.iter().map(|hit| hit.id).collect()
}

async fn one_element_meets_the_whole_query_or_several_meet_a_part_each(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    assert_eq!(found(&es, f.members().any(|m| m.name().eq("Ada") & m.level().gte(5))).await, [1]);
    assert_eq!(found(&es, f.members().name().eq("Ada") & f.members().level().gte(5)).await, [1, 2]);
    assert_eq!(
        ids_of(&es, Team::search().filter(f.members().name().eq("Ada")).filter(f.members().level().gte(5))).await,
        [1, 2]
    );
    assert_eq!(found(&es, f.members().any(|m| m.level().eq(5) | m.level().eq(3))).await, [1, 2, 3]);
    assert_eq!(found(&es, f.members().any(|m| m.bio().matches("ENGINES"))).await, [1]);
    assert_eq!(found(&es, f.members().any(|m| m.bio().missing() & m.level().gt(3))).await, [2]);
    assert_eq!(
        found(
            &es,
            f.members()
                .since()
                .between(NaiveDate::from_ymd_opt(2020, 3, 1).unwrap(), NaiveDate::from_ymd_opt(2020, 3, 31).unwrap())
        )
        .await,
        [3]
    );
}

async fn no_element_meets_the_query(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    assert_eq!(found(&es, f.members().none(|m| m.name().eq("Ada") & m.level().gte(5))).await, [2, 3, 4]);
    assert_eq!(found(&es, f.members().none(|m| m.name().eq("Ada"))).await, [3, 4]);
    assert_eq!(found(&es, f.members().name().ne("Ada")).await, [3, 4]);
    // Another element is enough here.
    assert_eq!(found(&es, f.members().any(|m| m.name().ne("Ada"))).await, [1, 2, 3]);
    assert_eq!(found(&es, f.members().none(|m| m.level().lt(3)) & f.members().exists()).await, [3]);
}

async fn an_empty_list_has_no_element(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    assert_eq!(found(&es, f.members().exists()).await, [1, 2, 3]);
    assert_eq!(found(&es, f.members().missing()).await, [4]);
    assert_eq!(found(&es, f.members().skills().exists()).await, [1, 2]);
    assert_eq!(found(&es, f.members().any(|m| m.skills().missing())).await, [3]);
    assert_eq!(found(&es, f.members().bio().exists()).await, [1]);
    assert_eq!(found(&es, f.lead().missing()).await, [3, 4]);
    assert_eq!(found(&es, f.lead().assistant().exists()).await, [1]);
}

async fn lists_inside_of_lists_are_entered(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    assert_eq!(found(&es, f.members().skills().name().eq("rust")).await, [1, 2]);
    assert_eq!(found(&es, f.members().skills().any(|s| s.name().eq("rust") & s.years().gte(5))).await, [1]);
    assert_eq!(found(&es, f.members().skills().name().eq("rust") & f.members().skills().years().gte(20)).await, [1]);
    assert_eq!(found(&es, f.members().skills().any(|s| s.years().gte(20))).await, [1]);
    assert_eq!(found(&es, f.members().skills().none(|s| s.name().eq("java"))).await, [3, 4]);
}

async fn an_element_of_a_list_inside_belongs_to_its_own_parent(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    let senior_java =
        f.members().any(|m| m.level().gte(5) & m.skills().any(|s| s.name().eq("java") & s.years().gte(3)));
    assert_eq!(found(&es, senior_java).await, [2]);
    assert_eq!(found(&es, f.members().any(|m| m.level().eq(1) & m.skills().name().eq("java"))).await, [1, 2]);
    assert_eq!(found(&es, f.members().any(|m| m.level().eq(5) & m.skills().none(|s| s.name().eq("java")))).await, [1]);
    assert_eq!(found(&es, f.members().any(|m| m.name().eq("Bob") & m.skills().name().eq("rust"))).await, NONE);
}

async fn objects_inside_of_elements_are_reached(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    assert_eq!(found(&es, f.members().home().city().eq("Bern")).await, [1, 2, 3]);
    assert_eq!(found(&es, f.members().any(|m| m.home().city().eq("Bern") & m.level().gte(3))).await, [1, 3]);
    assert_eq!(found(&es, f.members().any(|m| m.home().place().exists())).await, NONE);
}

async fn a_list_that_opts_out_mixes_its_elements(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    // No badge is both: an object list does not know which value belongs to which.
    assert_eq!(found(&es, f.badges().word().eq("fast") & f.badges().colour().eq("blue")).await, [1, 2]);
    assert_eq!(found(&es, f.badges().exists()).await, [1, 2]);
    assert_eq!(found(&es, f.badges().colour().ne("red")).await, [2, 3, 4]);
    assert_eq!(ids_of(&es, Team::search().filter(f.badges().exists()).sort(f.badges().colour().desc())).await, [1, 2]);
}

async fn objects_are_reached_at_any_depth(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    let home = f.lead().assistant().home();
    assert_eq!(home.city().path(), "lead.assistant.home.city");
    assert_eq!(found(&es, home.city().eq("Zürich")).await, [1]);
    assert_eq!(found(&es, home.place().within(Distance::km(1), GeoPoint::new(47.377, 8.542))).await, [1]);
    assert_eq!(found(&es, f.lead().name().eq("Cleo") & f.lead().assistant().missing()).await, [2]);
    assert_eq!(ids_of(&es, Team::by_fields([("lead.assistant.home.city", "Zürich")])).await, [1]);
    assert_eq!(
        ids_of(&es, Team::by_fields([("members.skills.name", "java"), ("members.home.city", "Basel")])).await,
        [2]
    );
}

async fn hits_are_sorted_by_what_is_in_their_lists(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    let some = || Team::search().filter(f.members().exists());
    assert_eq!(ids_of(&es, some().sort(f.members().level().desc()).sort(f.name().asc())).await, [1, 2, 3]);
    assert_eq!(
        ids_of(&es, some().sort(f.members().level().asc().mode(SortMode::Avg)).sort(f.name().desc())).await,
        [2, 3, 1]
    );
    assert_eq!(ids_of(&es, some().sort(f.members().skills().years().desc())).await, [1, 2, 3]);
    assert_eq!(
        ids_of(&es, some().sort(f.members().skills().years().asc().mode(SortMode::Sum)).sort(f.name().asc())).await,
        [2, 1, 3]
    );
    let parsed = Sort::parse("-members.skills.years,name").unwrap();
    assert_eq!(ids_of(&es, Team::search().sort(parsed)).await, [1, 2, 3, 4]);
    assert_eq!(ids_of(&es, some().sort(f.members().since().asc()).sort(f.name().asc())).await, [1, 2, 3]);
}

async fn a_flattened_field_is_searched_by_its_leaves(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    assert_eq!(found(&es, f.labels().eq("prod")).await, [1]);
    assert_eq!(found(&es, f.labels().any_of(["test", "1"])).await, [1, 2]);
    assert_eq!(found(&es, f.labels().exists()).await, [1, 2]);
    let one_key = |value: &str| Query::raw(serde_json::json!({ "term": { "labels.env": value } }));
    assert_eq!(found(&es, one_key("test")).await, [2]);
    assert_eq!(found(&es, one_key("1")).await, NONE);
}

async fn lists_read_back_equal(context: Context) {
    let es = office(&context).await;
    for team in teams() {
        assert_eq!(*Team::get(&es, team.id).await.unwrap(), team);
    }
    let page = Team::search().fetch(&es).await.unwrap();
    assert_eq!(page.hits.len(), 4);
    for hit in page {
        assert_eq!(Some(&**hit), teams().iter().find(|team| team.id == hit.id));
    }
}

async fn a_saved_list_replaces_the_old_one(context: Context) {
    let (es, f) = (office(&context).await, Team::fields());
    let es = es.with_refresh(Refresh::Now);
    let mut core = Team::get(&es, 1).await.unwrap();
    core.members.remove(0);
    core.save(&es).await.unwrap();
    assert_eq!(found(&es, f.members().name().eq("Ada")).await, [2]);
    core.members.clear();
    core.badges.clear();
    core.save(&es).await.unwrap();
    assert_eq!(found(&es, f.members().missing()).await, [1, 4]);
    core.delete(&es).await.unwrap();
    // Elements are documents of their own inside the server, and none is counted.
    assert_eq!(Team::search().count(&es).await.unwrap(), 3);
}

async fn an_element_with_an_unknown_field_is_refused(context: Context) {
    /// The next release of a team.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "teams")]
    struct NextTeam {
        #[es(id)]
        id: u32,
        members: Vec<NextMember>,
    }

    /// With a new field.
    #[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
    struct NextMember {
        name: String,
        nickname: String,
    }

    let es = office(&context).await;
    let next = NextTeam { id: 9, members: vec![NextMember { name: "Ada".into(), nickname: "A".into() }] };
    let error = next.clone().save(&es).await.unwrap_err();
    let Error::Server(refusal) = &error else { panic!("{error:?}") };
    assert!(refusal.reason().contains("nickname"), "{error}");
    es.schema::<NextTeam>().apply().await.unwrap();
    next.save(&es).await.unwrap();
}
