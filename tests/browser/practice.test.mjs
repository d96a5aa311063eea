// The schedule and the record of practice.html, without a browser: the memory model against its reference implementation, and what a record survives.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { FSRS, Rating, State, createEmptyCard, default_w, fsrs, generatorParameters } from "ts-fsrs";

const require = createRequire(import.meta.url);
const practice = require("../../themes/default/assets/practice.js");
const close = (a, b, what) => assert.ok(Math.abs(a - b) < 1e-5 * Math.max(1, Math.abs(b)), `${what}: ${a} is not ${b}`);
const at = (day, hour = 12) => new Date(Date.UTC(2026, 0, day, hour)).toISOString().slice(0, 19) + "Z";

// A small generator, so that every run tries the same histories.
function dice(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

describe("FSRS-6", () => {
  test("the memory after six answers is the one that its authors publish", () => {
    // The authors' own test of version 6: again, then good five times, after 0, 0, 1, 3, 8 and 21 days.
    let state = null;
    [[1, 0], [3, 0], [3, 1], [3, 3], [3, 8], [3, 21]].forEach(([rating, days]) => { state = practice.remember(state, rating, days); });
    assert.equal(state.stability.toFixed(4), "53.6269");
    assert.equal(state.difficulty.toFixed(4), "6.3575");
  });

  test("every first answer gives the parameters' own stability", () => {
    assert.deepEqual([1, 2, 3, 4].map((rating) => practice.remember(null, rating, 0).stability), default_w.slice(0, 4));
    assert.deepEqual(practice.choices(null, 0), [0, 1, 2, 8]);
  });

  test("a stability is the days after which nine of ten answers come", () => {
    for (const stability of [0.5, 1, 7, 100]) close(practice.retrievability(stability, stability), 0.9, `after ${stability} days`);
    close(practice.retrievability(0, 5), 1, "at once");
    assert.deepEqual([0.01, 1.4, 1.6, 30.2, 9000].map(practice.interval), [1, 1, 2, 30, 365]);
  });

  test("a thousand histories agree with the reference implementation", () => {
    const reference = new FSRS(generatorParameters({ enable_fuzz: false, maximum_interval: 365, request_retention: 0.9 }));
    const random = dice(6);
    for (let history = 0; history < 1000; history++) {
      let own = null, theirs = null;
      for (let review = 0; review < 12; review++) {
        const days = review ? Math.floor(random() ** 3 * 120) : 0, rating = 1 + Math.floor(random() * 4);
        own = practice.remember(own, rating, days);
        theirs = reference.next_state(theirs, days, rating);
        close(own.stability, theirs.stability, `stability in history ${history}, answer ${review}`);
        close(own.difficulty, theirs.difficulty, `difficulty in history ${history}, answer ${review}`);
      }
    }
  });

  test("the days offered are the reference's for a review", () => {
    const scheduler = fsrs({ enable_fuzz: false, maximum_interval: 365 }), random = dice(7);
    for (let run = 0; run < 300; run++) {
      const stability = 0.5 + random() * 60, difficulty = 1 + random() * 9, days = 1 + Math.floor(random() * 60);
      const last = new Date(Date.UTC(2026, 0, 1)), now = new Date(Date.UTC(2026, 0, 1 + days));
      const card = { ...createEmptyCard(last), stability, difficulty, last_review: last, due: now, state: State.Review, scheduled_days: days, reps: 3 };
      const repeat = scheduler.repeat(card, now), offered = practice.choices({ stability, difficulty }, days);
      assert.equal(offered[0], 0, "what went wrong is asked again the same day, as its relearning step has it");
      for (const rating of [Rating.Hard, Rating.Good, Rating.Easy]) assert.equal(offered[rating - 1], repeat[rating].card.scheduled_days, `${JSON.stringify({ stability, difficulty, days, rating })}`);
    }
  });

  test("a better rating never brings a question back as soon", () => {
    const random = dice(8);
    for (let run = 0; run < 2000; run++) {
      const [again, hard, good, easy] = practice.choices({ stability: 0.001 + random() ** 4 * 400, difficulty: 1 + random() * 9 }, Math.floor(random() * 90));
      assert.ok(again < hard && hard < good && good < easy, `${[again, hard, good, easy]}`);
    }
  });
});

describe("the record", () => {
  const record = () => new Map([["first", [[at(1), 3, 90]]], ["second", [[at(2), 1, 40], [at(2, 13), 3, 80]]]]);

  test("comes back as it was written", () => {
    assert.deepEqual(practice.read(practice.write(record())), record());
    assert.deepEqual(practice.read(practice.write(new Map())), new Map());
    const odd = new Map([["__proto__", [[at(1), 2, 5]]], ["資料", [[at(3), 4, 0]]]]);
    assert.deepEqual(practice.read(practice.write(odd)), odd);
  });

  test("is merged, never overwritten", () => {
    const other = new Map([["second", [[at(2), 1, 40], [at(5), 4, 70]]], ["gone from this handbook", [[at(4), 2, 60]]]]);
    const { record: merged, added } = practice.merge(record(), other);
    assert.equal(added, 2);
    assert.deepEqual(merged.get("second"), [[at(2), 1, 40], [at(2, 13), 3, 80], [at(5), 4, 70]]);
    assert.deepEqual(merged.get("first"), record().get("first"));
    assert.ok(merged.has("gone from this handbook"));
    assert.equal(practice.merge(merged, other).added, 0, "a second time adds nothing");
    assert.deepEqual(practice.merge(other, record()).record.get("second"), merged.get("second"), "in either order");
  });

  test("is refused where it is none, with why", () => {
    const good = JSON.parse(practice.write(record()));
    const cases = [
      ["", "no JSON"], ["[]", "no record"], ["null", "no record"], ["{}", "no record"], [JSON.stringify({ ...good, version: 2 }), "newer prepgen"], [JSON.stringify({ ...good, answers: [] }), "no answers"],
      [JSON.stringify({ ...good, answers: { a: 3 } }), "no list of answers"], ["x".repeat(9e6), "too large"],
      ...[["2026-02-30T10:00:00Z", 3, 9], ["yesterday", 3, 9], [at(1), 5, 9], [at(1), "3", 9], [at(1), 3, -1], [at(1), 3, 1.5], [at(1), 3], [at(1), 3, 9, 9], "x", null].map((answer) => [JSON.stringify({ ...good, answers: { a: [answer] } }), "an answer to “a”"]),
    ];
    for (const [text, why] of cases) assert.throws(() => practice.read(text), new RegExp(why), text.slice(0, 120));
  });

  test("says when each question is due", () => {
    const day = practice.day(new Date(at(1)));
    assert.equal(practice.standing([]), null);
    assert.equal(practice.standing([[at(1), 3, 90]]).due, day + 2);
    assert.equal(practice.standing([[at(1), 4, 90]]).due, day + 8);
    assert.equal(practice.standing([[at(1), 3, 90], [at(4), 1, 90]]).due, day + 3, "what went wrong is due the same day");
    assert.equal(practice.standing([[at(9), 3, 90], [at(1), 3, 90]]).last >= day, true, "a clock that went back does no harm");
  });

  test("orders the questions: due, new, wrong today, not due yet", () => {
    const today = practice.day(new Date(at(20)));
    const record = new Map([["later", [[at(19), 4, 1]]], ["wrong", [[at(20), 1, 1]]], ["due", [[at(10), 3, 1]]], ["long due", [[at(2), 3, 1]]]]);
    assert.deepEqual(practice.ranked(["later", "new", "wrong", "due", "newer", "long due"], record, today).map((one) => one.id), ["long due", "due", "new", "newer", "wrong", "later"]);
  });

  test("a shuffle loses nothing", () => {
    const list = [...Array(50).keys()];
    assert.deepEqual(practice.mixed(list, dice(1)).sort((a, b) => a - b), list);
    assert.notDeepEqual(practice.mixed(list, dice(1)), list);
  });
});

describe("a mock loop", () => {
  test("takes the rounds in order and offers no event twice", () => {
    const story = (event) => ({ title: `story ${event}`, event });
    const loop = { rounds: [
      { name: "Phone", interviewer: "", focus: [{ question: 4, title: "A", story: story(1) }, { question: null, title: "B", story: null }] },
      { name: "Loop", interviewer: "Ada", focus: [{ question: 2, title: "C", story: story(2) }, { question: 9, title: "D", story: story(1) }] },
    ] };
    const items = practice.sequence(loop);
    assert.deepEqual(items.map((item) => [item.title, item.round, item.story && item.story.event, item.heard]), [["A", 0, 1, false], ["B", 0, null, false], ["C", 1, 2, false], ["D", 1, null, true]]);
  });
});
