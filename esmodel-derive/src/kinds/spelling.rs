//! Values that servers keep in another spelling than they are given: written as servers keep them, so that an index is
//! the same in the mapping, in a lock file and in the server's answer.

/// The circumference of the Earth and the distance of its poles, in metres, as the servers have them.
const EQUATOR: f64 = 40_075_016.685_578_5;
const POLAR_DISTANCE: f64 = 19_970_326.371_122;

/// The letters of a geohash, each five bits.
const GEOHASH: &str = "0123456789bcdefghjkmnpqrstuvwxyz";

/// The units of distances, in metres.
const UNITS: &[(&str, f64)] = &[
    ("", 1.0),
    ("mm", 0.001),
    ("millimeters", 0.001),
    ("cm", 0.01),
    ("centimeters", 0.01),
    ("m", 1.0),
    ("meters", 1.0),
    ("km", 1000.0),
    ("kilometers", 1000.0),
    ("in", 0.0254),
    ("inch", 0.0254),
    ("ft", 0.3048),
    ("feet", 0.3048),
    ("yd", 0.9144),
    ("yards", 0.9144),
    ("mi", 1609.344),
    ("miles", 1609.344),
    ("NM", 1852.0),
    ("nmi", 1852.0),
    ("nauticalmiles", 1852.0),
];

/// `5km` in metres: a number, and a unit or none.
pub(crate) fn distance(text: &str) -> Option<f64> {
    let unit = text.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
    let (_, metres) = UNITS.iter().find(|(name, _)| *name == unit.trim())?;
    Some(number * metres)
}

/// The length of the geohashes that servers take for a distance in metres. They give back nothing else.
pub(crate) fn geohash_length(metres: f64) -> i64 {
    if metres <= 0.0 {
        return 24;
    }
    let cells = (EQUATOR * (1.0 + POLAR_DISTANCE / EQUATOR) / metres).ceil();
    // How often a cell is halved, in both directions: five times for each letter.
    let halvings = (0_i64..63).scan(1.0_f64, |parts, halvings| {
        let now = *parts;
        *parts *= 2.0;
        Some((halvings, now))
    });
    let halvings = halvings.take_while(|(_, parts)| *parts < cells).last().map_or(0, |(halvings, _)| halvings + 1);
    let (full, left) = (halvings / 5, halvings % 5);
    let length = 2 * full + i64::from(left > 0) + i64::from(left > 3);
    (length - 1).max(1)
}

/// Which way round a shape's points go.
pub(crate) fn orientation(word: &str) -> &'static str {
    match word {
        "left" | "cw" | "clockwise" => "left",
        _ => "right",
    }
}

/// `de-DE` is `de_DE`, and a language without a country is in small letters.
pub(crate) fn locale(text: &str) -> String {
    if text.eq_ignore_ascii_case("root") {
        return "ROOT".to_owned();
    }
    let mut parts = text.splitn(3, ['-', '_']);
    let mut out = parts.next().unwrap_or_default().to_lowercase();
    for (part, is_country) in parts.zip([true, false]) {
        out.push('_');
        out.push_str(&if is_country { part.to_uppercase() } else { part.replace('-', "_") });
    }
    out
}

/// A place as `lat,lon`; servers also take `POINT (lon lat)` and geohashes.
pub(crate) fn place(text: &str) -> Option<String> {
    let [lat, lon] = well_known(text).map(|[lon, lat]| [lat, lon]).or_else(|| pair(text)).or_else(|| cell(text))?;
    let is_on_earth = |text: &str, most: f64| text.parse().is_ok_and(|number: f64| number.abs() <= most);
    (is_on_earth(&lat, 90.0) && is_on_earth(&lon, 180.0)).then(|| format!("{lat},{lon}"))
}

/// A point of a plane as `x,y`; servers also take `POINT (x y)`.
pub(crate) fn point(text: &str) -> Option<String> {
    let [x, y] = well_known(text).or_else(|| pair(text))?;
    let is_finite = |text: &str| text.parse().is_ok_and(f64::is_finite);
    (is_finite(&x) && is_finite(&y)).then(|| format!("{x},{y}"))
}

/// The numbers of `POINT (1 2)`. A third is a height, which servers drop.
fn well_known(text: &str) -> Option<[String; 2]> {
    let text = text.trim();
    let inside = text.get(..5).filter(|word| word.eq_ignore_ascii_case("point")).and_then(|_| text.get(5..))?;
    let inside = inside.trim().strip_prefix('(')?.strip_suffix(')')?;
    two(inside.split_whitespace())
}

fn pair(text: &str) -> Option<[String; 2]> {
    two(text.split(',').map(str::trim))
}

fn two<'t, I: Iterator<Item = &'t str>>(mut numbers: I) -> Option<[String; 2]> {
    let two = [numbers.next()?, numbers.next()?];
    let height = numbers.next();
    let are_numbers = two.iter().chain(&height).all(|number| number.parse::<f64>().is_ok());
    (are_numbers && numbers.next().is_none()).then(|| two.map(plain))
}

/// A number without an exponent, as the comparison in a `const` reads it.
fn plain(number: &str) -> String {
    match number.parse::<f64>() {
        Ok(value) if number.contains(['e', 'E']) => value.to_string(),
        _ => number.to_owned(),
    }
}

/// The corner of a geohash's cell that is nearest to the South Pole and to the West.
fn cell(hash: &str) -> Option<[String; 2]> {
    if !(1..=12).contains(&hash.len()) {
        return None;
    }
    // Latitude and longitude: the corner, and the half of the cell.
    let (mut lat, mut lon) = ((-90.0, 90.0), (-180.0, 180.0));
    let mut is_lon = true;
    for letter in hash.chars() {
        let bits = GEOHASH.find(letter.to_ascii_lowercase())?;
        for bit in [16, 8, 4, 2, 1] {
            let (corner, half): &mut (f64, f64) = if is_lon { &mut lon } else { &mut lat };
            if bits & bit != 0 {
                *corner += *half;
            }
            *half /= 2.0;
            is_lon = !is_lon;
        }
    }
    Some([lat.0.to_string(), lon.0.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen on Elasticsearch 7.17 and 8.19, OpenSearch 2.19 and 3.8.
    #[test]
    fn distances_become_the_lengths_that_servers_keep() {
        for (text, length) in [
            ("4", 9),
            ("5km", 5),
            ("5 km", 5),
            ("5000m", 5),
            ("1mi", 6),
            ("10NM", 4),
            ("100", 7),
            ("1cm", 12),
            ("0.5m", 10),
            ("5000km", 1),
            ("20000km", 1),
            ("0.0017m", 14),
            ("1832.42", 6),
            ("1832.47", 5),
            ("234551", 3),
            ("234558", 2),
            ("0", 24),
        ] {
            assert_eq!(distance(text).map(geohash_length), Some(length), "{text}");
        }
        assert_eq!(distance("5 miles of road"), None);
    }

    #[test]
    fn locales_are_written_as_servers_keep_them() {
        for (given, kept) in [
            ("de-DE", "de_DE"),
            ("DE", "de"),
            ("en-us", "en_US"),
            ("zh_TW", "zh_TW"),
            ("de-CH-1996", "de_CH_1996"),
            ("root", "ROOT"),
            ("", ""),
        ] {
            assert_eq!(locale(given), kept);
        }
    }

    #[test]
    fn places_are_written_as_latitude_and_longitude() {
        for (given, kept) in [
            ("POINT (2.5 1.5)", Some("1.5,2.5")),
            ("point(2.5 1.5 3)", Some("1.5,2.5")),
            (" 1.5 , 2.5", Some("1.5,2.5")),
            ("1.5,2.5,3", Some("1.5,2.5")),
            ("1e1,2", Some("10,2")),
            ("u0", Some("45,0")),
            ("drm3btev3e86", Some("41.119999922811985,-71.34000029414892")),
            ("91,0", None),
            ("POINT (181 10)", None),
            ("POINT (1)", None),
            ("Basel", None),
            ("", None),
        ] {
            assert_eq!(place(given).as_deref(), kept, "{given}");
        }
        assert_eq!(point("POINT (200 -1000)").as_deref(), Some("200,-1000"));
        assert_eq!(point("u0"), None);
    }
}
