//! Why an input gave no article: a closed list, so that scripts can count and people
//! can ask for one of them.

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

/// Why a file, a member of a container or a record gave no article.
///
/// ```
/// use dateline::error::Reason;
/// assert_eq!(Reason::TooLarge.code(), "too-large");
/// assert_eq!("too-large".parse(), Ok(Reason::TooLarge));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It has no words.
    NoText,
    /// It is no text although its name promises some.
    Binary,
    /// Nothing here reads its format.
    Unsupported,
    /// It is of a known family, but in a layout that is not known: reading it could be wrong.
    UnknownLayout,
    /// It does not hold as many articles as it says itself.
    CountMismatch,
    /// It breaks the rules of its format.
    Malformed,
    /// It ends too early.
    Truncated,
    /// Its checksum is wrong.
    Checksum,
    /// It is larger than the bound for its sort.
    TooLarge,
    /// It unpacks to far more than its size.
    Bomb,
    /// Containers or elements stand in each other deeper than the bound.
    TooDeep,
    /// The container holds more members than the bound.
    TooMany,
    /// It is encrypted.
    Encrypted,
    /// Its encoding is not read.
    Encoding,
    /// The system gave an error while it was read.
    Unreadable,
    /// The system does not let us read it.
    #[serde(rename = "permission-denied")]
    Denied,
    /// It was gone when it was to be read.
    Vanished,
    /// It is a symbolic link, which is not followed.
    Link,
    /// It is a folder that contains itself.
    Loop,
    /// It is a pipe, a socket or a device.
    #[serde(rename = "special-file")]
    Special,
    /// The source withdrew it.
    Withdrawn,
    /// The reader failed on it, which is a bug.
    Internal,
}

impl Reason {
    /// The whole list.
    #[rustfmt::skip]
    pub const ALL: [Reason; 22] = [
        Reason::NoText, Reason::Binary, Reason::Unsupported, Reason::UnknownLayout, Reason::CountMismatch,
        Reason::Malformed, Reason::Truncated, Reason::Checksum, Reason::TooLarge, Reason::Bomb, Reason::TooDeep,
        Reason::TooMany, Reason::Encrypted, Reason::Encoding, Reason::Unreadable, Reason::Denied, Reason::Vanished,
        Reason::Link, Reason::Loop, Reason::Special, Reason::Withdrawn, Reason::Internal,
    ];

    /// Its name in reports.
    pub fn code(self) -> &'static str {
        match self {
            Reason::NoText => "no-text",
            Reason::Binary => "binary",
            Reason::Unsupported => "unsupported",
            Reason::UnknownLayout => "unknown-layout",
            Reason::CountMismatch => "count-mismatch",
            Reason::Malformed => "malformed",
            Reason::Truncated => "truncated",
            Reason::Checksum => "checksum",
            Reason::TooLarge => "too-large",
            Reason::Bomb => "bomb",
            Reason::TooDeep => "too-deep",
            Reason::TooMany => "too-many",
            Reason::Encrypted => "encrypted",
            Reason::Encoding => "encoding",
            Reason::Unreadable => "unreadable",
            Reason::Denied => "permission-denied",
            Reason::Vanished => "vanished",
            Reason::Link => "link",
            Reason::Loop => "loop",
            Reason::Special => "special-file",
            Reason::Withdrawn => "withdrawn",
            Reason::Internal => "internal",
        }
    }
}

impl std::str::FromStr for Reason {
    type Err = String;

    fn from_str(code: &str) -> Result<Reason, String> {
        let codes = || Reason::ALL.map(Reason::code).join(", ");
        let found = Reason::ALL.into_iter().find(|reason| reason.code() == code);
        found.ok_or_else(|| format!("\"{code}\" is no reason for skipping; those are {}", codes()))
    }
}

/// A reason, and what was found in this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which reason.
    pub reason: Reason,
    /// What was found and what to do, in lower case; a sentence that stands by itself.
    pub detail: String,
}

impl Fault {
    /// A fault with a finding.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Fault {
        Fault { reason, detail: detail.into() }
    }

    /// What an error while reading means. One that was made from a fault is that fault.
    pub fn of_io(cause: &io::Error) -> Fault {
        if let Some(fault) = cause.get_ref().and_then(|inner| inner.downcast_ref::<Fault>()) {
            return fault.clone();
        }
        match cause.kind() {
            io::ErrorKind::UnexpectedEof => Fault::new(Reason::Truncated, "the compressed data is truncated"),
            io::ErrorKind::NotFound => Fault::new(Reason::Vanished, "it vanished before it was read"),
            io::ErrorKind::PermissionDenied => Fault::new(Reason::Denied, "permission denied"),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                Fault::new(Reason::Malformed, format!("damaged compressed data: {cause}"))
            }
            _ => Fault::new(Reason::Unreadable, format!("cannot be read: {cause}")),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> io::Error {
        io::Error::other(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_different_and_read_back() {
        for reason in Reason::ALL {
            assert_eq!(reason.code().parse(), Ok(reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
        }
    }

    #[test]
    fn a_fault_survives_the_way_through_a_stream() {
        let fault = Fault::new(Reason::Bomb, "it unpacks to too much");
        assert_eq!(Fault::of_io(&io::Error::from(fault.clone())), fault);
    }
}
