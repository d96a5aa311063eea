//! The fonts of the printed sheet, embedded and openly licensed, and which characters they can show. Nothing of the system's is used.

use std::fmt;
use std::sync::Arc;

/// A font file of the handbook's own, for scripts that the embedded fonts lack.
#[derive(Clone)]
pub struct OwnFont {
    bytes: Arc<Vec<u8>>,
    /// What its bytes are known by.
    stamp: u64,
    #[cfg(feature = "pdf")]
    index: parley::fontique::CharmapIndex,
}

impl fmt::Debug for OwnFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnFont({} bytes)", self.bytes.len())
    }
}

/// Which characters can be shown.
#[derive(Clone, Debug)]
pub struct Coverage {
    own: Option<OwnFont>,
}

impl Coverage {
    /// What the embedded fonts and the handbook's own cover.
    pub fn new(own: Option<OwnFont>) -> Self {
        Self { own }
    }

    /// The handbook's own font.
    pub fn own(&self) -> Option<&OwnFont> {
        self.own.as_ref()
    }
}

impl OwnFont {
    /// What its bytes are known by.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }
}

/// The largest font file that is read, in bytes: fonts for all of Han take about 20 million.
pub const MAX_FONT: u64 = 64 * 1024 * 1024;

/// Whether a character needs no glyph: spaces, controls and marks that only steer the writing.
pub fn is_silent(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(not(feature = "pdf"))]
mod none {
    use super::{Coverage, OwnFont};
    use std::sync::Arc;
    use xxhash_rust::xxh3::xxh3_64;

    impl OwnFont {
        /// A font file; without the feature `pdf` nobody looks into it.
        pub fn new(bytes: Vec<u8>) -> Option<Self> {
            Some(Self { stamp: xxh3_64(&bytes), bytes: Arc::new(bytes) })
        }
    }

    impl Coverage {
        /// Whether a character can be shown. Without the feature `pdf` nothing is printed, so nothing is lacking.
        pub fn covers(&self, _c: char) -> bool {
            true
        }
    }
}

#[cfg(feature = "pdf")]
pub use embedded::{EMBEDDED, MARKS, OWN, collection};

#[cfg(feature = "pdf")]
mod embedded {
    use super::{Coverage, OwnFont, is_silent};
    use parley::fontique::{Blob, CharmapIndex, Collection, CollectionOptions, FontInfoOverride, FontStyle, FontWeight};
    use std::sync::{Arc, OnceLock};
    use xxhash_rust::xxh3::xxh3_64;

    /// The family name of the embedded fonts.
    pub const EMBEDDED: &str = "embedded";
    /// The family name of the signs that Source Sans lacks and people mark their notes with.
    pub const MARKS: &str = "marks";
    /// The family name of the handbook's own font.
    pub const OWN: &str = "own";

    /// Source Sans 3 in its upright, semibold and italic faces; its licence lies beside it.
    const FACES: [(&[u8], f32, FontStyle); 3] = [
        (include_bytes!("../themes/default/fonts/SourceSans3-Regular.otf"), 400.0, FontStyle::Normal),
        (include_bytes!("../themes/default/fonts/SourceSans3-Semibold.otf"), 600.0, FontStyle::Normal),
        (include_bytes!("../themes/default/fonts/SourceSans3-It.otf"), 400.0, FontStyle::Italic),
    ];

    /// Stars, ticks and the like, drawn by `marks.py` beside it; there is one face of them.
    const SIGNS: &[u8] = include_bytes!("../themes/default/fonts/Marks.ttf");

    type Map = (Blob<u8>, CharmapIndex);

    struct Base {
        collection: Collection,
        maps: Vec<Map>,
        signs: Map,
    }

    fn base() -> &'static Base {
        static BASE: OnceLock<Base> = OnceLock::new();
        BASE.get_or_init(|| {
            let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
            let mut maps = Vec::new();
            for (bytes, weight, style) in FACES {
                let found = register(&mut collection, Blob::new(Arc::new(bytes)), EMBEDDED, Some((weight, style)));
                maps.extend(found);
            }
            assert!(maps.len() == FACES.len(), "the embedded fonts are fonts");
            let signs = register(&mut collection, Blob::new(Arc::new(SIGNS)), MARKS, None).expect("the embedded signs are a font");
            Base { collection, maps, signs }
        })
    }

    fn register(collection: &mut Collection, blob: Blob<u8>, family: &str, face: Option<(f32, FontStyle)>) -> Option<Map> {
        let info = FontInfoOverride {
            family_name: Some(family),
            weight: face.map(|(weight, _)| FontWeight::new(weight)),
            style: face.map(|(_, style)| style),
            ..FontInfoOverride::default()
        };
        let families = collection.register_fonts(blob.clone(), Some(info));
        let font = families.first()?.1.first()?;
        Some((blob, font.charmap_index()))
    }

    impl OwnFont {
        /// A font file, where it is one.
        pub fn new(bytes: Vec<u8>) -> Option<Self> {
            let stamp = xxh3_64(&bytes);
            let bytes = Arc::new(bytes);
            let mut alone = Collection::new(CollectionOptions { shared: false, system_fonts: false });
            let (_, index) = register(&mut alone, Blob::new(bytes.clone()), OWN, None)?;
            Some(Self { bytes, stamp, index })
        }
    }

    /// The embedded fonts and the handbook's own, and nothing else.
    pub fn collection(own: Option<&OwnFont>) -> Collection {
        let mut collection = base().collection.clone();
        if let Some(own) = own {
            register(&mut collection, Blob::new(own.bytes.clone()), OWN, None);
        }
        collection
    }

    impl Coverage {
        /// Whether a character can be shown, in every face that may be asked for.
        pub fn covers(&self, c: char) -> bool {
            let has = |bytes: &[u8], index: &CharmapIndex| index.charmap(bytes).and_then(|map| map.map(c)).is_some_and(|glyph| glyph != 0);
            let holds = |(blob, index): &Map| has(blob.as_ref(), index);
            let embedded = || base().maps.iter().all(holds) || holds(&base().signs);
            c.is_ascii() || is_silent(c) || embedded() || self.own.as_ref().is_some_and(|own| has(&own.bytes, &own.index))
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_embedded_fonts_cover_latin_greek_and_cyrillic() {
            let coverage = Coverage::new(None);
            let text =
                "Ünïcödé ĉŝ ß Žižek Nguyễn Văn Ελληνικά ῥήτωρ Русский Українська Ђорђе — – … “x” ‘y’ €£¥ § ½ × ≥ ≤ → • ● · □ fi ★ ☆ ⭐ ✓ ✅ ❌ ☒ ⚠ ❗ ❓ ➜ ⚑";
            let missing: String = text.chars().filter(|c| !coverage.covers(*c)).collect();
            assert_eq!(missing, "");
            let lacking: String = "資料庫 שלום مرحبا 🎉".chars().filter(|c| !coverage.covers(*c)).collect();
            assert_eq!(lacking, "資料庫שלוםمرحبا🎉");
        }

        #[test]
        fn what_is_no_font_is_none() {
            assert!(OwnFont::new(b"no font at all".to_vec()).is_none());
            assert!(OwnFont::new(Vec::new()).is_none());
            assert!(OwnFont::new(FACES[0].0.to_vec()).is_some());
        }
    }
}
