//! Tokens: what a person holds, and the hash that is kept. A stolen database opens no door.

use std::fmt;
use std::hint::black_box;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::clock;

/// 32 random bytes as base64url. Has no `Debug`: it must not reach a log.
#[derive(Clone)]
pub struct Token(String);

/// SHA-256 of a token's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl Token {
    pub fn random() -> Self {
        Self(URL_SAFE_NO_PAD.encode(clock::secret_bytes()))
    }

    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

/// The text itself, for the one it belongs to.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TokenHash {
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }

    /// Of two secrets that count only together.
    pub fn of_both(one: &str, other: &str) -> Self {
        Self::of(&format!("{one}:{other}"))
    }

    /// None when it is no hash.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Compares in a time that does not tell how much of it is right.
    pub fn is_the_same(&self, other: &Self) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        let differences = pairs.fold(0, |found, (one, other)| black_box(found | (one ^ other)));
        differences == 0
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_its_hash_is_not_it() {
        let (one, other) = (Token::random(), Token::random());
        assert_eq!(one.to_string().len(), 43);
        assert_ne!(one.hash(), other.hash());
        assert_eq!(one.hash(), TokenHash::of(&one.to_string()));
        assert!(one.hash().is_the_same(&TokenHash::of(&one.to_string())));
        assert!(!one.hash().is_the_same(&other.hash()));
    }
}
