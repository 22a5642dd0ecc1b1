//! What every checked text of the kernel has in common, written once.

/// Gives a one-field text type its `as_str`, `Display`, `FromStr`, `TryFrom<String>` and `From<T> for String`.
///
/// The type itself keeps its field private and offers `parse(&str) -> Result<Self, Error>`, which is the only way in;
/// with `#[serde(try_from = "String", into = "String")]` on the type, a decoded value has passed the same door.
macro_rules! text_type {
    ($name:ident, $error:ty) => {
        impl $name {
            /// The stored text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}
pub(crate) use text_type;
