//! Where the words of a document stand on sheets of A4.

use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};
use std::num::NonZeroU16;

/// Width of A4 in points.
pub const WIDTH: f32 = 595.28;
/// Height of A4 in points.
pub const HEIGHT: f32 = 841.89;
/// Left edge of the words.
pub const LEFT: f32 = 48.0;
/// Right edge of the words.
pub const RIGHT: f32 = WIDTH - 48.0;
/// First line.
pub const TOP: f32 = 56.0;
const BOTTOM: f32 = HEIGHT - 52.0;
/// Where the values of facts begin.
const VALUES: f32 = LEFT + 118.0;
const GAP: f32 = 8.0;

/// Which of the two fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// For reading.
    Regular,
    /// For what counts.
    Bold,
}

/// On which side of its column a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Start,
    /// Figures.
    End,
}

/// Words at a place. Without a slot they repeat what was said and are not read aloud.
#[derive(Debug)]
pub struct Text {
    pub x: f32,
    pub y: f32,
    pub face: Face,
    pub size: f32,
    pub grey: bool,
    pub words: String,
    pub slot: Option<usize>,
}

/// A part of the document as it is read aloud; its words are in slots.
#[derive(Debug)]
pub enum Block {
    /// A heading.
    Heading { level: NonZeroU16, title: String, slot: usize },
    /// A paragraph.
    Paragraph(usize),
    /// Labels with values.
    Facts(Vec<(usize, usize)>),
    /// A table.
    Table { head: Vec<usize>, rows: Vec<Vec<usize>> },
}

/// A sheet.
#[derive(Debug, Default)]
pub struct Page {
    /// Its words.
    pub texts: Vec<Text>,
    /// Its lines.
    pub rules: Vec<f32>,
}

/// The whole document.
#[derive(Debug)]
pub struct Laid {
    /// Its sheets.
    pub pages: Vec<Page>,
    /// How it is read.
    pub blocks: Vec<Block>,
    /// How many slots there are.
    pub slots: usize,
}

/// The sheet being filled.
pub struct Sheet<'a> {
    fonts: [FontRef<'a>; 2],
    laid: Laid,
    y: f32,
}

impl<'a> Sheet<'a> {
    /// An empty one.
    pub fn new(regular: &'a [u8], bold: &'a [u8]) -> anyhow::Result<Sheet<'a>> {
        let fonts = [FontRef::new(regular)?, FontRef::new(bold)?];
        Ok(Sheet { fonts, laid: Laid { pages: vec![Page::default()], blocks: vec![], slots: 0 }, y: TOP })
    }

    /// A new slot.
    pub fn slot(&mut self) -> usize {
        self.laid.slots += 1;
        self.laid.slots - 1
    }

    /// Adds to what is read aloud.
    pub fn block(&mut self, block: Block) {
        self.laid.blocks.push(block);
    }

    /// Room before what comes next.
    pub fn gap(&mut self, points: f32) {
        self.y += points;
    }

    /// The document.
    pub fn done(self) -> Laid {
        self.laid
    }

    fn font(&self, face: Face) -> &FontRef<'a> {
        match face {
            Face::Regular => &self.fonts[0],
            Face::Bold => &self.fonts[1],
        }
    }

    /// Words with only letters that the font has; the others become question marks, and what has no shape goes.
    fn plain(&self, words: &str) -> String {
        let map = self.fonts[0].charmap();
        let shapeless = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        };
        words
            .chars()
            .filter(|c| !shapeless(*c))
            .map(|c| if map.map(c).is_some_and(|g| g.to_u32() != 0) { c } else { '?' })
            .collect()
    }

    fn width(&self, face: Face, size: f32, words: &str) -> f32 {
        let font = self.font(face);
        let (map, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
        words.chars().filter_map(|c| metrics.advance_width(map.map(c)?)).sum()
    }

    /// Breaks words into lines at most `room` wide; a word that is wider alone is broken where it has to be.
    fn wrapped(&self, face: Face, size: f32, words: &str, room: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in self.plain(words).split(' ').filter(|w| !w.is_empty()) {
            let last = lines.last().cloned().unwrap_or_default();
            let with = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
            if self.width(face, size, &with) <= room {
                if let Some(line) = lines.last_mut() {
                    *line = with;
                }
                continue;
            }
            let mut piece = String::new();
            for c in word.chars() {
                if self.width(face, size, &format!("{piece}{c}")) > room && !piece.is_empty() {
                    lines.push(std::mem::take(&mut piece));
                }
                piece.push(c);
            }
            lines.push(piece);
        }
        lines.retain(|l| !l.is_empty());
        lines
    }

    fn need(&mut self, points: f32) -> bool {
        let breaks = self.y + points > BOTTOM && self.y > TOP;
        if breaks {
            self.laid.pages.push(Page::default());
            self.y = TOP;
        }
        breaks
    }

    fn page(&mut self) -> &mut Page {
        if self.laid.pages.is_empty() {
            self.laid.pages.push(Page::default());
        }
        let last = self.laid.pages.len() - 1;
        &mut self.laid.pages[last]
    }

    fn put(&mut self, text: Text) {
        if !text.words.is_empty() {
            self.page().texts.push(text);
        }
    }

    /// A heading.
    pub fn heading(&mut self, level: NonZeroU16, title: &str, size: f32) {
        self.need(size * 3.5);
        let slot = self.slot();
        self.line(slot, Face::Bold, size, title);
        self.gap(2.0);
        self.block(Block::Heading { level, title: title.to_owned(), slot });
    }

    /// Words across the sheet.
    pub fn line(&mut self, slot: usize, face: Face, size: f32, words: &str) {
        for words in self.wrapped(face, size, words, RIGHT - LEFT) {
            self.need(size * 1.35);
            self.y += size * 1.35;
            let y = self.y;
            self.put(Text { x: LEFT, y, face, size, grey: false, words, slot: Some(slot) });
        }
    }

    /// A label and its value beside it.
    pub fn fact(&mut self, label: &str, value: &str) -> (usize, usize) {
        const SIZE: f32 = 9.5;
        let (l, v) = (self.slot(), self.slot());
        let lines = self.wrapped(Face::Regular, SIZE, value, RIGHT - VALUES);
        for (n, words) in lines.into_iter().enumerate() {
            self.need(SIZE * 1.4);
            self.y += SIZE * 1.4;
            let y = self.y;
            if n == 0 {
                let words = self.plain(label);
                self.put(Text { x: LEFT, y, face: Face::Regular, size: SIZE, grey: true, words, slot: Some(l) });
            }
            self.put(Text { x: VALUES, y, face: Face::Regular, size: SIZE, grey: false, words, slot: Some(v) });
        }
        (l, v)
    }

    /// A sum at the right edge.
    pub fn sum(&mut self, face: Face, label: &str, amount: &str) -> (usize, usize) {
        const SIZE: f32 = 10.0;
        let (l, v) = (self.slot(), self.slot());
        self.need(SIZE * 1.5);
        self.y += SIZE * 1.5;
        let (y, label, amount) = (self.y, self.plain(label), self.plain(amount));
        let end = RIGHT - 100.0 - self.width(face, SIZE, &label);
        self.put(Text { x: end, y, face, size: SIZE, grey: false, words: label, slot: Some(l) });
        let x = RIGHT - self.width(face, SIZE, &amount);
        self.put(Text { x, y, face, size: SIZE, grey: false, words: amount, slot: Some(v) });
        (l, v)
    }

    /// A table; its head is repeated on each sheet, and read aloud once.
    pub fn table(&mut self, heads: &[(&str, f32, Align)], rows: &[Vec<(String, String)>]) {
        const SIZE: f32 = 9.0;
        const SMALL: f32 = 7.5;
        let given: f32 = heads.iter().map(|h| h.1).sum();
        let wide = RIGHT - LEFT - given - GAP * (heads.len() as f32 - 1.0);
        let mut x = LEFT;
        let columns: Vec<(f32, f32, Align)> = heads
            .iter()
            .map(|(_, width, align)| {
                let column = (x, if *width == 0.0 { wide } else { *width }, *align);
                x += column.1 + GAP;
                column
            })
            .collect();
        let slots: Vec<usize> = heads.iter().map(|_| self.slot()).collect();
        self.need(60.0);
        self.head(heads, &columns, Some(&slots));
        let mut read = vec![];
        for row in rows {
            let cells: Vec<(Vec<String>, Vec<String>)> = row
                .iter()
                .zip(&columns)
                .map(|((words, small), (_, width, _))| {
                    (
                        self.wrapped(Face::Regular, SIZE, words, *width),
                        self.wrapped(Face::Regular, SMALL, small, *width),
                    )
                })
                .collect();
            let height = cells
                .iter()
                .map(|(a, b)| a.len() as f32 * SIZE * 1.3 + b.len() as f32 * SMALL * 1.3)
                .fold(0.0, f32::max);
            if self.need(height + 6.0) {
                self.head(heads, &columns, None);
            }
            let mut slots = vec![];
            for ((words, small), (x, width, align)) in cells.into_iter().zip(&columns) {
                let slot = self.slot();
                let mut y = self.y;
                let both =
                    words.into_iter().map(|w| (w, SIZE, false)).chain(small.into_iter().map(|w| (w, SMALL, true)));
                for (words, size, grey) in both {
                    y += size * 1.3;
                    let x = match align {
                        Align::Start => *x,
                        Align::End => x + width - self.width(Face::Regular, size, &words),
                    };
                    self.put(Text { x, y, face: Face::Regular, size, grey, words, slot: Some(slot) });
                }
                slots.push(slot);
            }
            self.y += height + 5.0;
            let y = self.y;
            self.page().rules.push(y);
            read.push(slots);
        }
        self.block(Block::Table { head: slots, rows: read });
    }

    fn head(&mut self, heads: &[(&str, f32, Align)], columns: &[(f32, f32, Align)], slots: Option<&[usize]>) {
        const SIZE: f32 = 8.5;
        self.y += SIZE * 1.4;
        let y = self.y;
        for (n, ((title, _, _), (x, width, align))) in heads.iter().zip(columns).enumerate() {
            let x = match align {
                Align::Start => *x,
                Align::End => x + width - self.width(Face::Bold, SIZE, title),
            };
            let slot = slots.map(|s| s[n]);
            self.put(Text { x, y, face: Face::Bold, size: SIZE, grey: false, words: (*title).to_owned(), slot });
        }
        self.y += 4.0;
        let y = self.y;
        self.page().rules.push(y);
    }
}
