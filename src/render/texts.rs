//! Pages that show the author's text as it is: what to ask, and pages of any other kind.

use super::Site;
use super::view::{Backlink, Link, with, written};
use crate::content::{Fields, Kind};
use crate::handbook::Index;
use serde::Serialize;
use tera::Context;

#[derive(Serialize)]
pub(super) struct OtherView<'s> {
    id: &'s str,
    title: &'s str,
    url: String,
    html: String,
    backlinks: Vec<Backlink>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct AsksView<'a> {
    id: &'a str,
    title: &'a str,
    anchor: &'a str,
    audience: String,
    when: String,
    html: String,
}

impl Site<'_> {
    pub(super) fn other(&self, index: Index, root: &str) -> OtherView<'_> {
        let entry = &self.handbook.entries[index];
        let (previous, next) = self.turn(index);
        OtherView {
            id: &entry.id,
            title: entry.name(),
            url: self.handbook.url(index),
            html: self.body(index, root, 2),
            backlinks: self.backlinks(index),
            previous: previous.map(|index| self.link(index)),
            next: next.map(|index| self.link(index)),
        }
    }

    pub(super) fn asks(&self, root: &str) -> Context {
        let mut audiences: Vec<String> = Vec::new();
        let mut asks = Vec::new();
        for index in self.handbook.of(Kind::Asks) {
            let entry = &self.handbook.entries[index];
            let Fields::Asks(fields) = &entry.fields else { unreachable!("the index of asks") };
            let audience = written(&fields.audience);
            if !audience.is_empty() && !audiences.contains(&audience) {
                audiences.push(audience.clone());
            }
            asks.push(AsksView {
                id: &entry.id,
                title: entry.name(),
                anchor: &entry.id,
                audience,
                when: written(&fields.when),
                html: self.body(index, root, 3),
            });
        }
        let mut context = with("asks", &asks);
        context.insert("audiences", &audiences);
        context
    }
}
