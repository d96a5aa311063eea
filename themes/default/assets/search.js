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
  // English words that join others: a query may hold them where an entry does not.
  const JOIN = new Set("a about an and are as at be been but by can could did do does for from had has have how i in is it me my of on or our so that the their them they this to was we were what when where which who why will with would you your".split(" "));
  const SHOWN = 5, MOST = 50; // results of a kind beside others, and alone

  // Words, by the rules of src/render/search/words.rs.
  const IDEOGRAPH = "(?=\\p{Alphabetic})[\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}]";
  const LETTER = "(?!" + IDEOGRAPH + ")[\\p{Alphabetic}\\p{N}\\p{M}]";
  const WORD = new RegExp(IDEOGRAPH + "|" + LETTER + "(?:" + LETTER + "|['\\u2019](?=" + LETTER + ")|(?<=[0-9]),(?=[0-9]))*", "gu");
  const PLAIN = /[a-z0-9](?:[a-z0-9]|'(?=[a-z0-9])|(?<=[0-9]),(?=[0-9]))*/gi; // the same where all is ASCII, and faster
  const DROPPED = new RegExp("[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1-\\u05c2\\u05c4-\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc"
    + "\\u06df-\\u06e4\\u06e7-\\u06e8\\u06ea-\\u06ed\\u1ab0-\\u1ace\\u1dc0-\\u1dff\\u20d0-\\u20f0\\u3099-\\u309a\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\u{e0100}-\\u{e01ef}]|[^\\p{Alphabetic}\\p{N}\\p{M}]", "gu");
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ı": "i", "ł": "l", "ς": "σ" };
  function fold(word) {
    if (/^[\x00-\x7f]*$/.test(word)) return word.toLowerCase().replace(/[',]/g, "");
    return word.normalize("NFKD").toLowerCase().replace(/[ßæœøđıłς]/g, (letter) => LETTERS[letter]).replace(DROPPED, "");
  }
  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(/^[\x00-\x7f]*$/.test(text) ? PLAIN : WORD)) {
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
    const fits = (i, j) => {
      while (i < word.length) if (word.charCodeAt(i++) !== term.charCodeAt(j++)) return 0;
      return j === term.length ? 2 : j < term.length ? 1 : 0;
    };
    const swapped = at + 1 < word.length && word[at] === term[at + 1] && word[at + 1] === term[at];
    return Math.max(fits(at + 1, at), fits(at, at + 1), fits(at + 1, at + 1), swapped ? fits(at + 2, at + 2) : 0);
  }
  // Letters to change (swaps count once) between two words, or more than `most`.
  const ROWS = [[], [], []];
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [older, old, row] = ROWS;
    for (let j = 0; j <= b.length; j++) old[j] = j;
    for (let i = 1; i <= a.length; i++) {
      let least = row[0] = i;
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      [older, old, row] = [old, row, older];
    }
    return old[b.length];
  }
  // Does a word of the query (`also`: what stands for it) mean this term? Short words that more words follow mean only themselves.
  const means = (word, term) => term === word.text || word.also.has(term) || (word.text.length > 3 && stem(term) === stem(word.text))
    || ((word.last || word.text.length > 2) && term.startsWith(word.text));
  // Which word of the query a term stands for, or -1. Pages repeat their terms, so the answers are kept.
  function which(words, term) {
    const known = words.known || (words.known = new Map());
    let i = known.get(term);
    if (i === undefined) known.set(term, i = words.findIndex((word) => !word.weak && means(word, term)));
    return i;
  }
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
      facets.push({ kind: list[at++], principle: take(), company: [list[at++] - 1], tag: take(), state: list[at++] });
    }
    const cut = [];
    const titleOf = (doc) => cut[doc] || (cut[doc] = tokens(titles[doc]).map((token) => token.term));

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
        if (text.length > 3 && stem(terms[rank]) === base) same.push([rank, 0.5]);
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
      const title = titleOf(doc);
      if (!words.every((word) => title.some((term) => means(word, term)))) return 1;
      for (let at = 0; at + words.length <= title.length; at++) {
        if (words.every((word, i) => means(word, title[at + i]))) {
          const whole = words.every((word, i) => word.text === title[at + i]);
          return (at === 0 ? (title.length === words.length ? 2 : 1.5) : 1.3) * (whole ? 1.2 : 1);
        }
      }
      return 1.15;
    }

    function best(docs, scores, most) {
      if (docs.length > 4 * most) {
        const sorted = new Float32Array(docs.length);
        for (let i = 0; i < docs.length; i++) sorted[i] = scores[docs[i]];
        const least = sorted.sort()[docs.length - most];
        docs = docs.filter((doc) => scores[doc] >= least).slice(0, 4 * most);
      }
      return docs.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, most);
    }

    function search(query, filters = {}) {
      const words = wordsOf(query), scores = new Float32Array(count), hits = new Float32Array(count);
      const parts = words.map((word, i) => look(word, words[i - 1], words[i + 1]));
      // Words that nearly every entry has (a, the, time) may be missing.
      const rarest = Math.max(0, ...words.map((word) => word.rare));
      const some = words.some((word) => !JOIN.has(word.text));
      for (const word of words) word.weak = (some && JOIN.has(word.text)) || (word.found && words.length > 2 && word.rare < 0.25 * rarest);
      const needed = words.map((word, i) => i).filter((i) => !words[i].weak);
      const whole = (list) => { const docs = []; for (let doc = 0; doc < count; doc++) if (list.every((i) => parts[i][doc] > 0)) docs.push(doc); return docs; };
      let docs = whole(needed), partial = false;
      if (!docs.length) {
        words.forEach((word, i) => { if (word.found && !word.weak && !word.corrected && word.text.length > 4) { const kept = parts[i].slice(); near(word, kept); word.spare = kept; } });
        const kept = parts.slice();
        words.forEach((word, i) => { if (word.spare) parts[i] = word.spare; });
        docs = whole(needed);
        if (!docs.length) {
          words.forEach((word, i) => { if (word.spare) { parts[i] = kept[i]; word.corrected = null; } });
          partial = true;
          for (let doc = 0; doc < count; doc++) if (parts.some((part) => part[doc] > 0)) docs.push(doc);
        }
      }
      let most = 0;
      parts.forEach((part, i) => {
        const weight = words[i].weak ? 0.25 : 1;
        most += weight;
        for (let doc = 0; doc < count; doc++) if (part[doc] > 0) { scores[doc] += weight * part[doc]; hits[doc] += weight; }
      });
      if (words.length) for (const doc of docs) scores[doc] *= hits[doc] / most;
      for (const name of ["principle", "company", "tag"]) if (filters[name] >= 0) docs = docs.filter((doc) => facets[doc][name].includes(filters[name]));
      const groups = data.kinds.map((kind) => ({ kind, docs: [] }));
      for (const doc of docs) groups[facets[doc].kind].docs.push(doc);
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
        let found = word.text, least = Math.min(3, word.text.length >> 1), common = 0;
        terms.forEach((term, rank) => {
          if (Math.abs(term.length - word.text.length) > least) return;
          const far = distance(word.text, term, least);
          if (far > least || (far === least && often(rank) <= common)) return;
          [found, least, common, changed] = [term, far, often(rank), true];
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
        const i = which(words, token.term);
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

  const script = document.currentScript, root = script.dataset.root || "", shortcuts = script.dataset.shortcuts !== "false";
  const button = document.querySelector("[data-search]");
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const key in attributes) if (attributes[key] !== false) element.setAttribute(key, attributes[key] === true ? "" : attributes[key]);
    element.append(...children);
    return element;
  }
  function load(file, failed) {
    document.head.append(Object.assign(document.createElement("script"), { src: root + file, onerror: failed }));
  }
  function style() {
    if (!document.querySelector("link[data-find]")) document.head.append(make("link", { rel: "stylesheet", href: root + (script.dataset.style || "assets/search.css"), "data-find": true }));
  }

  // The index, and texts for excerpts; both arrive by a call of the one global function.
  let index = null, asked = false, stale = false;
  const wanted = [];
  const chunks = new Map(), waiting = new Map();
  window.prepgenSearch = (part) => {
    if (part.texts) {
      chunks.set(part.chunk, part.texts);
      (waiting.get(part.chunk) || []).forEach((run) => run());
      waiting.delete(part.chunk);
    } else {
      index = engine(part);
      // Browsers compile what has run: the first letter should not wait for that.
      ["s", "metrc", "qzxjv wrod", index.titles.slice(0, 3).join(" ")].forEach((query, i) => setTimeout(() => index.search(query), 20 * i));
      facets();
      show();
      wanted.splice(0).forEach((use) => use(index));
    }
  };
  function texts(chunk, version, use, failed) {
    if (chunks.has(chunk)) return use(chunks.get(chunk));
    if (waiting.has(chunk)) return waiting.get(chunk).push(() => use(chunks.get(chunk)));
    waiting.set(chunk, [() => use(chunks.get(chunk))]);
    load("search-index." + chunk + ".js?" + version, () => { waiting.delete(chunk); if (failed) failed(); });
  }
  // While one writes, what was loaded grows old: it is loaded anew when it is wanted again, at once where the search is open.
  function renew() {
    stale = false;
    chunks.clear();
    asked = true;
    load("search-index.js?" + Date.now(), () => { stale = true; });
  }
  document.addEventListener("prepgen:change", () => {
    stale = index !== null;
    if (stale && dialog && dialog.open) renew();
  });
  // Practice reveals the same texts, and long lists are filtered by the same index.
  window.prepgenTexts = texts;
  window.prepgenIndex = (use, failed) => {
    if (index) return use(index);
    wanted.push(use);
    if (!asked) { asked = true; load("search-index.js", () => { asked = false; if (failed) failed(); }); }
  };
  function passages(doc, use) {
    const { chunks: firsts, version } = index.data;
    let chunk = firsts.length - 1;
    while (firsts[chunk] > doc) chunk--;
    texts(chunk, version, (list) => {
      const [extra, ...words] = list[doc - firsts[chunk]], found = [];
      for (let i = 0; i < words.length; i += 2) found.push([words[i], words[i + 1]]);
      use(extra, found);
    });
  }

  // The dialog is made when it is first asked for.
  let dialog, input, list, filters, note, message, status, options = [], chosen = -1, speaking;
  const filter = { kind: "", principle: -1, company: -1, tag: -1 };
  function build() {
    input = make("input", { type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "_found", "aria-autocomplete": "list", "aria-label": SAY.name, placeholder: SAY.placeholder,
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", inputmode: "search", enterkeyhint: "go" });
    filters = make("div", { class: "find-filters", role: "group", "aria-label": SAY.filters });
    list = make("div", { id: "_found", role: "listbox", "aria-label": SAY.results, hidden: true });
    message = make("div", { class: "find-message" });
    note = make("span", { class: "find-note" });
    status = make("div", { class: "find-status", role: "status" });
    const close = make("button", { type: "button", class: "find-close", "aria-label": SAY.close }, "×");
    const keys = SAY.keys.map((key) => make("span", { class: "find-key" }, ...key.slice(0, -1).map((name) => make("kbd", {}, name)), " " + key[key.length - 1]));
    dialog = make("dialog", { class: "find", "aria-label": SAY.name }, make("div", { class: "find-top" }, input, close), filters,
      make("div", { class: "find-body" }, list, message), make("div", { class: "find-foot" }, ...keys, note), status);
    document.body.append(dialog);
    input.value = new URLSearchParams(location.search).get("q") || "";
    facets();
    input.addEventListener("input", show);
    input.addEventListener("keydown", keyed);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }
  function open() {
    style();
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    input.focus();
    input.select();
    if (stale) renew();
    if (!index && !asked) {
      asked = true;
      load("search-index.js", () => { asked = false; say(SAY.broken); });
    }
    show();
  }
  function say(text, ...more) {
    message.replaceChildren(make("p", {}, text), ...more);
    clearTimeout(speaking);
    speaking = setTimeout(() => { status.textContent = [...message.children].map((part) => part.textContent).join(" "); }, 400);
  }

  function facets() {
    if (!index || !dialog) return;
    const { data, titles } = index;
    // An index that was loaded anew numbers its names anew: what was chosen is found again by its name.
    const chosen = new Map([...filters.querySelectorAll("select")].map((select) => [select.dataset.name, select.selectedOptions[0].textContent]));
    filters.replaceChildren(make("div", { class: "find-kinds" }));
    for (const [name, labels] of [["principle", data.principles.map((doc) => titles[doc])], ["company", data.companies], ["tag", data.tags]]) {
      filter[name] = chosen.has(name) ? labels.indexOf(chosen.get(name)) : -1;
      if (!labels.length) continue;
      const select = make("select", { "aria-label": SAY[name], "data-name": name }, make("option", { value: -1 }, SAY[name]));
      labels.map((label, i) => [label, i]).sort((a, b) => a[0].localeCompare(b[0])).forEach(([label, i]) => select.append(make("option", { value: i }, label)));
      select.value = filter[name];
      select.addEventListener("change", () => { filter[name] = +select.value; show(); });
      filters.append(select);
    }
  }
  // Buttons are kept and renamed, so that the one in use keeps the focus.
  function kinds(groups) {
    const row = filters.firstChild, counts = new Map(groups.map((group) => [group.kind, group.count]));
    for (const kind of ["", ...index.data.kinds.slice().sort((a, b) => order(a) - order(b))]) {
      let chip = row.querySelector('[data-kind="' + kind + '"]');
      if (!chip) {
        chip = make("button", { type: "button", "data-kind": kind });
        chip.addEventListener("click", () => { filter.kind = filter.kind === kind ? "" : kind; show(); });
        row.append(chip);
      }
      const count = counts.get(kind);
      chip.replaceChildren(kind ? SAY.kinds[kind] || kind : SAY.all, ...(count ? [" ", make("small", {}, count.toLocaleString())] : []));
      chip.setAttribute("aria-pressed", String(filter.kind === kind));
    }
  }
  const order = (kind) => Object.keys(SAY.kinds).indexOf(kind);

  function show() {
    if (!dialog || !dialog.open) return;
    list.replaceChildren();
    message.replaceChildren();
    note.textContent = "";
    options = [];
    const query = input.value.trim(), narrowed = filter.principle >= 0 || filter.company >= 0 || filter.tag >= 0;
    if (!index) { if (asked) say(SAY.loading); }
    else if (!query && !narrowed && !filter.kind) { kinds([]); say(SAY.start(index.count)); }
    else {
      const found = index.search(input.value.trimStart(), filter);
      // Signs alone ask for nothing that an entry could have.
      if (query && !found.words.length) found.groups = [];
      const groups = found.groups.filter((group) => !filter.kind || group.kind === filter.kind);
      kinds(query || narrowed ? found.groups : []);
      for (const group of groups) results(group, found.words, query);
      if (!groups.length) nothing(query, found, narrowed || filter.kind);
      else {
        const notes = [found.also.length ? SAY.also(found.also) : "", found.partial ? SAY.partial : ""].filter(Boolean);
        note.textContent = notes.join("; ");
        clearTimeout(speaking);
        speaking = setTimeout(() => { status.textContent = [SAY.count(groups.reduce((sum, group) => sum + group.count, 0)), ...notes].join(", "); }, 400);
        if (found.nearest) message.replaceChildren(offer(SAY.nearest, found.nearest));
      }
    }
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    choose(options.length ? 0 : -1);
    list.parentNode.scrollTop = 0;
  }
  function offer(text, word) {
    const use = make("button", { type: "button" }, word);
    use.addEventListener("click", () => { input.value = word; input.focus(); show(); });
    return make("p", {}, text, use);
  }
  function nothing(query, found, narrowed) {
    const more = [];
    if (found.nearest) more.push(offer(SAY.nearest, found.nearest));
    if (narrowed) {
      const clear = make("button", { type: "button" }, SAY.everywhere);
      clear.addEventListener("click", () => {
        Object.assign(filter, { kind: "", principle: -1, company: -1, tag: -1 });
        filters.querySelectorAll("select").forEach((select) => { select.value = -1; });
        input.focus();
        show();
      });
      more.push(make("p", {}, clear));
    }
    say(SAY.nothing(query), ...more);
  }

  function results(group, words, query) {
    const id = "_found-" + group.kind, docs = group.docs.slice(0, filter.kind ? MOST : SHOWN), count = docs.length < group.count ? SAY.some(docs.length, group.count) : "";
    const box = make("div", { role: "group", "aria-labelledby": id }, make("div", { id, role: "presentation", class: "find-kind" }, SAY.kinds[group.kind] || group.kind, " ", make("small", {}, count)));
    for (const doc of docs) {
      const title = make("b"), text = make("span"), at = options.length;
      marked(title, index.titles[doc], words);
      const option = make("a", { role: "option", id: "_found" + at, tabindex: -1, href: address(index.urls[doc], query), "aria-selected": "false" }, title, text);
      passages(doc, (extra, found) => {
        const piece = (words.length && (excerpt(found, words) || excerpt([["", extra]], words))) || { name: "", text: extra || (found[0] ? found[0][1].slice(0, 200) : "") };
        if (piece.name) text.append(make("i", {}, piece.name + ": "));
        marked(text, piece.text, words);
      });
      option.addEventListener("click", (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close(); });
      option.addEventListener("pointermove", () => { if (chosen !== at) choose(at, true); });
      options.push(option);
      box.append(option);
    }
    list.append(box);
  }
  function address(url, query) {
    const [path, anchor] = url.split("#");
    return root + path + (query ? "?q=" + encodeURIComponent(query) : "") + (anchor ? "#" + anchor : "");
  }
  function marked(element, text, words) {
    let at = 0;
    for (const { term, start, end } of tokens(text)) {
      if (which(words, term) < 0) continue;
      element.append(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    }
    element.append(text.slice(at));
  }

  function choose(next, still) {
    if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
    chosen = next;
    const option = options[next];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    if (!still) (next ? option : option.parentNode).scrollIntoView({ block: "nearest" });
  }
  function keyed(event) {
    if (event.isComposing || event.keyCode === 229) return; // one browser tells the Enter that ends a composition by its code alone
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key], last = options.length - 1;
    if (step && last >= 0) {
      event.preventDefault();
      const next = chosen + step;
      choose(Math.abs(step) > 1 ? Math.max(0, Math.min(last, next)) : next > last ? 0 : next < 0 ? last : next);
    } else if (event.key === "Enter" && options[chosen]) {
      event.preventDefault();
      options[chosen].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
    }
  }

  // The page that opens shows the words; a word that it lacks is looked for with one slip, as the search did.
  function mark(query) {
    const main = document.querySelector("main"), words = wordsOf(query).map((word) => ({ ...word, last: false })), found = [];
    if (!main || !words.length) return;
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.parentElement.closest("script, style, svg, select, textarea, button")) tokens(node.data).forEach((token) => found.push({ ...token, node }));
    }
    for (const word of words) {
      if (word.text.length < 5 || found.some((token) => means(word, token.term))) continue;
      found.forEach((token) => { if (slip(word.text, token.term)) word.also.add(token.term); });
    }
    // What stands everywhere (a, the) shows nothing.
    if (words.length > 1) for (const word of words) word.weak = found.filter((token) => means(word, token.term)).length > Math.max(8, found.length / 25);
    const hits = found.filter((token) => which(words, token.term) >= 0);
    if (!hits.length) return;
    style();
    const marks = hits.reverse().map(({ node, start, end }) => {
      const range = new Range(), element = make("mark", { class: "found" });
      range.setStart(node, start);
      range.setEnd(node, end);
      range.surroundContents(element);
      return element;
    });
    const first = marks[marks.length - 1];
    if (!location.hash && first.getBoundingClientRect().bottom > innerHeight) first.scrollIntoView({ block: "center" });
    document.addEventListener("keydown", function end(event) {
      if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
      marks.forEach((element) => { const parent = element.parentNode; element.replaceWith(...element.childNodes); parent.normalize(); });
      document.removeEventListener("keydown", end);
    });
  }

  function typing(target) {
    return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }
  if (button) {
    button.hidden = false;
    button.addEventListener("click", open);
    if (shortcuts) {
      button.setAttribute("aria-keyshortcuts", "Control+K Meta+K /");
      const key = button.querySelector("kbd");
      if (key && /Mac|iP/.test(navigator.platform)) key.textContent = "⌘ K";
    }
  }
  if (shortcuts) {
    document.addEventListener("keydown", (event) => {
      if (event.altKey || event.shiftKey && event.key !== "/" || event.defaultPrevented) return;
      const control = event.ctrlKey || event.metaKey;
      if (control ? event.key.toLowerCase() !== "k" : event.key !== "/" || typing(event.target)) return;
      const other = document.querySelector("dialog[open]");
      if (other && other !== dialog) return;
      event.preventDefault();
      open();
    });
  }
  const carried = new URLSearchParams(location.search).get("q");
  if (carried) mark(carried.slice(0, 200));
})();
