//! Byte offsets to `char` offsets.
//!
//! The finders work on bytes; what leaves the library counts characters. The
//! offsets that are asked for come mostly in rising order, so one pass with a
//! remembered place is enough; ASCII text needs no pass at all.

/// Turns byte offsets of one text into `char` offsets.
#[derive(Debug, Clone)]
pub struct CharOffsets<'t> {
    text: &'t str,
    ascii: bool,
    byte: usize,
    chars: usize,
}

impl<'t> CharOffsets<'t> {
    /// For the offsets of this text.
    pub fn new(text: &'t str) -> CharOffsets<'t> {
        CharOffsets { text, ascii: text.is_ascii(), byte: 0, chars: 0 }
    }

    /// How many characters stand before this byte; offsets behind the end count as the end.
    pub fn at(&mut self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if self.ascii {
            return u32::try_from(byte).unwrap_or(u32::MAX);
        }
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        let between = self.text.as_bytes().get(self.byte..byte).unwrap_or_default();
        self.chars += between.iter().filter(|&&b| (b & 0xC0) != 0x80).count();
        self.byte = byte;
        u32::try_from(self.chars).unwrap_or(u32::MAX)
    }
}

/// Turns `char` offsets of one text into byte offsets; the other way round.
#[derive(Debug, Clone)]
pub struct ByteOffsets<'t> {
    text: &'t str,
    ascii: bool,
    chars: u32,
    byte: usize,
}

impl<'t> ByteOffsets<'t> {
    /// For the offsets of this text.
    pub fn new(text: &'t str) -> ByteOffsets<'t> {
        ByteOffsets { text, ascii: text.is_ascii(), chars: 0, byte: 0 }
    }

    /// Where the character of this number begins; offsets behind the end count as the end.
    pub fn at(&mut self, chars: u32) -> usize {
        if self.ascii {
            return self.text.len().min(chars as usize);
        }
        if chars < self.chars {
            (self.chars, self.byte) = (0, 0);
        }
        let rest = self.text.get(self.byte..).unwrap_or_default();
        let step = rest.char_indices().nth((chars - self.chars) as usize).map_or(rest.len(), |(at, _)| at);
        (self.chars, self.byte) = (chars, self.byte + step);
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_in_any_order() {
        let text = "aéб漢z";
        let mut offsets = CharOffsets::new(text);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.at(byte) as usize, chars);
            assert_eq!(ByteOffsets::new(text).at(chars as u32), byte);
        }
        assert_eq!(offsets.at(1), 1);
        assert_eq!(offsets.at(999), 5);
    }
}
