//! A cluster with passwords and certificates.

use std::{fs, time::Duration};

use esmodel::{ClientBuilder, Error, policy::Retry, prelude::*};
use esmodel_devnode::{DevNode, Engine};

esmodel_tests::alone_tests![a_secured_cluster_is_reached_by_credentials_and_certificate_and_by_nothing_less,];

/// A secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "secrets")]
struct Secret {
    #[es(id)]
    id: u32,
    text: String,
}

/// The node and what opens it.
struct Vault {
    url: String,
    user: &'static str,
    password: &'static str,
    ca: Vec<u8>,
}

impl Vault {
    fn client(&self) -> ClientBuilder {
        Client::builder().node(&self.url).retry(Retry { retries: 0, ..Retry::default() })
    }

    fn trusting(&self) -> ClientBuilder {
        self.client().ca_certificate(self.ca.clone())
    }

    /// Neither user's password may show anywhere.
    fn hidden_in(&self, shown: &impl std::fmt::Debug) {
        for text in [format!("{shown:?}"), format!("{shown:#?}")] {
            assert!(!text.contains(self.password) && !text.contains("geheim"), "{text}");
        }
    }
}

async fn a_secured_cluster_is_reached_by_credentials_and_certificate_and_by_nothing_less() {
    let node = DevNode::builder().engine(Engine::Elasticsearch8Secure).start().unwrap();
    let vault = Vault {
        url: node.url(),
        user: node.username().unwrap(),
        password: node.password().unwrap(),
        ca: fs::read(node.ca_cert().unwrap()).unwrap(),
    };
    the_right_password_opens_it(&vault).await;
    credentials_in_the_address_open_it(&vault).await;
    a_wrong_password_is_told_apart(&vault).await;
    an_unknown_certificate_is_named(&vault).await;
    any_certificate_is_accepted_on_demand(&vault).await;
    drop(node);
}

async fn the_right_password_opens_it(vault: &Vault) {
    let builder = vault.trusting().basic_auth(vault.user, vault.password).wait_until_ready(Duration::from_secs(60));
    vault.hidden_in(&builder);
    let es = builder.connect().await.unwrap();
    vault.hidden_in(&es);
    es.schema::<Secret>().apply().await.unwrap();
    let mut secret = Secret { id: 1, text: "x".into() }.save(&es).refresh(Refresh::Now).await.unwrap();
    secret.text = "y".into();
    secret.save(&es).await.unwrap();
    assert_eq!(Secret::get(&es, 1).await.unwrap().text, "y");
    assert_eq!(Secret::search().count(&es).await.unwrap(), 1);
    es.ping().await.unwrap();
}

async fn credentials_in_the_address_open_it(vault: &Vault) {
    let address = |password: &str| vault.url.replace("https://", &format!("https://{}:{password}@", vault.user));
    let builder = Client::builder().node(address(vault.password)).ca_certificate(vault.ca.clone());
    vault.hidden_in(&builder);
    let es = builder.connect().await.unwrap();
    vault.hidden_in(&es);
    assert_eq!(Secret::get(&es, 1).await.unwrap().text, "y");
    let error = Client::builder().node(address("geheim")).ca_certificate(vault.ca.clone()).connect().await.unwrap_err();
    assert_eq!(error.status(), Some(401), "{error:?}");
    vault.hidden_in(&error);
    let unreachable = Client::builder().node(address("geheim")).connect().await.unwrap_err();
    assert!(!unreachable.to_string().contains("geheim"), "{unreachable}");
    vault.hidden_in(&unreachable);
}

async fn a_wrong_password_is_told_apart(vault: &Vault) {
    for builder in [
        vault.trusting().basic_auth(vault.user, "geheim"),
        vault.trusting().basic_auth("nobody", vault.password),
        vault.trusting().api_key("Z2VoZWltOmdlaGVpbQ=="),
        vault.trusting().bearer("geheim"),
        vault.trusting(),
    ] {
        let error = builder.connect().await.unwrap_err();
        let Error::Server(refusal) = &error else { panic!("{error:?}") };
        assert_eq!(refusal.status(), 401, "{error}");
        assert!(!error.is_transient() && !error.to_string().contains("geheim"), "{error}");
        vault.hidden_in(&error);
    }
}

async fn an_unknown_certificate_is_named(vault: &Vault) {
    let error = vault.client().basic_auth(vault.user, vault.password).connect().await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error:?}") };
    assert_eq!(unreachable.node(), vault.url);
    assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
    vault.hidden_in(&error);

    let broken = vault.client().ca_certificate("no certificate").connect().await.unwrap_err();
    assert!(matches!(&broken, Error::Invalid(text) if text.contains("certificate")), "{broken:?}");
    // Plain HTTP to a port that speaks TLS is no answer, and no panic.
    let plain = Client::builder().node(vault.url.replace("https://", "http://")).connect().await.unwrap_err();
    assert!(matches!(plain, Error::Unreachable(_) | Error::Server(_)), "{plain:?}");
}

async fn any_certificate_is_accepted_on_demand(vault: &Vault) {
    let builder = vault.client().basic_auth(vault.user, vault.password).danger_accept_invalid_certificates();
    let es = builder.connect().await.unwrap();
    assert_eq!(Secret::get(&es, 1).await.unwrap().text, "y");
    vault.hidden_in(&es);
}
