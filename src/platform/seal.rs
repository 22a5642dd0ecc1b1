//! Sealing exact identifiers at rest, and finding them again without opening every row.
//!
//! XChaCha is not needed: nonces are random 96 bits and a practice seals far fewer than 2^32 values. The practice and
//! the kind of value are bound in, so that a sealed value moved to another row or practice does not open.

use super::trail::TrailKey;
use crate::kernel::ids::PracticeId;
use chacha20poly1305::{
    ChaCha20Poly1305, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::{io::Write, path::Path};

/// The program's own keys: one to seal, one to mark.
#[derive(Clone)]
pub struct Seal {
    cipher: ChaCha20Poly1305,
    mark: [u8; 32],
    trail: TrailKey,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(***)")
    }
}

impl Seal {
    /// From 64 secret bytes: the first half seals, the second marks. The trail's key is made from the second until it is
    /// given one of its own.
    pub fn from_bytes(secret: &[u8; 64]) -> Seal {
        let (mut seal, mut mark) = ([0u8; 32], [0u8; 32]);
        seal.copy_from_slice(&secret[..32]);
        mark.copy_from_slice(&secret[32..]);
        let mut trail = <Hmac<Sha256> as KeyInit>::new_from_slice(&mark).expect("HMAC takes a key of any length");
        trail.update(b"hadada trail");
        let trail = TrailKey::from_bytes(trail.finalize().into_bytes().into());
        Seal { cipher: ChaCha20Poly1305::new(&seal.into()), mark, trail }
    }

    /// The same, with a key of its own for the trail: whoever checks trails need not be able to open identifiers.
    #[must_use]
    pub fn with_trail(self, trail: TrailKey) -> Seal {
        Seal { trail, ..self }
    }

    /// The key of the chains.
    pub fn trail(&self) -> &TrailKey {
        &self.trail
    }

    /// Reads the key file, or makes one readable by its owner alone.
    ///
    /// # Errors
    /// When the file cannot be read or written, or does not hold 64 bytes. Losing this file means losing every sealed
    /// identifier, so a damaged one is never replaced.
    pub fn from_file(path: &Path) -> anyhow::Result<Seal> {
        use std::os::unix::fs::OpenOptionsExt;
        if !path.exists() {
            let mut secret = [0u8; 64];
            random(&mut secret);
            if let Some(dir) = path.parent() {
                std::fs::create_dir_all(dir)?;
            }
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(&secret)?;
            file.sync_all()?;
        }
        let bytes = std::fs::read(path)?;
        let secret: [u8; 64] = bytes.try_into().map_err(|_| {
            anyhow::anyhow!("{} does not hold a key of 64 bytes; restore it from the backup", path.display())
        })?;
        Ok(Seal::from_bytes(&secret))
    }

    /// Seals a value for one practice and one use.
    pub fn seal(&self, practice: PracticeId, what: &str, plain: &str) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0u8; 12];
        random(&mut nonce);
        let bound = bound(practice, what);
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), Payload { msg: plain.as_bytes(), aad: &bound })
            .map_err(|_| anyhow::anyhow!("could not seal"))?;
        Ok([&[1u8][..], &nonce, &sealed].concat())
    }

    /// Opens what [`Seal::seal`] made for the same practice and use.
    pub fn open(&self, practice: PracticeId, what: &str, sealed: &[u8]) -> anyhow::Result<String> {
        let (Some(1), Some(nonce), Some(rest)) = (sealed.first(), sealed.get(1..13), sealed.get(13..)) else {
            anyhow::bail!("not a sealed value");
        };
        let mut n = [0u8; 12];
        n.copy_from_slice(nonce);
        let bound = bound(practice, what);
        let plain = self
            .cipher
            .decrypt(&Nonce::from(n), Payload { msg: rest, aad: &bound })
            .map_err(|_| anyhow::anyhow!("sealed value does not open"))?;
        Ok(String::from_utf8(plain)?)
    }

    /// A keyed mark of a value: equal values of one practice and use have equal marks, and nothing else can be told.
    pub fn mark(&self, practice: PracticeId, what: &str, plain: &str) -> Vec<u8> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.mark).expect("HMAC takes a key of any length");
        mac.update(&bound(practice, what));
        mac.update(plain.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

fn bound(practice: PracticeId, what: &str) -> Vec<u8> {
    [practice.0.as_bytes(), what.as_bytes(), &[0]].concat()
}

/// Fills with bytes from the operating system.
///
/// # Panics
/// When the system has no randomness: nothing safe can be done without it.
#[expect(clippy::disallowed_methods, reason = "the one place that asks for chance")]
pub fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

/// SHA-256, for secrets that are random already (session tokens, links) and for comparing requests.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// 256 random bits as text for a link or a cookie.
pub fn token() -> String {
    let mut bytes = [0u8; 32];
    random(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_practice_and_for_its_use() {
        let seal = Seal::from_bytes(&[7; 64]);
        let (a, b) = (PracticeId(uuid::Uuid::from_u128(1)), PracticeId(uuid::Uuid::from_u128(2)));
        let sealed = seal.seal(a, "id", "8001015009087").expect("seals");
        assert!(!String::from_utf8_lossy(&sealed).contains("8001015009087"));
        assert_eq!(seal.open(a, "id", &sealed).expect("opens"), "8001015009087");
        assert!(seal.open(b, "id", &sealed).is_err());
        assert!(seal.open(a, "member", &sealed).is_err());
        assert!(seal.open(a, "id", &sealed[..20]).is_err());
        assert_eq!(seal.mark(a, "id", "x"), seal.mark(a, "id", "x"));
        assert_ne!(seal.mark(a, "id", "x"), seal.mark(b, "id", "x"));
    }
}
