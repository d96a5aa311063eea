//! `invalid-config`: what is wrong with site.toml. Found while it is read.

use crate::diagnostic::{Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "invalid-config",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a site.toml that cannot be used"#,
    why: r#"A setting that is ignored is worse than none: you believe in it. So unknown keys, lints and levels, values of the wrong type and themes that are not there stop the run."#,
    bad: &[(
        "site.toml",
        r#"titel = "My handbook"
"#,
    )],
    good: &[(
        "site.toml",
        r#"title = "My handbook"
"#,
    )],
};
