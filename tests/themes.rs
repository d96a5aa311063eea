//! Themes of one's own: one block of one file replaced, what is broken told with its place, and the accent.

use crate::handbook::{Handbook, files};
use crate::markup;

const MINE: &str = "[theme]\nname = \"mine\"\n";

fn with_theme(files: &[(&str, &str)]) -> Handbook {
    let handbook = Handbook::clean_with(&[("site.toml", MINE)]);
    for (path, text) in files {
        handbook.write(&format!("themes/mine/{path}"), text);
    }
    handbook
}

#[test]
fn one_block_of_one_template_is_replaced() {
    let plain = Handbook::clean_with(&[("site.toml", "")]).build();
    let handbook = with_theme(&[(
        "templates/story.html",
        "{% extends \"default/story.html\" %}\n{% block story_head %}<h1>{{ story.title }}</h1><p class=\"mine\">Told at {{ story.company }}</p>{% endblock story_head %}\n",
    )]);
    assert_eq!(handbook.run(&["check", "--strict"]).status, 0);
    let own = handbook.build();
    let page = handbook.page("stories/lamp.html");
    assert!(page.contains("<p class=\"mine\">Told at Fernbank</p>"), "{page}");
    assert!(page.contains("Result") && page.contains("All 40 trays were sold"), "the other blocks are the built-in ones");
    for (path, bytes) in &plain {
        assert!(path.starts_with("stories/") || own.get(path) == Some(bytes), "{path} is as it was");
    }
    markup::assert_links_lead_somewhere(&own);
}

#[test]
fn a_block_of_the_frame_is_replaced_on_every_page() {
    let handbook = with_theme(&[(
        "templates/base.html",
        "{% extends \"default/base.html\" %}{% block footer %}<footer>Mine &amp; nobody's</footer>{% endblock footer %}",
    )]);
    for (path, html) in markup::pages(&handbook.build()) {
        assert!(html.contains("<footer>Mine &amp; nobody's</footer>") && html.contains("<h1"), "{path}");
    }
}

#[test]
fn what_a_template_shows_is_escaped() {
    let handbook = with_theme(&[(
        "templates/story.html",
        "{% extends \"default/story.html\" %}{% block story_head %}<h1>{{ story.title }}</h1>{% endblock story_head %}",
    )]);
    let lamp = handbook.read("content/stories/lamp.md");
    handbook.write("content/stories/lamp.md", lamp.replace("title: The lamp that kept the greenhouse awake", "title: \"<script>alert('&')</script>\""));
    handbook.build();
    assert!(!handbook.page("stories/lamp.html").contains("<script>alert"));
}

#[test]
fn assets_replace_and_join_the_built_in_ones() {
    let handbook = with_theme(&[("assets/style.css", "body { color: teal }\n"), ("assets/extra/logo.svg", "<svg/>")]);
    let published = handbook.build();
    assert_eq!(published["assets/style.css"], b"body { color: teal }\n");
    assert_eq!(published["assets/extra/logo.svg"], b"<svg/>");
    assert!(published.contains_key("assets/search.js"));
}

#[test]
fn a_broken_template_is_status_2_with_its_place() {
    let cases = [
        ("story.html", "{% extends \"default/story.html\" %}\n\n{% if %}\n", "themes/mine/templates/story.html:3:"),
        (
            "story.html",
            "{% extends \"default/story.html\" %}\n{% block story_head %}\n{{ story.titel }}\n{% endblock story_head %}\n",
            "themes/mine/templates/story.html:3:",
        ),
        (
            "story.html",
            "{% extends \"default/story.html\" %}\n{% block story_head %}{{ story.title | shout }}{% endblock story_head %}\n",
            "themes/mine/templates/story.html:2:",
        ),
        ("base.html", "{% block main %}", "themes/mine/templates/base.html:1:"),
        (
            "home.html",
            "{# #}\n{% extends \"nowhere.html\" %}",
            "themes/mine/templates/home.html:2:1: it extends `nowhere.html`, which is not there\n  |\n2 | {% extends",
        ),
        ("home.html", "{% extends \"bass.html\" %}", "did you mean `base.html`?"),
        (
            "story.html",
            "\n{%- extends 'story.html' %}",
            "themes/mine/templates/story.html:2:1: it extends itself\n  |\n2 | {%- extends 'story.html' %}\n  | ^^^",
        ),
        ("story.html", "{% extends \"story.html\" %}", "help: the built-in template is `default/story.html`"),
        ("page.html", "{{ asset(name=\"stile.css\") }}", "themes/mine/templates/page.html:1:"),
        ("404.html", "{{ asset(name=\"stile.css\") }}", "there is no asset `stile.css`; did you mean `style.css`?"),
        ("asks.html", "{{ <nothing /> }}", "themes/mine/templates/asks.html:1:"),
        ("404.html", "{{ 1 / 0 }}", "themes/mine/templates/404.html:1:"),
    ];
    for (name, text, place) in cases {
        let handbook = with_theme(&[]);
        std::fs::create_dir_all(handbook.path("themes/mine")).unwrap();
        handbook.build();
        let before = files(&handbook.path("public"));
        handbook.write(&format!("themes/mine/templates/{name}"), text);
        for args in [&["check"][..], &["check", "--format", "json"], &["build"]] {
            let run = handbook.run(args);
            assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{name}: {args:?}: {run:?}");
            assert!(run.stderr.contains(place), "{name}: {args:?} names {place}: {}", run.stderr);
        }
        assert_eq!(files(&handbook.path("public")), before, "{name}: what was published stays");
    }
}

/// The published name of an asset as a page calls it.
fn called<'p>(page: &'p str, start: &str) -> &'p str {
    let from = page.find(start).unwrap_or_else(|| panic!("{start} is called in {page}"));
    &page[from..from + page[from..].find('"').unwrap()]
}

#[test]
fn the_names_of_assets_tell_their_content() {
    let handbook = with_theme(&[
        ("assets/style.css", "body { color: teal }\n"),
        ("assets/logo.svg", "<svg/>"),
        (
            "templates/404.html",
            "{% extends \"base.html\" %}{% block main %}<h1>Lost</h1><img alt=\"\" src=\"{{ page.root }}{{ asset(name='/img/lost.png') }}\">{% endblock main %}",
        ),
    ]);
    handbook.write("static/img/lost.png", "a picture");
    handbook.write("static/img/other.png", "another");
    let first = handbook.build();
    let page = handbook.page("404.html");
    let (style, picture) = (called(&page, "assets/style.").to_string(), called(&page, "img/lost.").to_string());
    assert!(style.len() == "assets/style.01234567.css".len() && style.ends_with(".css"), "{style}");
    assert_eq!((&first[&style], &first["assets/style.css"]), (&b"body { color: teal }\n".to_vec(), &b"body { color: teal }\n".to_vec()));
    assert_eq!((&first[&picture], &first["img/lost.png"]), (&b"a picture".to_vec(), &b"a picture".to_vec()));
    assert_eq!(first.keys().filter(|path| path.contains("other")).count(), 1, "what no template calls keeps its one name");
    let script = called(&page, "assets/search.").to_string();

    handbook.write("themes/mine/assets/style.css", "body { color: red }\n");
    let second = handbook.build();
    let page = handbook.page("404.html");
    assert_ne!(called(&page, "assets/style."), style, "a changed file has another name");
    assert_eq!((called(&page, "assets/search."), called(&page, "img/lost.")), (script.as_str(), picture.as_str()), "the others keep theirs");
    assert!(!second.contains_key(&style), "the old name is gone");
    markup::assert_links_lead_somewhere(&second);

    let accented = Handbook::clean_with(&[("site.toml", "[theme]\naccent = \"#b0305e\"\n")]);
    let plain = Handbook::clean();
    accented.build();
    plain.build();
    assert_ne!(called(&accented.page("404.html"), "assets/style."), called(&plain.page("404.html"), "assets/style."), "the accent is content");
}

#[test]
fn a_menu_leads_to_pages_and_to_other_sites_from_every_page() {
    let menu = "[theme]\nmenu = [{title = \"Mine\", url = \"stories.html\"}, {title = \"Theirs\", url = \"https://example.org/jobs\"}, {title = \"Mail\", url = \"mailto:me@example.org\"}]\n";
    let handbook = Handbook::clean_with(&[("site.toml", menu)]);
    handbook.build();
    for (path, root) in [("index.html", ""), ("stories/lamp.html", "../")] {
        let links: Vec<String> =
            markup::tags(&handbook.page(path)).into_iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.get("href").map(str::to_string)).collect();
        for expected in [format!("{root}stories.html"), "https://example.org/jobs".into(), "mailto:me@example.org".into()] {
            assert!(links.contains(&expected), "{path}: {links:?}");
        }
    }
}

/// Servers show 404.html under any address, so a site that has one place names its pages by their whole paths there, and there alone.
#[test]
fn the_page_for_what_is_not_there_finds_the_others_from_anywhere() {
    let known = Handbook::clean_with(&[("site.toml", "base_url = \"https://example.org/prep\"\n[publish]\nindex = true\n")]);
    known.build();
    assert!(known.page("404.html").contains("href=\"/prep/index.html\"") && known.page("404.html").contains("src=\"/prep/assets/theme."));
    assert!(!known.page("index.html").contains("=\"/prep/"), "all other pages stay movable");
    let plain = Handbook::clean();
    plain.build();
    assert!(plain.page("404.html").contains("href=\"index.html\""));
}

#[test]
fn a_language_from_right_to_left_turns_the_page() {
    for (language, turned) in [("ar", true), ("he-IL", true), ("fa", true), ("en", false), ("arn", false), ("ur-Latn", false), ("az-Arab", true), ("az", false)]
    {
        let handbook = Handbook::clean_with(&[("site.toml", &format!("language = \"{language}\"\n"))]);
        handbook.build();
        assert_eq!(handbook.page("index.html").contains(" dir=\"rtl\""), turned, "{language}");
    }
}

#[test]
fn an_accent_colours_the_site() {
    let handbook = Handbook::clean_with(&[("site.toml", "[theme]\naccent = \"#b0305e\"\n")]);
    let style = String::from_utf8(handbook.build()["assets/style.css"].clone()).unwrap();
    assert!(style.contains("--accent: #b0305e"), "{style}");
    let pale = Handbook::clean_with(&[("site.toml", "[theme]\naccent = \"#ffee00\"\n")]);
    let style = String::from_utf8(pale.build()["assets/style.css"].clone()).unwrap();
    assert!(!style.contains("--accent: #ffee00") && style.contains("--accent-dark: "), "a colour that nobody could read is darkened");
    for wrong in ["red", "#12345", "205ea6", "#gggggg", "#fff; } body { display: none"] {
        let handbook = Handbook::clean_with(&[("site.toml", &format!("[theme]\naccent = \"{wrong}\"\n"))]);
        let run = handbook.run(&["check"]);
        assert!(run.status == 2 && run.stdout.contains("site.toml:2:10") && run.stdout.contains("`accent` takes a colour"), "{wrong}: {run:?}");
    }
}

#[test]
fn a_theme_that_is_not_there_is_told() {
    let handbook = Handbook::clean_with(&[("site.toml", MINE)]);
    for format in ["human", "json"] {
        let run = handbook.run(&["check", "--format", format]);
        assert_eq!(run.status, 2);
        assert!(run.stdout.contains("invalid-config") && run.stdout.contains("there is no theme `mine`"), "{}", run.stdout);
    }
    assert_eq!(handbook.places(), ["site.toml:2:8 error invalid-config"]);
    assert!(handbook.run(&["check"]).stdout.contains("make themes/mine"), "nothing is near");
    std::fs::create_dir_all(handbook.path("themes/miner")).unwrap();
    assert!(handbook.run(&["check"]).stdout.contains("did you mean `miner`?"), "{}", handbook.run(&["check"]).stdout);
    assert_eq!(handbook.run(&["build"]).status, 2);
    assert!(!handbook.path("public").exists());
}

#[test]
fn the_menu_and_the_footer_are_the_authors() {
    let site = "[theme]\nfooter = \"Mine <alone>\"\nmenu = [{title = \"All & everything\", url = \"stories.html\"}]\n";
    let handbook = Handbook::clean_with(&[("site.toml", site)]);
    handbook.build();
    let page = handbook.page("principles/care.html");
    assert!(page.contains("Mine &lt;alone&gt;") && page.contains("All &amp; everything") && !page.contains(">Matrix</a>"), "{page}");
}

#[test]
fn the_handbooks_own_default_theme_overrides_the_built_in_one() {
    let handbook =
        Handbook::clean_with(&[("themes/default/templates/404.html", "{% extends \"base.html\" %}{% block main %}<h1>Lost</h1>{% endblock main %}")]);
    handbook.build();
    assert!(handbook.page("404.html").contains("<h1>Lost</h1>"));
}
