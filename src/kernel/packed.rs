//! Data handed to an island as one text. The browser's half then reads it with the very code that reads the server's
//! answers, instead of holding a second reader for each type in it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, de::Error as _, ser::Error as _};

/// The data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed<T>(pub T);

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&serde_json::to_string(&self.0).map_err(S::Error::custom)?)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        serde_json::from_slice(text.as_bytes()).map(Packed).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn what_was_packed_comes_out() {
        let it = Packed(vec![("D’Angelo".to_string(), Some(570u16)), ("\"<李>\"".to_string(), None)]);
        let sent = serde_json::to_string(&it).expect("it travels");
        assert!(sent.starts_with('"'));
        assert_eq!(serde_json::from_str::<Packed<Vec<(String, Option<u16>)>>>(&sent).expect("it arrives"), it);
        assert!(serde_json::from_str::<Packed<u8>>("\"x\"").is_err());
    }
}
