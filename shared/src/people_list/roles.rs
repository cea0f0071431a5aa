//! The words people write for roles, in bokmål, nynorsk and English, and the nearest one for a word we do not know.

use crate::name::clean_words;
use crate::rights::Role;

/// What a word for a role says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleWord {
    pub role: Role,
    pub title: Option<String>,
    pub represents: Option<String>,
}

/// The first word of a role is the one we write ourselves.
#[rustfmt::skip]
const WORDS: [(Role, &[&str]); 8] = [
    (Role::Chair, &["styreleder", "styreleiar", "leder", "leiar", "styrets leder", "styreformann", "chair", "chairperson", "chairman", "chairwoman", "board chair"]),
    (Role::ViceChair, &["nestleder", "nestleiar", "vice chair", "vice-chair", "deputy chair"]),
    (Role::BoardMember, &["styremedlem", "styremedlemm", "medlem", "medlem av styret", "fast medlem", "member", "board member"]),
    (Role::Deputy, &["varamedlem", "vara", "vararepresentant", "1. vara", "2. vara", "3. vara", "deputy", "deputy member", "substitute"]),
    (Role::ProgrammeManager, &["programleder", "programleiar", "programme manager", "program manager"]),
    (Role::ProjectManager, &["prosjektleder", "prosjektleiar", "project manager"]),
    (Role::Observer, OBSERVER),
    (Role::Facilitator, &["prosessleder", "prosessleiar", "prosessveileder", "prosessvegleiar", "prosessrettleiar", "fasilitator", "møteleder", "møteleiar", "facilitator", "process guide"]),
];

const OBSERVER: &[&str] = &["observatør", "observator", "observer"];

/// Titles that say a role; the title is kept as it is written. The last is whom such a person represents.
#[rustfmt::skip]
const TITLES: [(&str, Role, Option<&str>); 11] = [
    ("daglig leder", Role::ProgrammeManager, None),
    ("dagleg leiar", Role::ProgrammeManager, None),
    ("managing director", Role::ProgrammeManager, None),
    ("prosjektmedarbeider", Role::ProjectManager, None),
    ("prosjektmedarbeidar", Role::ProjectManager, None),
    ("project worker", Role::ProjectManager, None),
    ("kommunedirektør", Role::Observer, Some("Kommunen")),
    ("rådmann", Role::Observer, Some("Kommunen")),
    ("næringssjef", Role::Observer, Some("Kommunen")),
    ("municipal director", Role::Observer, Some("The municipality")),
    ("fylkesrådgiver", Role::Observer, Some("Fylkeskommunen")),
];

/// The word we write for a role.
pub fn word(role: Role) -> &'static str {
    let words = WORDS.iter().find(|(here, _)| *here == role);
    words.map_or("", |(_, words)| words[0])
}

/// What a word means, if we know it.
pub fn find(typed: &str) -> Option<RoleWord> {
    let plain = plain(typed);
    let found = |role| RoleWord {
        role,
        title: None,
        represents: None,
    };
    let mut words = WORDS.iter();
    if let Some((role, _)) = words.find(|(_, words)| words.contains(&plain.as_str())) {
        return Some(found(*role));
    }
    if let Some((_, role, represents)) = TITLES.iter().find(|(title, ..)| *title == plain) {
        return Some(RoleWord {
            title: Some(capitalised(&plain)),
            represents: represents.map(str::to_owned),
            ..found(*role)
        });
    }
    observer_of(typed).map(|represents| RoleWord {
        represents: Some(represents),
        ..found(Role::Observer)
    })
}

/// "Observatør fra fylkeskommunen": an observer, and whom they represent.
fn observer_of(typed: &str) -> Option<String> {
    let (first, rest) = typed
        .trim()
        .split_once(|c: char| c.is_whitespace() || "(,:–-/".contains(c))?;
    if !OBSERVER.contains(&first.to_lowercase().as_str()) {
        return None;
    }
    let mut words: Vec<&str> = rest
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| "(),:–-/".contains(c)))
        .filter(|word| !word.is_empty())
        .collect();
    let is_link = |word: &&str| matches!(*word, "fra" | "frå" | "for" | "from" | "of");
    if words.first().is_some_and(is_link) {
        words.remove(0);
    }
    clean_words(&words.join(" ")).map(|words| capitalised(&words))
}

/// The role of the known word that is most like this one, when one is like it at all.
pub fn nearest(typed: &str) -> Option<Role> {
    let plain = plain(typed);
    let n_chars = plain.chars().count();
    if !(3..=30).contains(&n_chars) {
        return None;
    }
    let titles = TITLES.iter().map(|(title, role, _)| (*title, *role));
    let words = WORDS
        .iter()
        .flat_map(|(role, words)| words.iter().map(|word| (*word, *role)))
        .chain(titles);
    let score = |word: &str| {
        let starts = n_chars >= 4 && word.starts_with(&plain)
            || word.chars().count() >= 4 && plain.starts_with(word);
        if starts { 1 } else { distance(&plain, word) }
    };
    words
        .map(|(word, role)| (score(word), role))
        .min_by_key(|(score, _)| *score)
        .filter(|(score, _)| *score <= (n_chars / 4).max(1))
        .map(|(_, role)| role)
}

fn plain(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let plain = words.join(" ").to_lowercase();
    plain.trim_end_matches(['.', ',', ';', ':']).to_owned()
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect()
}

/// How many characters must be added, dropped or changed to make one word the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (idx, c) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = idx + 1;
        for (place, d) in other.iter().enumerate() {
            let changed = diagonal + usize::from(c != *d);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
