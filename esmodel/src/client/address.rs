//! Addresses of nodes, and the credentials that they may hold.

#[cfg(feature = "transport-official")]
use {
    crate::{
        error::{Error, Result},
        transport::Credentials,
    },
    percent_encoding::percent_decode_str,
    secrecy::SecretString,
    url::Url,
};

/// The name under which messages show a node of the caller's own transport: its address without user and password.
/// It may be no URL at all.
pub(super) fn display_name(address: &str) -> String {
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), address),
    };
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}{host}{tail}")
}

/// Takes user and password out of an address. The error never shows the address: it may hold a password.
#[cfg(feature = "transport-official")]
pub(super) fn split_credentials(address: &str) -> Result<(String, Option<Credentials>)> {
    let shape = "write `http://host:9200` or `https://user:password@host:9200`";
    let mut url = Url::parse(address)
        .map_err(|error| Error::invalid(format!("a node's address is no URL ({error}); {shape}")))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(Error::invalid(format!("a node's address begins with `http://` or `https://`; {shape}")));
    }
    let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let credentials = (!url.username().is_empty()).then(|| {
        let password = url.password().map(decode).unwrap_or_default();
        Credentials::Basic(decode(url.username()), SecretString::from(password))
    });
    let cleared = url.set_username("").and_then(|()| url.set_password(None));
    cleared.map_err(|()| Error::invalid(format!("a node's address cannot be read; {shape}")))?;
    Ok((url.to_string().trim_end_matches('/').to_owned(), credentials))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_node_has_no_credentials() {
        for (address, name) in [
            ("https://ada:p@ss@es.example:9200/a@b", "https://es.example:9200/a@b"),
            ("ada:geheim@es.example", "es.example"),
            ("http://localhost:9200", "http://localhost:9200"),
            ("first", "first"),
        ] {
            assert_eq!(display_name(address), name);
        }
    }
}

#[cfg(all(test, feature = "transport-official"))]
mod url_tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn credentials_leave_the_address_decoded() {
        let (plain, credentials) = split_credentials("https://ada:p%40ss@es.example:9200/es/").unwrap();
        assert_eq!(plain, "https://es.example:9200/es");
        let Some(Credentials::Basic(user, password)) = credentials else { panic!("no credentials") };
        assert_eq!((user.as_str(), password.expose_secret()), ("ada", "p@ss"));
    }

    #[test]
    fn an_address_without_credentials_stays_as_it_is() {
        let (plain, credentials) = split_credentials("http://localhost:9200").unwrap();
        assert_eq!(plain, "http://localhost:9200");
        assert!(credentials.is_none());
    }

    #[test]
    fn an_address_that_is_no_url_is_refused_without_showing_it() {
        for address in ["localhost:9200", "secret", "ftp://ada:secret@host", "http://"] {
            let message = split_credentials(address).unwrap_err().to_string();
            assert!(message.contains("http://host:9200"), "{message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }
}
