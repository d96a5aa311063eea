// How well the search finds what is known to be there, and how fast, beside MiniSearch and (where it is installed) Pagefind over the same pages.
//
//     node quality.mjs SITE [CORPUS]
//
// SITE is the built project's own handbook, for the queries of queries.mjs. CORPUS is any other built handbook: its own titles are asked for as they are, with their words turned round,
// cut short, and with one typing mistake each. search.test.mjs holds the results of the first half.
import { createServer } from "node:http";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import MiniSearch from "minisearch";
import { QUERIES } from "./queries.mjs";

const { engine } = createRequire(import.meta.url)("../../themes/default/assets/search.js");

// What the site's own scripts hold: the index, and of each document its address, title and words.
export function load(site) {
  const parts = [];
  const names = readdirSync(site).filter((name) => /^search-index(\.\d+)?\.js$/.test(name));
  const context = vm.createContext({ prepgenSearch: (part) => parts.push(part) });
  for (const name of names) vm.runInContext(readFileSync(join(site, name), "utf8"), context);
  const main = parts.find((part) => part.titles !== undefined), texts = [];
  parts.filter((part) => part.texts).sort((a, b) => a.chunk - b.chunk).forEach((part) => texts.push(...part.texts));
  const titles = main.titles.split("\n"), urls = main.urls.split("\n");
  const documents = urls.map((url, id) => ({ id, url, title: titles[id], extra: texts[id][0], text: texts[id].slice(1).filter((_, i) => i % 2).join("\n") }));
  return { main, documents, bytes: statSync(join(site, "search-index.js")).size, packed: gzipSync(readFileSync(join(site, "search-index.js")), { level: 9 }).length };
}

// The addresses in the order in which the dialog shows them.
export function own(index) {
  return (query) => index.search(query).groups.flatMap((group) => group.docs.slice(0, 5)).map((doc) => index.urls[doc]);
}

export function mini(documents) {
  const index = new MiniSearch({ fields: ["title", "extra", "text"], storeFields: ["url"], searchOptions: { boost: { title: 3, extra: 2 }, prefix: true, fuzzy: 0.2, combineWith: "AND" } });
  index.addAll(documents);
  return (query) => {
    const all = index.search(query), found = all.length ? all : index.search(query, { combineWith: "OR" });
    return found.slice(0, 25).map((hit) => hit.url);
  };
}

// Success at the first and among the first five, and the mean of one over the rank.
export async function score(search, queries) {
  let first = 0, five = 0, mrr = 0;
  const missed = [];
  for (const { query, wanted } of queries) {
    const found = await search(query), rank = found.findIndex((url) => wanted.includes(url)) + 1;
    if (rank === 1) first++; else missed.push(`${query} (${rank || "not found"}: ${found[0] ?? "nothing"})`);
    if (rank && rank <= 5) five++;
    mrr += rank ? 1 / rank : 0;
  }
  const n = queries.length;
  return { "success@1": first / n, "success@5": five / n, MRR: mrr / n, missed };
}

function dice(seed) {
  return () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 2 ** 32; };
}
// Queries that a corpus answers by itself: titles of its stories, as people mistype them.
export function made(documents, count) {
  const random = dice(1), pick = (n) => Math.floor(random() * n), stories = documents.filter(({ url }) => url.startsWith("stories/"));
  const wrong = (word) => {
    const at = 1 + pick(word.length - 2), letter = "etaoinsr"[pick(8)];
    return [word.slice(0, at) + word.slice(at + 1), word.slice(0, at) + letter + word.slice(at), word.slice(0, at) + letter + word.slice(at + 1), word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)][pick(4)];
  };
  const ways = [
    (words) => words.join(" "), (words) => words.slice().reverse().join(" "), (words) => words.slice(0, -1).join(" ") + " " + words.at(-1).slice(0, 4),
    (words) => { const long = words.map((word, i) => [word.length, i]).sort((a, b) => b[0] - a[0])[0][1]; return words.map((word, i) => (i === long ? wrong(word) : word)).join(" "); },
  ];
  return Array.from({ length: count }, (_, i) => {
    const story = stories[pick(stories.length)], words = story.title.split(/\s+/);
    const number = /number (\d+)/.exec(story.text);
    return { query: i % 5 === 4 && number ? number[1] : ways[i % 4](words), wanted: [story.url] };
  });
}

async function pagefind(site) {
  const code = join(site, "pagefind/pagefind.js");
  if (!existsSync(code)) return null;
  const server = createServer((request, response) => {
    try { response.writeHead(200, { "content-type": request.url.includes("wasm") ? "application/wasm" : "application/octet-stream" }); response.end(readFileSync(join(site, decodeURIComponent(new URL(request.url, "http://x").pathname)))); } catch { response.end(); }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`, plain = globalThis.fetch;
  globalThis.fetch = (url, options) => plain(new URL(String(url).replace(/^file:.*?(?=\/pagefind\/)/, ""), origin), options);
  globalThis.window = globalThis;
  globalThis.location = new URL(origin);
  globalThis.document = { querySelector: () => ({ getAttribute: () => "en" }), documentElement: { getAttribute: () => "en", lang: "en" }, currentScript: null };
  const peer = await import(pathToFileURL(code).href);
  await peer.init();
  return { search: async (query) => {
    const { results } = await peer.search(query);
    const data = await Promise.all(results.slice(0, 25).map((result) => result.data()));
    // Its pages are whole pages, so a list of questions to ask is found as asks.html.
    return data.map((one) => one.url.slice(one.url.indexOf(site) < 0 ? one.url.search(/[^/]+(\/[^/]+)?$/) : 0).replace(/^.*?((?:stories|questions|principles|pages|interviews)\/[^/]+|[^/]+)$/, "$1"));
  }, stop: () => server.close() };
}

async function compare(site, queries, out) {
  const { main, documents, bytes, packed } = load(site), started = performance.now(), index = engine(main), ready = performance.now() - started;
  const rows = { prepgen: await score(own(index), queries), minisearch: await score(mini(documents), queries) };
  const peer = await pagefind(site);
  if (peer) {
    const loose = queries.map(({ query, wanted }) => ({ query, wanted: wanted.map((url) => url.split("#")[0]) }));
    rows.pagefind = await score(peer.search, loose);
    peer.stop();
  }
  const stories = documents.filter(({ url }) => url.startsWith("stories/")).length;
  const cold = performance.now();
  engine(main).search(queries[0].query);
  const first = performance.now() - cold;
  // Every keystroke of every query.
  const times = [];
  for (const { query } of queries) for (let end = 1; end <= query.length; end++) { const from = performance.now(); index.search(query.slice(0, end)); times.push(performance.now() - from); }
  times.sort((a, b) => a - b);
  out(`${site}: ${documents.length} documents, ${queries.length} queries`);
  for (const [name, { missed, ...figures }] of Object.entries(rows)) out(`  ${name.padEnd(11)} ${Object.entries(figures).map(([key, value]) => `${key} ${value.toFixed(3)}`).join("  ")}  missed: ${missed.slice(0, 12).join("; ")}`);
  out(`  index ${bytes} bytes, ${packed} compressed: ${Math.round(bytes / stories)} and ${Math.round(packed / stories)} a story; ready in ${ready.toFixed(1)} ms, first result ${first.toFixed(1)} ms, a keystroke ${times[times.length >> 1].toFixed(2)} ms in the middle, ${times[Math.floor(times.length * 0.99)].toFixed(2)} ms at 99 %, ${times.at(-1).toFixed(2)} ms at most`);
}

if (process.argv[1]?.endsWith("quality.mjs")) {
  const [, , site, ...corpora] = process.argv;
  await compare(site, QUERIES, console.log);
  for (const corpus of corpora) await compare(corpus, made(load(corpus).documents, 100), console.log);
}
