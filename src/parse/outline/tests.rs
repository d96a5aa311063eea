//! Notes of every form as the tree of blocks that they become.

use super::*;

/// The tree as a line a block, deeper ones indented.
fn shape(blocks: &[Block]) -> String {
    fn rows(rows: &[Row]) -> String {
        rows.iter().map(|row| format!("{}:{}", row.line, row.text)).collect::<Vec<_>>().join(" | ")
    }
    fn walk(blocks: &[Block], depth: usize, out: &mut String) {
        for block in blocks {
            let lead = "  ".repeat(depth);
            match block {
                Block::Heading(level, own) => out.push_str(&format!("{lead}h{level} {}\n", rows(own))),
                Block::Paragraph(own) => out.push_str(&format!("{lead}p {}\n", rows(own))),
                Block::Code(own) => out.push_str(&format!("{lead}code {}\n", rows(own))),
                Block::Comment(own) => out.push_str(&format!("{lead}comment {}\n", rows(own))),
                Block::Rule => out.push_str(&format!("{lead}rule\n")),
                Block::Quote(inner) => {
                    out.push_str(&format!("{lead}quote\n"));
                    walk(inner, depth + 1, out);
                }
                Block::Details(summary, inner) => {
                    out.push_str(&format!("{lead}details {}\n", rows(summary)));
                    walk(inner, depth + 1, out);
                }
                Block::List(list) => {
                    out.push_str(&format!("{lead}list {:?}\n", list.start));
                    for item in &list.items {
                        out.push_str(&format!("{lead}- {}\n", item.line));
                        walk(&item.blocks, depth + 1, out);
                    }
                }
                Block::Table(table) => {
                    for row in table {
                        let cells: Vec<String> = row.iter().map(|cell| rows(cell)).collect();
                        out.push_str(&format!("{lead}row {}\n", cells.join(" ; ")));
                    }
                }
            }
        }
    }
    let mut out = String::new();
    walk(blocks, 0, &mut out);
    out
}

#[test]
fn markdown_is_a_tree_with_lines() {
    let note = "# Top\n\n1. > one\n   > two\nlazy\n   1. \n2. three\n   - [ ] four\n\n     five\n\n| a | b |\n|---|---|\n| c | **d** |\n\n```sh\n  x\n```\nend  \nof it\n";
    insta::assert_snapshot!(shape(&outline(note, 1).blocks), @r"
    h1 1:Top
    list Some(1)
    - 3
      quote
        p 3:one | 4:two | 5:lazy
      list Some(1)
      - 6
    - 7
      p 7:three
      list None
      - 8
        p 8:[ ] four
        p 10:five
    row 12:a ; 12:b
    row 14:c ; 14:**d**
    code 16:```sh | 17:  x | 18:```
    p 19:end   | 20:of it
    ");
}

#[test]
fn html_is_a_tree_as_well() {
    let note = "<details>\n<summary><b>Why?</b></summary>\n<ul>\n<li><b> Situation:</b> it <i>was</i> <a href=\"x.md\">so</a></li><li>then\n</ul>\n</details>\n\n<!-- one\n\ntwo --> three\n\nA <b>bold</b> <your name> line <br> more\n";
    insta::assert_snapshot!(shape(&outline(note, 1).blocks), @r"
    details 2:**Why?**
      list None
      - 4
        p 4:** Situation:** it *was* [so](x.md)
      - 4
        p 4:then
    comment 8:<!-- one | 10:two -->
    p 10:three
    p 12:A **bold** <your name> line <br> more
    ");
}

#[test]
fn front_matter_keeps_its_lines() {
    let read = outline("---\ntitle: A: b\n---\nx\n", 1);
    assert_eq!(read.front.unwrap().fields[0].values, None);
    let read = outline("\u{feff}---\r\nTitle: \"A\"\r\ntags:\r\n  - x\r\n  - y\r\n# word\r\n---\r\nbody\r\n", 1);
    let front = read.front.unwrap();
    assert_eq!(front.fields[0].key, "title");
    assert_eq!(front.fields[1].values, Some(vec!["x".to_string(), "y".to_string()]));
    assert_eq!(front.fields[1].rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4, 5, 6]);
    assert_eq!(shape(&read.blocks), "p 8:body\n");
    assert_eq!(shape(&outline("---\n\ntext\n\n---\n", 1).blocks).lines().count(), 3);
}

#[test]
fn texts_are_said_without_markup() {
    assert_eq!(plain("1. **Bold** and `code`, [a](b) [[c|d]] \"q\""), "1. Bold and code, a d \"q\"");
    assert_eq!(plain("# of users \\* two"), "# of users * two");
}
