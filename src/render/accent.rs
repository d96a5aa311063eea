//! The colour that site.toml gives the theme, made legible on light and on dark pages.

/// What WCAG 2.2 asks of text on its ground (success criterion 1.4.3).
const LEGIBLE: f64 = 4.5;

/// The papers of the built-in theme that are hardest to read on: the light one, and what stands out from the dark one.
const LIGHT: Colour = Colour([0xfb, 0xfa, 0xf7]);
const DARK: Colour = Colour([0x1c, 0x1f, 0x24]);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Colour([u8; 3]);

impl Colour {
    /// From `#205ea6` or `#26a`, which the settings have checked.
    fn read(hex: &str) -> Option<Self> {
        let digits: Vec<u8> = hex.strip_prefix('#')?.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Self([17 * r, 17 * g, 17 * b])),
            [r, s, g, h, b, c] => Some(Self([16 * r + s, 16 * g + h, 16 * b + c])),
            _ => None,
        }
    }

    fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// This colour with so many percent of another.
    fn mixed(self, other: Self, percent: u32) -> Self {
        let mut mixed = self.0;
        for (own, other) in mixed.iter_mut().zip(other.0) {
            *own = ((u32::from(*own) * (100 - percent) + u32::from(other) * percent + 50) / 100) as u8;
        }
        Self(mixed)
    }

    /// Relative luminance, as WCAG 2.2 defines it: from 0 for black to 1 for white.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast ratio, as WCAG 2.2 defines it: from 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }

    /// The first of its mixes with black or white that is legible on a ground.
    fn legible(self, ground: Self, toward: Self, from: u32) -> Self {
        (from..=100).map(|percent| self.mixed(toward, percent)).find(|colour| colour.contrast(ground) >= LEGIBLE).unwrap_or(toward)
    }
}

/// The rules that give the accent to a page on a screen; on paper it stays black. A colour that is legible on a light page stays as it was written; on a dark
/// page it is always lighter than on a light one.
pub(super) fn rules(accent: &str) -> String {
    let Some(colour) = Colour::read(accent) else { return String::new() };
    let light = colour.legible(LIGHT, Colour([0; 3]), 0);
    let light = if light == colour { accent.to_string() } else { light.hex() };
    let dark = colour.legible(DARK, Colour([255; 3]), 45).hex();
    format!("\n@media screen {{ :root {{ --accent: {light}; --accent-dark: {dark}; }} }}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let of = |a: &str, b: &str| (Colour::read(a).unwrap().contrast(Colour::read(b).unwrap()) * 100.0).round() / 100.0;
        assert_eq!((of("#000", "#fff"), of("#777", "#ffffff"), of("#767676", "#fff")), (21.0, 4.48, 4.54));
    }

    #[test]
    fn every_accent_is_legible_and_a_legible_one_stays() {
        for accent in ["#ffee00", "#fff", "#000", "#b0305e", "#00f", "#808080", "#0f0"] {
            let rules = rules(accent);
            let value = |name: &str| Colour::read(rules.split(&format!("{name}: ")).nth(1).unwrap().split(';').next().unwrap()).unwrap();
            let (light, dark) = (value("--accent"), value("--accent-dark"));
            assert!(light.contrast(LIGHT) >= LEGIBLE && dark.contrast(DARK) >= LEGIBLE, "{accent}: {rules}");
        }
        assert!(rules("#b0305e").contains("--accent: #b0305e;"));
        assert!(rules("#26A").contains("--accent: #26A;"), "as it was written");
    }
}
