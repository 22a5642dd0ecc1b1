//! Codes of authenticator apps: thirty seconds, six digits, SHA-1, which is what all of them read.

use super::model::Picture;
use crate::platform::seal;
use jiff::Timestamp;
use std::fmt::Write as _;
use totp_rs::{Builder, Secret, Totp};

/// A new secret of 160 bits, in the letters that apps take.
pub fn new_secret() -> String {
    let mut bytes = [0u8; 20];
    seal::random(&mut bytes);
    Secret::from(bytes).to_base32()
}

fn codes(secret: &str, account: &str, practice: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    // the address of an app's entry reserves the colon
    let plain = |text: &str| text.replace(':', " ");
    let it = Builder::new().with_secret(secret).with_account_name(plain(account)).with_issuer(Some(plain(practice)));
    it.build().ok()
}

/// The window of thirty seconds that a code belongs to: the present one, the one before, or the one after.
pub fn window(secret: &str, code: &str, at: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(at.as_second()).ok()?;
    let step = codes(secret, "", "Hadada")?.check(code, seconds)?;
    i64::try_from(step).ok()
}

/// The address that an app reads off the picture.
pub fn address(secret: &str, account: &str, practice: &str) -> Option<String> {
    codes(secret, account, &format!("Hadada {practice}"))?.to_url().ok()
}

/// The address as a picture: one path of dark squares, drawn on the server.
pub fn picture(address: &str) -> Option<Picture> {
    let code = qrcode::QrCode::with_error_correction_level(address, qrcode::EcLevel::M).ok()?;
    let side = code.width();
    let mut path = String::new();
    for (at, dark) in code.into_colors().into_iter().map(|c| c == qrcode::Color::Dark).enumerate() {
        if dark {
            // writing to a String cannot fail
            let _ = write!(path, "M{} {}h1v1h-1z", at % side, at / side);
        }
    }
    Some(Picture { side: u16::try_from(side).ok()?, path })
}

#[cfg(test)]
pub(in crate::access) fn code_at(secret: &str, at: Timestamp) -> String {
    let seconds = u64::try_from(at.as_second()).expect("after 1970");
    codes(secret, "", "Hadada").expect("a secret").generate(seconds).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's table, `12345678901234567890`.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn codes_are_those_of_the_standards_table() {
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(code_at(RFC, at(second)), code);
            assert_eq!(window(RFC, code, at(second)), Some(second / 30));
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_off_and_no_more() {
        let code = code_at(RFC, at(1_764_000_000));
        let step = Some(1_764_000_000 / 30);
        for (off, expected) in [(-31, None), (-30, step), (29, step), (59, step), (60, None)] {
            assert_eq!(window(RFC, &code, at(1_764_000_000 + off)), expected, "{off}");
        }
    }

    #[test]
    fn a_secret_is_new_every_time_and_its_address_is_read_by_apps() {
        let (one, other) = (new_secret(), new_secret());
        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
        let address = address(RFC, "thandi@clinic.example", "Naidoo: & Partners").expect("an address");
        assert!(address.starts_with("otpauth://totp/") && address.contains(RFC), "{address}");
        assert!(!address.contains(' ') && address.matches(':').count() <= 2, "{address}");
        let picture = picture(&address).expect("fits");
        assert!(picture.side > 20 && picture.path.starts_with("M0 0h1v1h-1z"));
    }
}
