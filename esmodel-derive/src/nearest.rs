//! "Did you mean": the known word that is nearest to a mistyped one.

/// ``; did you mean `x`?`` where a word is near enough, else nothing.
pub(crate) fn did_you_mean<S: AsRef<str>>(written: &str, known: impl IntoIterator<Item = S>) -> String {
    let nearest =
        known.into_iter().map(|word| (distance(written, word.as_ref()), word)).min_by_key(|(distance, _)| *distance);
    match nearest {
        Some((distance, word)) if distance <= 1 + written.chars().count() / 4 => {
            format!("; did you mean `{}`?", word.as_ref())
        }
        _ => String::new(),
    }
}

/// How many letters must be inserted, removed or replaced.
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.chars().enumerate() {
        let mut next = vec![at + 1];
        for ((other, &diagonal), &above) in right.iter().zip(&row).zip(row.iter().skip(1)) {
            let beside = next.last().copied().unwrap_or_default();
            let replaced = diagonal + usize::from(letter != *other);
            next.push(replaced.min(beside + 1).min(above + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
