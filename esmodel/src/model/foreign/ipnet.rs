//! Networks of `ipnet`: an `ip_range` takes `192.0.2.0/24` as it is written.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::{
    model::{EsField, Holds, Range},
    query::{Field, path::Path},
    schema::{FieldType, Kind, kind},
};

macro_rules! networks {
    ($($network:ty),+) => { $(
        /// Queries ask for addresses and ranges of them.
        impl EsField for $network {
            const TYPE: FieldType = FieldType::scalar(Kind::IpRange);
            type Value = Range<IpAddr>;
            type Element = Self;
            type Token<P: Path> = Field<P::Scope, kind::IpRange, Range<IpAddr>>;

            fn token<P: Path>() -> Self::Token<P> {
                Field::at::<P>()
            }
        }

        impl Holds<kind::IpRange> for $network {
            type Value = Range<IpAddr>;
        }

        impl Holds<kind::Keyword> for $network {
            type Value = String;
        }
    )+ };
}
networks!(IpNet, Ipv4Net, Ipv6Net);

macro_rules! ranges {
    ($($network:ty),+) => { $(
        impl From<$network> for Range<IpAddr> {
            fn from(network: $network) -> Self {
                (IpAddr::from(network.network())..=IpAddr::from(network.broadcast())).into()
            }
        }
    )+ };
}
ranges!(IpNet, Ipv4Net, Ipv6Net);
