//! Six-digit codes by mail, each with an equal link. Good for ten minutes and five tries, and only where they were asked for.

use std::collections::HashSet;

use shared::id::PersonId;
use shared::time::{MINUTE_MS, Timestamp};
use shared::view::CodeSent;

use crate::app::App;
use crate::clock;
use crate::letters;
use crate::mail::{self, Letter};
use crate::secret::{Token, TokenHash};
use crate::sign_in::new_link;
use crate::store::StoreError;
use crate::store::addresses::Receiver;
use crate::store::codes::NewCode;
use crate::store::mails::MailKind;
use crate::store::writer::Write;

const CODE_MS: i64 = 10 * MINUTE_MS;
const LINK_MS: i64 = 60 * MINUTE_MS;
const AGAIN_IN_S: u32 = 30;
const MAX_TRIES: i64 = 5;

/// What became of a code that somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    Right(PersonId),
    Wrong {
        tries_left: u32,
    },
    TooManyTries,
    /// Used or too old, or never asked for.
    Over,
}

/// Mails a code and a link to each receiver. With none of them everything but the mail happens all the same, so that from
/// outside both look alike; the mails leave after the answer.
pub async fn send(app: &App, receivers: Vec<Receiver>) -> Result<CodeSent, StoreError> {
    let (request, now) = (Token::random(), clock::now());
    let (mut links, mut codes, mut outgoing) = (Vec::new(), Vec::new(), Vec::new());
    let mut taken = HashSet::new();
    for receiver in receivers {
        let digits = unlike(&mut taken);
        let (link_token, link) = new_link(receiver.person.id.clone(), LINK_MS, now);
        codes.push(new_code(&request, &digits, Some(&receiver.person.id), now));
        links.push(link);
        outgoing.push((receiver, link_token, digits));
    }
    if codes.is_empty() {
        codes.push(new_code(&request, &clock::six_digits(), None, now));
    }
    app.store.write(Write::CreateCodes { links, codes }).await?;
    for (receiver, link, digits) in outgoing {
        let app = app.clone();
        app.tracker.clone().spawn(async move {
            if let Err(error) = post(&app, receiver, &link, &digits).await {
                tracing::error!(%error, "a code was not mailed");
            }
        });
    }
    Ok(CodeSent {
        request: request.to_string(),
        sent_to: None,
        good_for_s: u32::try_from(CODE_MS / 1_000).unwrap_or(u32::MAX),
        again_in_s: AGAIN_IN_S,
    })
}

/// Looks at a code that somebody typed, and counts the try.
pub async fn look_at(
    app: &App,
    request: &str,
    digits: &str,
    now: Timestamp,
) -> Result<Guess, StoreError> {
    let request_hash = TokenHash::of(request);
    let count = Write::CountTry {
        request: request_hash,
        max_tries: MAX_TRIES,
        at: now,
    };
    let is_counted = app.store.write(count).await?;
    let codes = app.store.load_codes(request_hash, now).await?;
    let Some(n_tries) = codes.iter().map(|code| code.n_tries).max() else {
        return Ok(Guess::Over);
    };
    if !is_counted {
        return Ok(Guess::TooManyTries);
    }
    let typed: String = digits.chars().filter(char::is_ascii_digit).collect();
    let typed = TokenHash::of_both(request, &typed);
    let right = codes
        .into_iter()
        .filter(|code| code.code.is_the_same(&typed))
        .find_map(|code| code.person);
    Ok(match (right, u32::try_from(MAX_TRIES - n_tries)) {
        (Some(person), _) => Guess::Right(person),
        (None, Ok(tries_left @ 1..)) => Guess::Wrong { tries_left },
        (None, _) => Guess::TooManyTries,
    })
}

/// As much of an address as somebody who knows it recognises: `k…@fjellstua.example`.
pub fn masked(email: &str) -> String {
    match (email.chars().next(), email.rsplit_once('@')) {
        (Some(first), Some((_, host))) => format!("{first}…@{host}"),
        _ => String::from("…"),
    }
}

async fn post(app: &App, receiver: Receiver, link: &Token, digits: &str) -> Result<(), StoreError> {
    let programme = app.store.load_programme(&receiver.programme).await?;
    let words = letters::code(
        programme.language_form,
        receiver.person.first_name(),
        &programme.name,
        &format!("{}/inn/{link}", app.public_url.origin()),
        digits,
    );
    let letter = Letter {
        to: receiver.email,
        person: receiver.person.id,
        kind: MailKind::Code,
        subject: words.subject,
        text: words.text,
        attachment: None,
    };
    mail::post(app, letter).await;
    Ok(())
}

fn new_code(request: &Token, digits: &str, person: Option<&PersonId>, now: Timestamp) -> NewCode {
    NewCode {
        request: request.hash(),
        person: person.cloned(),
        code: TokenHash::of_both(&request.to_string(), digits),
        created_at: now,
        expires_at: now.plus_ms(CODE_MS),
    }
}

/// A code that none of the others of the same request has.
fn unlike(taken: &mut HashSet<String>) -> String {
    loop {
        let digits = clock::six_digits();
        if taken.insert(digits.clone()) {
            return digits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_masked() {
        for (email, expected) in [
            ("kari@fjellstua.example", "k…@fjellstua.example"),
            ("øystein@a.no", "ø…@a.no"),
            ("", "…"),
        ] {
            assert_eq!(masked(email), expected);
        }
    }
}
