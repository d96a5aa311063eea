// Search: the engine over the index that prepgen writes (its form stands in src/render/search.rs), the dialog, and the words of ?q= marked on a page.
// A classic script that loads the index as scripts too, because pages opened from disk may neither fetch nor import. Data only ever becomes text.
(function () {
  "use strict";

  // Everything that it says.
  const SAY = {
    name: "Search", placeholder: "Search the handbook", close: "Close", results: "Results", filters: "Filters", all: "All",
    kinds: { stories: "Stories", questions: "Questions", principles: "Principles", asks: "Asks", interviews: "Interviews", pages: "Pages" },
    principle: "Any principle", company: "Any company", tag: "Any tag",
    keys: [["↑", "↓", "choose"], ["Enter", "open"], ["Esc", "close"]],
    loading: "Loading…", broken: "The search index could not be loaded.",
    start: (n) => "Type to search " + (n === 1 ? "one entry." : n.toLocaleString() + " entries."),
    count: (n) => (n === 1 ? "1 result" : n.toLocaleString() + " results"),
    some: (n, all) => n + " of " + all.toLocaleString(),
    also: (words) => "also looked for " + words.map((word) => "“" + word + "”").join(", "),
    partial: "no entry has all these words; these have some",
    nothing: (text) => (text ? "Nothing found for “" + text + "”." : "Nothing found."),
    nearest: "The nearest word here: ", everywhere: "Look without filters",
  };
  const SHOWN = 5, MOST = 50; // results of a kind beside others, and alone

  // Words, by the rules of src/render/search/words.rs.
  const IDEOGRAPH = "(?=\\p{Alphabetic})[\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}]";
  const LETTER = "(?!" + IDEOGRAPH + ")[\\p{Alphabetic}\\p{N}\\p{M}]";
  const WORD = new RegExp(IDEOGRAPH + "|" + LETTER + "(?:" + LETTER + "|['\\u2019](?=" + LETTER + ")|(?<=[0-9]),(?=[0-9]))*", "gu");
  const DROPPED = new RegExp("[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1-\\u05c2\\u05c4-\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc"
    + "\\u06df-\\u06e4\\u06e7-\\u06e8\\u06ea-\\u06ed\\u1ab0-\\u1ace\\u1dc0-\\u1dff\\u20d0-\\u20f0\\u3099-\\u309a\\ufe00-\\ufe0f\\ufe20-\\ufe2f]|[^\\p{Alphabetic}\\p{N}\\p{M}]", "gu");
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ı": "i", "ł": "l", "ς": "σ" };
  function fold(word) {
    if (/^[\x00-\x7f]*$/.test(word)) return word.toLowerCase().replace(/[',]/g, "");
    return word.normalize("NFKD").toLowerCase().replace(/[ßæœøđıłς]/g, (letter) => LETTERS[letter]).replace(DROPPED, "");
  }
  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const term = fold(match[0]);
      if (term) found.push({ term, start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  // What forms of an English word share; where it is wrong, a result too many stands below the others.
  function stem(word) {
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    return word.replace(/^(...)s$|^(.{4,}?)(?:ings?|ions?|ied|ies|ers?|ed|ments?|ly|e?(?<!s)s|es|e|y)$/, "$1$2").replace(/([^aeiouls])\1$/, "$1");
  }
  // One letter too many, missing, other, or two swapped: 2 where `term` is then `word`, 1 where it goes on, else 0.
  function slip(word, term) {
    let at = 0;
    while (at < word.length && word[at] === term[at]) at++;
    const fits = (rest, from) => (term.startsWith(rest, from) ? (term.length === from + rest.length ? 2 : 1) : 0);
    let best = Math.max(fits(word.slice(at + 1), at), fits(word.slice(at), at + 1), fits(word.slice(at + 1), at + 1));
    if (at + 1 < word.length && word[at] === term[at + 1] && word[at + 1] === term[at]) best = Math.max(best, fits(word.slice(at + 2), at + 2));
    return best;
  }
  // Letters to change (swaps count once) between two words, or more than `most`.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let older = [], old = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      older = old;
      old = row;
    }
    return old[b.length];
  }
  // Does a word of the query (`also`: what stands for it) mean this term? Short words that more words follow mean only themselves.
  const means = (word, term) => term === word.text || word.also.has(term) || (word.text.length > 3 && stem(term) === stem(word.text))
    || ((word.last || word.text.length > 2) && term.startsWith(word.text));
  const wordsOf = (query) => {
    const texts = [...new Set(tokens(query).map((token) => token.term))].slice(0, 24);
    return texts.map((text, i) => ({ text, last: i === texts.length - 1 && !/[\s?!.,;:]$/.test(query), also: new Set() }));
  };

  const DIGITS = new Uint8Array(128);
  [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"].forEach((symbol, i) => { DIGITS[symbol.charCodeAt(0)] = i; });
  function numbers(text) {
    const found = [];
    for (let i = 1, value = 0, unit = 1; i < text.length; i++) {
      const digit = DIGITS[text.charCodeAt(i)];
      value += unit * (digit % 31);
      unit *= 31;
      if (digit < 31) { found.push(value); value = 0; unit = 1; }
    }
    return found;
  }

  function engine(data) {
    const titles = data.titles.split("\n"), urls = data.urls.split("\n"), count = data.urls ? urls.length : 0;
    const terms = data.terms.split(" ");
    terms.pop();
    for (let i = 0, last = ""; i < terms.length; i++) terms[i] = last = last.slice(0, terms[i].charCodeAt(0) - 48) + terms[i].slice(1);
    const lengths = numbers(data.lengths), weightsAt = new Uint32Array(terms.length + 1), postingsAt = new Uint32Array(terms.length + 1);
    weightsAt[0] = postingsAt[0] = 1;
    for (let i = 0; i < terms.length; i++) {
      weightsAt[i + 1] = weightsAt[i] + lengths[2 * i];
      postingsAt[i + 1] = postingsAt[i] + lengths[2 * i + 1];
    }
    const facets = [];
    for (let list = numbers(data.facets), at = 0, doc = 0; doc < count; doc++) {
      const take = () => { const n = list[at++]; at += n; return list.slice(at - n, at); };
      facets.push({ kind: list[at++], principle: take(), company: [list[at++] - 1], tag: take() });
    }
    const among = (doc, filters) => ["principle", "company", "tag"].every((name) => !(filters[name] >= 0) || facets[doc][name].includes(filters[name]));

    function from(text) {
      let low = 0, high = terms.length;
      while (low < high) { const middle = (low + high) >> 1; if (terms[middle] < text) low = middle + 1; else high = middle; }
      return low;
    }
    const rankOf = (text) => { const rank = from(text); return terms[rank] === text ? rank : -1; };
    const often = (rank) => weightsAt[rank + 1] - weightsAt[rank];

    // The best weight of some terms in each document, times how rare it is to have any of them.
    function weigh(list, into) {
      if (!list.length) return 0;
      const best = new Float32Array(count);
      let found = 0;
      for (const [rank, factor] of list) {
        let doc = 0, at = postingsAt[rank];
        for (let i = weightsAt[rank]; i < weightsAt[rank + 1]; i++) {
          let digit = DIGITS[data.postings.charCodeAt(at++)];
          for (let unit = 1; ; unit *= 31) {
            doc += unit * (digit % 31);
            if (digit < 31) break;
            digit = DIGITS[data.postings.charCodeAt(at++)];
          }
          const level = DIGITS[data.weights.charCodeAt(i)], weight = factor * level * level;
          if (best[doc] === 0) found++;
          if (weight > best[doc]) best[doc] = weight;
          doc++;
        }
      }
      const rare = Math.log(1 + (count - found + 0.5) / (found + 0.5));
      for (let doc = 0; doc < count; doc++) if (best[doc] * rare > into[doc]) into[doc] = best[doc] * rare;
      return rare;
    }

    function near(word, into) {
      const list = [], whole = [];
      terms.forEach((term, rank) => {
        const fit = term.length + 1 >= word.text.length ? slip(word.text, term) : 0;
        if (fit) list.push([rank, fit === 2 ? 0.6 : (0.4 * word.text.length) / term.length]);
        if (fit === 2) whole.push(rank);
      });
      const best = whole.length ? whole : list.map((entry) => entry[0]);
      best.sort((a, b) => often(b) - often(a));
      word.corrected = best.slice(0, 3).map((rank) => terms[rank]);
      list.forEach((entry) => word.also.add(terms[entry[0]]));
      weigh(list, into);
    }

    // One word's score in every document: the word and its forms, words that begin with it, and only then what it may have been meant to be.
    function look(word, before, after) {
      const scores = new Float32Array(count), same = [], longer = [], text = word.text, base = stem(text), exact = rankOf(text);
      if (exact >= 0) same.push([exact, 1]);
      for (let rank = from(base); rank < terms.length && terms[rank].startsWith(base); rank++) {
        if (rank === exact) continue;
        if (text.length > 3 && stem(terms[rank]) === base) same.push([rank, 0.8]);
        else if (terms[rank].startsWith(text) && (word.last || text.length > 2)) longer.push([rank, (word.last ? 0.7 : 0.4) * text.length / (text.length + 0.3 * (terms[rank].length - text.length))]);
      }
      for (const joined of [before && before.text + text, after && text + after.text]) {
        const rank = joined ? rankOf(joined) : -1;
        if (rank >= 0) { same.push([rank, 0.8]); word.also.add(joined); }
      }
      word.rare = Math.max(weigh(same, scores), weigh(longer, scores));
      word.found = same.length + longer.length > 0;
      if (!word.found) {
        for (let cut = 2; cut < text.length - 1; cut++) {
          const pair = [text.slice(0, cut), text.slice(cut)].map(rankOf);
          if (pair[0] < 0 || pair[1] < 0) continue;
          const [left, right] = pair.map((rank) => { const part = new Float32Array(count); weigh([[rank, 1]], part); return part; });
          for (let doc = 0; doc < count; doc++) if (left[doc] && right[doc]) scores[doc] = Math.max(scores[doc], Math.min(left[doc], right[doc])), word.found = true;
          if (word.found) pair.forEach((rank) => word.also.add(terms[rank]));
        }
        if (text.length > 4) near(word, scores);
      }
      return scores;
    }

    // How much better a title is that says what was asked, as it was asked.
    function titled(doc, words) {
      const title = tokens(titles[doc]).map((token) => token.term), fits = (word, term) => term === word.text || means(word, term);
      if (!words.every((word) => title.some((term) => fits(word, term)))) return 1;
      for (let at = 0; at + words.length <= title.length; at++) {
        if (words.every((word, i) => fits(word, title[at + i]))) {
          const whole = words.every((word, i) => word.text === title[at + i]);
          return (at === 0 ? (title.length === words.length ? 2 : 1.5) : 1.3) * (whole ? 1.2 : 1);
        }
      }
      return 1.15;
    }

    function best(docs, scores, most) {
      if (docs.length > 4 * most) {
        const sorted = Float32Array.from(docs, (doc) => scores[doc]).sort(), least = sorted[sorted.length - most];
        docs = docs.filter((doc) => scores[doc] >= least).slice(0, 4 * most);
      }
      return docs.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, most);
    }

    function search(query, filters = {}) {
      const words = wordsOf(query), scores = new Float32Array(count), hits = new Uint8Array(count);
      const parts = words.map((word, i) => look(word, words[i - 1], words[i + 1]));
      // Words that nearly every entry has (a, the, time) may be missing.
      const rarest = Math.max(0, ...words.map((word) => word.rare));
      const needed = () => words.map((word, i) => i).filter((i) => !words[i].found || words.length < 3 || words[i].rare >= 0.25 * rarest);
      const whole = (list) => { const docs = []; for (let doc = 0; doc < count; doc++) if (list.every((i) => parts[i][doc] > 0)) docs.push(doc); return docs; };
      let docs = whole(needed()), partial = false;
      if (!docs.length) {
        words.forEach((word, i) => { if (word.found && !word.corrected && word.text.length > 4) { const kept = parts[i].slice(); near(word, kept); word.spare = kept; } });
        const kept = parts.slice();
        words.forEach((word, i) => { if (word.spare) parts[i] = word.spare; });
        docs = whole(needed());
        if (!docs.length) {
          words.forEach((word, i) => { if (word.spare) { parts[i] = kept[i]; word.corrected = null; } });
          partial = true;
          for (let doc = 0; doc < count; doc++) if (parts.some((part) => part[doc] > 0)) docs.push(doc);
        }
      }
      for (const part of parts) for (let doc = 0; doc < count; doc++) if (part[doc] > 0) { scores[doc] += part[doc]; hits[doc]++; }
      if (words.length) for (const doc of docs) scores[doc] *= hits[doc] / words.length;
      docs = docs.filter((doc) => among(doc, filters));
      const groups = data.kinds.map((kind, i) => ({ kind, docs: docs.filter((doc) => facets[doc].kind === i) }));
      for (const group of groups) {
        group.count = group.docs.length;
        group.docs = best(group.docs, scores, MOST);
        if (words.length) for (const doc of group.docs) scores[doc] *= titled(doc, words);
        group.docs.sort((a, b) => scores[b] - scores[a] || a - b);
        group.score = group.count ? scores[group.docs[0]] : 0;
      }
      const total = docs.length;
      return {
        words, total, partial: partial && total > 0, scores,
        groups: groups.filter((group) => group.count).sort((a, b) => b.score - a.score),
        also: total ? [...new Set(words.flatMap((word) => word.corrected || []))] : [],
        nearest: total && !partial ? "" : nearest(words),
      };
    }

    // The query with each unknown word replaced by the nearest that there is, or nothing.
    function nearest(words) {
      let changed = false;
      const texts = words.map((word) => {
        if (word.found || word.corrected && word.corrected.length) return word.text;
        let found = word.text, least = Math.min(4, word.text.length), common = 0;
        terms.forEach((term, rank) => {
          const far = distance(word.text, term, least);
          if (far < least || (far === least && changed && often(rank) > common && found !== word.text)) { found = term; least = far; common = often(rank); changed = true; }
        });
        return found;
      });
      return changed ? texts.join(" ") : "";
    }

    return { search, titles, urls, count, data, facets };
  }

  // The stretch of a text that says most about the query.
  function excerpt(passages, words) {
    let best = null;
    for (const [name, text] of passages) {
      const hits = [];
      for (const token of tokens(text)) {
        const i = words.findIndex((word) => means(word, token.term));
        if (i >= 0) hits.push([token, i]);
      }
      hits.forEach(([first], at) => {
        const seen = new Set();
        let score = 0;
        for (let i = at; i < hits.length && hits[i][0].end < first.start + 140; i++) {
          score += seen.has(hits[i][1]) ? 0.01 : 1 + (words[hits[i][1]].rare || 0);
          seen.add(hits[i][1]);
        }
        if (!best || score > best.score) best = { score, name, text, from: first.start };
      });
    }
    if (!best) return null;
    let from = best.from > 60 ? best.text.indexOf(" ", best.from - 45) + 1 : 0;
    if (from > best.from) from = best.from;
    const to = best.text.length > from + 200 ? best.text.lastIndexOf(" ", from + 200) : best.text.length;
    return { name: best.name, text: (from ? "… " : "") + best.text.slice(from, Math.max(to, best.from)).replace(/\s+/g, " ") + (to < best.text.length ? " …" : "") };
  }

  if (typeof module === "object" && typeof document === "undefined") {
    module.exports = { engine, tokens, excerpt, slip, stem };
    return;
  }
//BROWSER
})();
