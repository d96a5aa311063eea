// Practice: draws a question, keeps the time, reveals cue and story, and schedules when it comes back. The record of what was practised stays in the browser.
// A classic script that loads its data as scripts (their form stands in src/render/practice.rs), because pages opened from disk may not fetch.
(function () {
  "use strict";

  // Everything that it says.
  const SAY = {
    everything: "All questions", principle: "By principle", loops: "Mock loop", start: "Start", cue: "Show cue", story: "Show story", notes: "Show notes", pause: "Pause", go: "Go on",
    another: "Another", next: "Next", question: "question", ratings: ["Again", "Hard", "Good", "Easy"], today: "today", tomorrow: "tomorrow", days: (n) => n + " days", months: (n) => n + " months", within: (when) => (/^\d/.test(when) ? "in " + when : when),
    due: (due, all) => (all === 0 ? "No question here" : due === 0 ? "None of " + all + " due today" : due + " of " + all + " due today"),
    shows: (principle) => "Tell me about a time that shows " + principle + ".",
    part: (at, all, name, who, focus) => (name ? name + (who ? ", " + who : "") + " · " : "") + focus + " · " + at + " of " + all,
    of: (total) => "of " + total, over: (time) => time + " over", long: (time) => "over " + time + ": too long",
    yours: (time) => time + " as written", page: "The question’s page", own: "Your notes", also: "Or tell", nothing: "No story answers it yet. What would you say?", no_words: "The words could not be loaded.",
    noted: (rating, when) => "Noted: " + rating + ". It comes back " + SAY.within(when) + ".", undo: "Undo", undone: "Taken back.", paused: "Paused.", running: "The time runs.",
    shown: { cue: "The cue stands below.", story: "The answer stands below." },
    rest: "Nothing more is due today.", later: (when) => "The next question comes back " + SAY.within(when) + ".", ahead: "Practise ahead",
    none: "There is nothing to draw here: no question of this choice has an answer. Take in those without one, or choose others.",
    loop_end: (told, all) => "That was the loop: " + told + " of " + all + " told.", once_more: "Once more", heard: "Its story was told already in this loop: no second time. Which other one could you tell?",
    kept: "How each answer went is kept in this browser alone. Ratings say when a question comes back, by the schedule FSRS-6.",
    lost: "This browser keeps nothing for this page: save the record as a file before you leave.",
    spoiled: "The record that this browser held could not be read. It was put aside, and a new one begins.",
    newer: "A newer prepgen wrote the record that this browser holds. It is left as it is: save this one as a file before you leave.",
    future: "an answer in it lies in the future.", take_open: "Take in those without an answer",
    added: (n) => (n === 0 ? "Nothing new in that file." : n === 1 ? "One answer added from the file." : n + " answers added from the file."), refused: (why) => "Nothing was added: " + why,
    broken: "The questions could not be loaded.",
  };

  // ---- FSRS-6, the Free Spaced Repetition Scheduler, with its default parameters: how a memory fades and what a review does to it, as
  // https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm writes it. Tested against its reference implementation.
  const W = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542];
  const AGAIN = 1, HARD = 2, GOOD = 3, EASY = 4;
  const RETENTION = 0.9; // how likely an answer should still come when it is due again
  const LONGEST = 365; // days until anything comes back: interviews are nearer than that
  const LEAST = 0.001, MOST = 36500;
  const between = (value, low, high) => Math.min(Math.max(value, low), high);

  // The chance that an answer of this stability still comes after so many days.
  function retrievability(days, stability) {
    return (1 + (Math.pow(0.9, -1 / W[20]) - 1) * days / stability) ** -W[20];
  }
  const firstDifficulty = (rating) => W[4] - Math.exp(W[5] * (rating - 1)) + 1;

  // The memory after an answer; `state` is what it was, or nothing, and `days` how long ago.
  function remember(state, rating, days) {
    if (!state) return { stability: W[rating - 1], difficulty: between(firstDifficulty(rating), 1, 10) };
    const { stability: s, difficulty: d } = state;
    let stability;
    if (days < 1) {
      const grows = Math.exp(W[17] * (rating - 3 + W[18])) * s ** -W[19];
      stability = s * (rating >= HARD ? Math.max(grows, 1) : grows);
    } else {
      const r = retrievability(days, s);
      if (rating === AGAIN) {
        stability = Math.min(W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * Math.exp(W[14] * (1 - r)), s / Math.exp(W[17] * W[18]));
      } else {
        const bonus = rating === HARD ? W[15] : rating === EASY ? W[16] : 1;
        stability = s * (1 + Math.exp(W[8]) * (11 - d) * s ** -W[9] * (Math.exp(W[10] * (1 - r)) - 1) * bonus);
      }
    }
    const moved = d - W[6] * (rating - 3) * (10 - d) / 9;
    return { stability: between(stability, LEAST, MOST), difficulty: between(W[7] * firstDifficulty(EASY) + (1 - W[7]) * moved, 1, 10) };
  }
  // Whole days until the chance has fallen to RETENTION.
  const interval = (stability) => between(Math.round(stability * (RETENTION ** (-1 / W[20]) - 1) / (0.9 ** (-1 / W[20]) - 1)), 1, LONGEST);
  // The days that each rating would give. Again is the same day; a better rating never brings a question back sooner or as soon.
  function choices(state, days) {
    const [hard, good, easy] = [HARD, GOOD, EASY].map((rating) => interval(remember(state, rating, days).stability));
    const least = Math.min(hard, good), middle = Math.max(good, least + 1);
    return [0, least, middle, Math.max(easy, middle + 1)];
  }

  // ---- The record: for each question's id the answers, each when, how it went, and how many seconds it took. The schedule is computed from it, so two records
  // are merged by taking every answer of both.
  const NAME = "prepgen-practice", KIND = "prepgen practice record", LARGEST = 8e6;
  const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
  const day = (date) => Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 864e5);

  // A record from its text; what is wrong is thrown as a sentence.
  function read(text) {
    if (text.length > LARGEST) throw new Error("the file is too large for a record.");
    let data;
    try { data = JSON.parse(text); } catch (error) { throw new Error("it is no JSON file."); }
    if (!data || typeof data !== "object" || data.kind !== KIND) throw new Error("it is no record of practice.");
    if (data.version !== 1) throw Object.assign(new Error("a newer prepgen wrote it."), { newer: true });
    if (!data.answers || typeof data.answers !== "object" || Array.isArray(data.answers)) throw new Error("it holds no answers.");
    const record = new Map();
    for (const [id, list] of Object.entries(data.answers)) {
      if (!id || id.length > 300 || !Array.isArray(list)) throw new Error("what it says of “" + id.slice(0, 40) + "” is no list of answers.");
      for (const answer of list) {
        const [when, rating, seconds] = Array.isArray(answer) ? answer : [];
        const time = typeof when === "string" && TIME.test(when) && Date.parse(when);
        // Days that no month has come back as others.
        const real = time && new Date(time).toISOString().slice(0, 19) + "Z" === when;
        if (!real || ![1, 2, 3, 4].includes(rating) || !Number.isInteger(seconds) || seconds < 0 || seconds > 86400 || answer.length !== 3) {
          throw new Error("an answer to “" + id.slice(0, 40) + "” is not [time, rating from 1 to 4, seconds].");
        }
      }
      if (list.length) record.set(id, tidy(list));
    }
    return record;
  }
  // Answers in order, each moment once: a second one at the same moment is a copy.
  function tidy(list) {
    const seen = new Map(list.map((answer) => [answer[0], answer]));
    return [...seen.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }
  // Both records; and how many answers were new to the first.
  function merge(record, other) {
    const merged = new Map(record);
    let added = 0;
    for (const [id, list] of other) {
      const own = record.get(id) || [], all = tidy(list.concat(own));
      added += all.length - own.length;
      merged.set(id, all);
    }
    return { record: merged, added };
  }
  function write(record) {
    const lines = [...record].filter((entry) => entry[1].length).sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([id, list]) => JSON.stringify(id) + ": " + JSON.stringify(list));
    return '{"kind": ' + JSON.stringify(KIND) + ', "version": 1, "answers": {\n' + lines.join(",\n") + "\n}}\n";
  }
  // Whether an answer was given later than now; a clock may be a day off.
  const isAhead = (record, now) => [...record.values()].some((list) => list.some((answer) => Date.parse(answer[0]) > now + 864e5));
  // Where a question stands: its memory, the day of the last answer, and the day on which it is due.
  function standing(list) {
    let at = null;
    for (const [when, rating] of list || []) {
      const today = day(new Date(when)), days = at ? Math.max(0, today - at.last) : 0;
      const due = today + choices(at && at.state, days)[rating - 1];
      at = { state: remember(at && at.state, rating, days), last: today, due };
    }
    return at;
  }

  // The order in which questions come: what is due, the longest waiting first; what is new; what went wrong today; and last what is not due yet.
  function ranked(ids, record, today) {
    const group = (at) => (!at ? 1 : at.due > today ? 3 : at.last === today ? 2 : 0);
    const all = ids.map((id, place) => { const at = standing(record.get(id)); return { id, place, at, group: group(at) }; });
    const last = (id) => (record.get(id) || [[""]]).slice(-1)[0][0];
    return all.sort((a, b) => a.group - b.group || (a.at && b.at ? a.at.due - b.at.due || (last(a.id) < last(b.id) ? -1 : 1) : a.place - b.place));
  }

  function mixed(list, random = Math.random) {
    const out = list.slice();
    for (let i = out.length - 1; i > 0; i--) { const j = Math.floor(random() * (i + 1)); [out[i], out[j]] = [out[j], out[i]]; }
    return out;
  }
  const clock = (seconds) => Math.floor(seconds / 60) + ":" + String(Math.floor(seconds % 60)).padStart(2, "0");

  // The questions of a loop in their order, each with the one story that it may reveal: an event that was offered once is not offered again.
  function sequence(loop) {
    const told = new Set();
    return loop.rounds.flatMap((round, number) => round.focus.map((focus) => {
      const heard = focus.story !== null && told.has(focus.story.event);
      if (focus.story && !heard) told.add(focus.story.event);
      return { ...focus, story: heard ? null : focus.story, heard, round: number, name: round.name, interviewer: round.interviewer };
    }));
  }

  if (typeof module === "object" && typeof document === "undefined") {
    module.exports = { retrievability, remember, choices, interval, read, merge, write, isAhead, standing, ranked, mixed, sequence, day };
    return;
  }

  const drill = document.querySelector("[data-drill]"), root = document.currentScript.dataset.root || "";
  if (!drill) return;
  const part = (name) => drill.querySelector("[data-" + name + "]"), doing = (name) => drill.querySelector('[data-do="' + name + '"]');
  const make = (name, className, ...children) => { const element = document.createElement(name); if (className) element.className = className; element.append(...children); return element; };
  const load = (file, failed) => document.head.append(Object.assign(document.createElement("script"), { src: root + file, onerror: failed }));
  const say = (text) => { part("say").textContent = text; };
  const note = (text) => { part("note").textContent = text; say(text); };

  // ---- Keeping it
  let record = new Map(), keeps = true;
  function unkept(why) {
    if (keeps) note(why);
    keeps = false;
  }
  // The record that the browser holds now, which another window may have changed since; null where it holds none that can be read.
  function recall() {
    let kept = null;
    try { kept = localStorage.getItem(NAME); } catch (error) { unkept(SAY.lost); return null; }
    if (!kept) return new Map();
    try { return read(kept); } catch (error) {
      // A record that is not understood is never written over.
      if (error.newer) unkept(SAY.newer);
      else {
        try {
          let place = NAME + "-unread";
          for (let n = 2; localStorage.getItem(place) !== null && localStorage.getItem(place) !== kept; n++) place = NAME + "-unread-" + n;
          localStorage.setItem(place, kept);
          localStorage.removeItem(NAME);
          note(SAY.spoiled);
        } catch (e) { unkept(SAY.lost); }
      }
      return null;
    }
  }
  function keep(change) {
    if (keeps) record = recall() || record;
    change();
    if (!keeps) return;
    try { localStorage.setItem(NAME, write(record)); } catch (error) { unkept(SAY.lost); }
  }

  // ---- The data
  let data = null;
  const cards = new Map(), waiting = new Map();
  window.prepgenPractice = (given) => {
    if (given.cards) {
      cards.set(given.chunk, given.cards);
      (waiting.get(given.chunk) || []).forEach((run) => run());
      waiting.delete(given.chunk);
    } else {
      data = given;
      begin();
    }
  };
  function card(number, use) {
    let chunk = data.firsts.length - 1;
    while (data.firsts[chunk] > number) chunk--;
    const run = () => use(cards.get(chunk)[number - data.firsts[chunk]]);
    if (cards.has(chunk)) return run();
    if (waiting.has(chunk)) return waiting.get(chunk).push(run);
    waiting.set(chunk, [run]);
    load("practice-data." + chunk + ".js?" + data.version, () => { waiting.delete(chunk); note(SAY.no_words); });
  }

  // ---- What is asked now
  let current = null, queue = [], loop = null, place = 0, tally = [], ahead = false, last = null;
  // The clock: seconds gathered before the last start, and when it was started.
  let gathered = 0, started = 0, ticking = 0, shown = "";
  const elapsed = () => gathered + (started ? (performance.now() - started) / 1000 : 0);
  const today = () => day(new Date());
  const settings = { pick: "", order: "due", open: false, keys: true };

  function pool() {
    const numbers = data.questions.map((question, number) => number);
    const principle = settings.pick.startsWith("principle/") ? data.principles.findIndex((one) => "principle/" + one[0] === settings.pick) : -1;
    return numbers.filter((number) => {
      const [, , of, answered] = data.questions[number];
      return (principle < 0 || of.includes(principle)) && (settings.open || answered > 0);
    });
  }
  const idOf = (number) => data.questions[number][0];

  // Chooses anew: the settings changed, or the page opened.
  function draw(wanted) {
    loop = data.loops.find((one) => "loop/" + one.id === settings.pick) || null;
    ahead = false;
    last = null;
    part("last").replaceChildren();
    part("done").hidden = true;
    if (loop) {
      loop = { ...loop, items: sequence(loop) };
      place = -1;
      tally = [];
    }
    queue = loop ? [] : mixed(pool());
    following(wanted);
  }
  function following(wanted) {
    if (loop) {
      place++;
      if (place >= loop.items.length) return finished(SAY.loop_end(tally.filter((one) => one > 1).length, loop.items.length), SAY.once_more, () => draw());
      return ask(loop.items[place]);
    }
    const byId = new Map(queue.map((number) => [idOf(number), number])), before = current && current.question;
    if (wanted !== undefined) return ask({ question: wanted, wanted: true });
    if (!queue.length) return settings.open ? finished(SAY.none) : finished(SAY.none, SAY.take_open, () => { part("open").checked = true; part("open").dispatchEvent(new Event("change")); });
    if (settings.order === "shuffle") {
      const at = queue.length > 1 && queue[0] === before ? 1 : 0, [number] = queue.splice(at, 1);
      queue.push(number);
      return ask({ question: number });
    }
    const order = ranked([...byId.keys()], record, today()).filter((one) => queue.length === 1 || byId.get(one.id) !== before);
    const first = order.find((one) => one.group < 3) || (ahead ? order[0] : null);
    if (first) return ask({ question: byId.get(first.id) });
    // What was asked just now may be all that is due.
    if (before !== null && before !== undefined && byId.has(idOf(before))) {
      const at = standing(record.get(idOf(before)));
      if (!at || at.due <= today()) return ask({ question: before });
    }
    const soonest = Math.min(...[...byId.keys()].map((id) => standing(record.get(id)).due));
    finished(SAY.rest + " " + SAY.later(until(soonest - today())), SAY.ahead, () => { ahead = true; following(); });
  }
  function finished(text, button, act) {
    current = null;
    halt();
    part("stage").hidden = true;
    const box = part("done");
    box.replaceChildren(make("p", "", text));
    box.hidden = false;
    if (button) {
      const more = make("button", "button primary", button);
      more.type = "button";
      more.addEventListener("click", () => { box.hidden = true; act(); });
      box.append(make("p", "buttons", more));
      if (loop || last) more.focus();
    }
    say(text);
    count();
  }
  function until(days) {
    return days <= 0 ? SAY.today : days === 1 ? SAY.tomorrow : days < 60 ? SAY.days(days) : SAY.months(Math.round(days / 30.4));
  }

  function ask(item) {
    const before = current;
    halt();
    gathered = 0;
    current = { ...item, question: item.question ?? null, stage: "ready", paused: false, at: 0 };
    const [, title, of] = current.question === null ? ["", item.title, []] : data.questions[current.question];
    part("stage").hidden = false;
    part("done").hidden = true;
    part("question").textContent = current.question === null ? SAY.shows(title) : title;
    part("for").textContent = loop ? SAY.part(place + 1, loop.items.length, item.name, item.interviewer, item.title.length > 60 ? SAY.question : item.title) : of.map((number) => data.principles[number][1]).join(" · ");
    for (const name of ["cue", "story"]) { part(name).hidden = true; part(name).replaceChildren(); }
    rates();
    buttons();
    tick();
    count();
    const asked = current;
    if (current.question !== null) card(current.question, (found) => { if (current === asked) { current.card = found; buttons(); } });
    if (before) part("question").focus();
    address();
  }

  function count() {
    const all = pool();
    const due = all.filter((number) => { const at = standing(record.get(idOf(number))); return !at || at.due <= today(); }).length;
    part("count").textContent = loop ? loop.title : SAY.due(due, all.length);
  }
  function rates() {
    const at = current.question === null ? null : standing(record.get(idOf(current.question)));
    const days = choices(at && at.state, at ? Math.max(0, today() - at.last) : 0);
    part("rate").replaceChildren(...SAY.ratings.map((name, i) => {
      const button = make("button", "button", ...(settings.keys ? [make("kbd", "", String(i + 1)), " "] : []), name, make("small", "", " · " + until(days[i])));
      button.type = "button";
      button.disabled = current.stage === "ready";
      button.addEventListener("click", () => rate(i + 1));
      return button;
    }));
  }
  function label(name, text, key) {
    const button = doing(name);
    button.hidden = !text;
    button.replaceChildren(text || "", ...(settings.keys ? [" ", make("kbd", "", key)] : []));
  }
  function answerName() {
    const known = current.card;
    return !stories().length && known && known.notes && !loop ? SAY.notes : SAY.story;
  }
  function stories() {
    return loop ? [current.story].filter(Boolean) : (current.card ? current.card.stories : []);
  }
  function buttons() {
    const { stage } = current;
    label("step", stage === "ready" ? SAY.start : stage === "told" ? (stories().length ? SAY.cue : answerName()) : stage === "cue" ? answerName() : "", "Space");
    const next = stage === "cue" || (stage === "told" && !stories().length); // the first button shows the answer itself
    label("story", stage === "story" || next ? "" : answerName(), "Enter");
    label("pause", stage === "ready" || stage === "story" ? "" : current.paused ? SAY.go : SAY.pause, "P");
    label("another", loop ? SAY.next : SAY.another, "N");
  }

  // ---- The clock
  const bars = [...drill.querySelectorAll(".budget li")], total = bars.reduce((sum, bar) => sum + Number(bar.dataset.seconds), 0);
  bars.forEach((bar) => { bar.style.flexGrow = bar.dataset.seconds; });
  function tick() {
    let seconds = elapsed();
    const text = clock(seconds);
    if (text !== shown) part("clock").textContent = shown = text;
    const over = seconds > data.limit ? SAY.long(clock(data.limit)) : seconds > total ? SAY.over(clock(seconds - total)) : SAY.of(clock(total));
    if (part("over").textContent !== over) part("over").textContent = over;
    part("over").classList.toggle("over", seconds > total);
    bars.forEach((bar) => {
      const own = Number(bar.dataset.seconds), full = Math.min(1, Math.max(0, seconds / own));
      bar.firstChild.style.setProperty("--full", full);
      bar.classList.toggle("now", started > 0 && full < 1 && seconds > 0);
      seconds -= own;
    });
    if (started) ticking = setTimeout(tick, 200);
  }
  function run() { if (!started) { started = performance.now(); tick(); } }
  function halt() { gathered = elapsed(); started = 0; clearTimeout(ticking); if (data) tick(); }

  // ---- What the buttons do
  const acts = {
    step() {
      if (current.stage === "ready") { current.stage = "told"; run(); say(SAY.running); buttons(); rates(); }
      else if (current.stage === "told" && stories().length) reveal("cue");
      else reveal("story");
    },
    story() { if (current.stage !== "story") reveal("story"); },
    pause() {
      if (current.stage === "ready" || current.stage === "story") return;
      current.paused = !current.paused;
      if (current.paused) halt(); else run();
      say(current.paused ? SAY.paused : SAY.running);
      buttons();
    },
    another() { if (loop) tally.push(0); following(); },
    undo() {
      if (!last) return;
      const { id, answer, item } = last;
      if (loop) { place = last.place; tally.length = place; }
      last = null;
      keep(() => {
        const rest = (record.get(id) || []).filter((one) => one[0] !== answer[0]);
        if (rest.length) record.set(id, rest); else record.delete(id);
      });
      part("last").replaceChildren();
      ask(item);
      // As it was left: the time stands, and the rating can be given anew.
      Object.assign(current, { stage: "told", paused: true });
      gathered = answer[2];
      rates();
      buttons();
      tick();
      say(SAY.undone);
    },
    save() {
      const link = make("a");
      link.href = URL.createObjectURL(new Blob([write(record)], { type: "application/json" }));
      link.download = "practice-" + new Date().toISOString().slice(0, 10) + ".json";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
    },
    add() { part("file").click(); },
  };
  function reveal(stage) {
    if (current.stage === "ready") run();
    if (stage === "story") halt();
    const focused = document.activeElement;
    current.stage = stage;
    rates();
    const asked = current, use = () => {
      if (current !== asked) return;
      cue();
      if (stage === "story") answer();
      buttons();
      // A button that has done its work takes the focus along.
      if (focused && focused.hidden && drill.contains(focused)) (stage === "story" ? part("rate").querySelector("button") : doing("step")).focus();
      say(SAY.shown[stage]);
    };
    if (current.question === null || current.card) use(); else card(current.question, (found) => { asked.card = found; use(); });
  }
  function cue() {
    const box = part("cue"), told = stories()[current.at];
    if (!told) return;
    const lines = told.lines.map(([name, role, , text]) => make("li", role, make("b", "", name), " ", text));
    box.replaceChildren(...(told.hook ? [make("p", "drill-hook", told.hook)] : []), make("ul", "", ...lines));
    box.hidden = false;
  }
  function answer() {
    const box = part("story"), list = stories(), told = list[current.at];
    box.hidden = false;
    if (!told && !(current.card && current.card.notes && !loop)) {
      box.replaceChildren(make("p", "", current.heard ? SAY.heard : SAY.nothing), ...(current.card ? [make("p", "", page(current.card.url, SAY.page))] : []));
      return;
    }
    const [chunk, at, forms] = told ? told.words : current.card.notes, text = make("div", "parts");
    const head = told ? [make("h3", "", make("bdi", "", page(told.url, told.title)), " ", make("small", "", SAY.yours(told.spoken)))] : [make("h3", "", page(current.card.url, SAY.own))];
    const others = make("p", "drill-also");
    list.forEach((other, i) => {
      if (i === current.at) return;
      const button = make("button", "button", other.title);
      button.type = "button";
      button.addEventListener("click", () => { current.at = i; cue(); answer(); part("story").querySelector("a").focus(); });
      others.append(button);
    });
    box.replaceChildren(...head, text, ...(others.childNodes.length ? [make("p", "small", SAY.also), others] : []));
    const fail = () => text.replaceChildren(make("p", "", SAY.no_words));
    if (!window.prepgenTexts) return fail();
    window.prepgenTexts(chunk, data.texts, (texts) => words(text, texts[at], forms, told && told.lines), fail);
  }
  function page(url, text) {
    const link = make("a", "", text);
    link.href = root + url;
    return link;
  }
  // The words section by section, each beside its name and the time that it takes.
  function words(box, texts, forms, lines) {
    const groups = [];
    [...forms.slice(1)].forEach((form, i) => {
      const name = texts[2 * i + 1], words = texts[2 * i + 2];
      if (lines && !name) return;
      if (!groups.length || groups[groups.length - 1].name !== name) groups.push({ name, pieces: [] });
      const { pieces } = groups[groups.length - 1], before = pieces[pieces.length - 1];
      if (before && before.form === form && "ic".includes(form)) before.words.push(words); else pieces.push({ form, words: [words] });
    });
    box.replaceChildren(...groups.map(({ name, pieces }) => {
      const [, role, time] = (lines || []).find((line) => line[0] === name) || [];
      const prose = make("div", "prose", ...pieces.map((piece) => {
        if (piece.form === "i") return make("ul", "", ...piece.words.map((text) => make("li", "", text)));
        if (piece.form === "k") return make("pre", "", make("code", "", piece.words[0]));
        return make("p", "", piece.form === "h" ? make("strong", "", piece.words[0]) : piece.words.join(" · "));
      }));
      return name ? make("section", role || "notes", make("header", "", make("h4", "", name), ...(time ? [make("p", "", time)] : [])), prose) : make("section", "bare", prose);
    }));
  }
  function rate(rating) {
    if (!current || current.stage === "ready") return;
    halt();
    if (loop) tally.push(rating);
    const item = { ...current };
    if (current.question !== null) {
      const id = idOf(current.question), now = new Date().toISOString().slice(0, 19) + "Z", answer = [now, rating, Math.min(86400, Math.round(gathered))];
      keep(() => record.set(id, tidy((record.get(id) || []).concat([answer]))));
      last = { id, answer, item, place };
      const undo = make("button", "", SAY.undo, ...(settings.keys ? [" ", make("kbd", "", "U")] : []));
      undo.type = "button";
      undo.addEventListener("click", acts.undo);
      const text = SAY.noted(SAY.ratings[rating - 1], until(standing(record.get(id)).due - today()));
      part("last").replaceChildren(text + " ", undo);
      say(keeps ? text : text + " " + SAY.lost);
    } else {
      last = null;
      part("last").replaceChildren();
    }
    following();
  }

  // ---- Settings, their place in the address and in the browser
  function address() {
    const query = new URLSearchParams();
    if (settings.pick) query.set(settings.pick.split("/")[0], settings.pick.slice(settings.pick.indexOf("/") + 1));
    if (settings.order !== "due") query.set("order", settings.order);
    if (settings.open) query.set("open", "1");
    if (current && current.wanted) query.set("question", idOf(current.question));
    try { history.replaceState(null, "", location.pathname + (String(query) ? "?" + query : "")); } catch (error) { /* some browsers fix the address of a page from disk */ }
  }
  function remembered() {
    try { settings.keys = localStorage.getItem(NAME + "-keys") !== "off"; } catch (error) { /* they are on */ }
    const query = new URLSearchParams(location.search);
    for (const name of ["principle", "loop"]) if (query.get(name)) settings.pick = name + "/" + query.get(name);
    if (query.get("order") === "shuffle") settings.order = "shuffle";
    settings.open = query.get("open") === "1";
    return data.questions.findIndex((question) => question[0] === query.get("question"));
  }
  function choosing() {
    const option = (value, text) => Object.assign(make("option", "", text), { value });
    const group = (name, list) => { const box = make("optgroup", "", ...list); box.label = name; return list.length ? [box] : []; };
    const pick = part("pick");
    pick.replaceChildren(option("", SAY.everything), ...group(SAY.loops, data.loops.map((one) => option("loop/" + one.id, one.title))),
      ...group(SAY.principle, data.principles.filter((one, number) => data.questions.some((question) => question[2].includes(number))).map((one) => option("principle/" + one[0], one[1]))));
    pick.value = settings.pick;
    if (pick.selectedIndex < 0) pick.value = settings.pick = "";
    part("order").value = settings.order;
    part("open").checked = settings.open;
    part("keys").checked = settings.keys;
    const changed = () => {
      Object.assign(settings, { pick: pick.value, order: part("order").value, open: part("open").checked });
      current = null;
      draw();
      address();
    };
    for (const name of ["pick", "order", "open"]) part(name).addEventListener("change", changed);
    part("keys").addEventListener("change", () => {
      settings.keys = part("keys").checked;
      try { if (settings.keys) localStorage.removeItem(NAME + "-keys"); else localStorage.setItem(NAME + "-keys", "off"); } catch (error) { /* for this page */ }
      if (current) { buttons(); rates(); }
    });
  }

  function begin() {
    const wanted = remembered();
    record = recall() || record;
    choosing();
    drill.hidden = false;
    for (const button of drill.querySelectorAll("[data-do]")) button.addEventListener("click", () => { if (current || ["save", "add"].includes(button.dataset.do)) acts[button.dataset.do](); });
    part("file").addEventListener("change", () => {
      const [file] = part("file").files;
      part("file").value = "";
      if (!file) return;
      const taken = file.size > LARGEST ? Promise.reject(new Error("the file is too large for a record.")) : file.text();
      taken.then((text) => {
        const other = read(text.replace(/^\ufeff/, ""));
        if (isAhead(other, Date.now())) throw new Error(SAY.future);
        let added = 0;
        keep(() => { const merged = merge(record, other); record = merged.record; added = merged.added; });
        note(SAY.added(added));
        if (current) { rates(); count(); } else draw();
      }).catch((error) => note(SAY.refused(error.message)));
    });
    addEventListener("storage", (event) => {
      if (event.key !== NAME || !event.newValue) return;
      // The other window began from what was kept, so what it wrote is the record, also where it took an answer back.
      if (keeps) record = recall() || record;
      if (current) { rates(); count(); }
    });
    document.addEventListener("keydown", keyed);
    draw(wanted >= 0 ? wanted : undefined);
  }
  const KEYS = { " ": "step", Enter: "story", p: "pause", n: "another", u: "undo" };
  function keyed(event) {
    if (!settings.keys || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
    const { target } = event, key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox") return;
    // Space and Enter belong to what has the focus, where it is something to press.
    if ((key === " " || key === "Enter") && target.closest("a, button, input, summary")) return;
    if (key === "u" ? !last : !current) return;
    if ("1234".includes(key)) { event.preventDefault(); return rate(Number(key)); }
    if (!KEYS[key]) return;
    event.preventDefault();
    acts[KEYS[key]]();
  }

  load("practice-data.js", () => { document.documentElement.removeAttribute("data-script"); });
})();
