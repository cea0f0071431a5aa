//! One attempt to sign in: what must come back from the provider, and where the person was going. It lives in a cookie of
//! the browser that makes it, so the server keeps nothing of people who never come back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secret::{Token, TokenHash};

/// A longer way is not one of ours.
const MAX_PATH: usize = 512;

/// Where on this server to go: a path that no browser reads as another server's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    pub fn home() -> Self {
        Self("/".into())
    }

    /// Starts with one `/`, and has nothing that browsers leave out or turn into another `/`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = |b: u8| b.is_ascii_graphic() && b != b'\\';
        let is_local = text.starts_with('/') && !text.starts_with("//");
        (is_local && text.len() <= MAX_PATH && text.bytes().all(is_plain))
            .then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Has no `Debug`: with it somebody else could finish the attempt.
#[derive(Clone)]
pub struct Attempt {
    state: String,
    nonce: String,
    verifier: String,
    pub to: LocalPath,
}

impl Attempt {
    pub fn new(to: LocalPath) -> Self {
        let random = || Token::random().to_string();
        Self {
            state: random(),
            nonce: random(),
            verifier: random(),
            to,
        }
    }

    /// What the provider hands back with the person.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// What the provider writes into the token.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// What only the one who began can say when the code is exchanged (PKCE).
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// Whether this is the attempt that the provider answers. Compares hashes, so the time it takes says nothing.
    pub fn is_answered_by(&self, state: &str) -> bool {
        TokenHash::of(&self.state) == TokenHash::of(state)
    }

    pub fn to_cookie(&self) -> String {
        let to = URL_SAFE_NO_PAD.encode(self.to.as_str());
        format!("{}.{}.{}.{to}", self.state, self.nonce, self.verifier)
    }

    /// Somebody may have written into the cookie, so the path is looked at once more.
    pub fn from_cookie(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let mut word = || parts.next().filter(|word| is_word(word)).map(str::to_owned);
        let (state, nonce, verifier) = (word()?, word()?, word()?);
        let to = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        let to = LocalPath::parse(std::str::from_utf8(&to).ok()?)?;
        parts.next().is_none().then_some(Self {
            state,
            nonce,
            verifier,
            to,
        })
    }
}

/// A random word of ours: base64url of 32 bytes.
fn is_word(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ways_on_this_server_are_gone() {
        let long = format!("/{}", "a".repeat(MAX_PATH));
        for (text, is_local) in [
            ("/", true),
            ("/m/482173/lobby?x=1#y", true),
            ("/m/%2f%2felse.example", true),
            ("", false),
            ("m/482173", false),
            ("//else.example", false),
            ("/\\else.example", false),
            ("\\\\else.example", false),
            ("/\t/else.example", false),
            ("/\n/else.example", false),
            (" /", false),
            ("/å", false),
            ("https://else.example/", false),
            ("javascript:alert(1)", false),
            (&long, false),
        ] {
            assert_eq!(LocalPath::parse(text).is_some(), is_local, "{text:?}");
        }
    }

    #[test]
    fn an_attempt_comes_back_as_it_was_or_not_at_all() {
        let attempt = Attempt::new(LocalPath::parse("/m/482173").unwrap());
        let cookie = attempt.to_cookie();
        let back = Attempt::from_cookie(&cookie).unwrap();
        assert_eq!(back.to_cookie(), cookie);
        assert!(back.is_answered_by(attempt.state()));
        assert!(!back.is_answered_by(attempt.nonce()));

        let elsewhere = URL_SAFE_NO_PAD.encode("//else.example");
        let (words, _) = cookie.rsplit_once('.').unwrap();
        let short = cookie.replacen('.', "", 1);
        for bad in [
            "",
            "...",
            words,
            &short,
            &format!("{words}.{elsewhere}"),
            &format!("{words}.!"),
            &format!("{cookie}.x"),
        ] {
            assert!(Attempt::from_cookie(bad).is_none(), "{bad}");
        }
    }
}
