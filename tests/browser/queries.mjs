// Queries on the project's own handbook whose best answer is known, as people type them: words of titles and texts, beginnings, several words in any order,
// typing mistakes, accents left out or put in. Where two pages answer equally well, both are named.
export const QUERIES = [
  // Words of a title
  ["log search tool", "stories/idle-log-tool"], ["real-time CVV", "stories/unblocking-real-time-cvv"], ["strange metrics", "stories/strange-metrics"], ["lost Mint", "stories/after-mint"],
  ["stopping fraud", "stories/fraud-without-friction"], ["why people fail", "pages/why-people-fail"], ["dive deep", "principles/dive-deep"], ["earn trust", "principles/earn-trust"],
  ["customer obsession", "principles/customer-obsession"], ["are right a lot", "principles/are-right-a-lot"], ["ownership", "principles/ownership"], ["remarks", "pages/remarks"],
  ["ask the engineers", "asks#engineers"], ["ask the recruiter", "asks#recruiter"], ["root cause", "questions/root-cause"], ["trends of the industry", "questions/staying-up-to-date"],
  ["goes badly", "asks#after-rejection"], ["goes well", "asks#after-offer"],
  // Words of the text
  ["rooster financial", "stories/after-mint"], ["$80,000", "stories/idle-log-tool"], ["80000 a year", "stories/idle-log-tool"], ["decommission service", "stories/idle-log-tool"],
  ["bot attacks", "stories/fraud-without-friction"], ["risk-based challenge", "stories/fraud-without-friction"], ["every MCM", "stories/strange-metrics"], ["no stone unturned", "stories/strange-metrics"],
  ["edge cases tests", "stories/strange-metrics"], ["unblocked globally", "stories/unblocking-real-time-cvv"], ["youtube", "questions/staying-up-to-date"], ["peak event scaling", "questions/large-amount-of-data"],
  ["counter-offer", "asks#after-offer"], ["start date", "asks#after-offer"], ["ticket queue", "asks#engineers"], ["calendar invitation", "asks#recruiter"], ["locker system", "asks#after-rejection"],
  ["hungry for knowledge", "principles/learn-and-be-curious"], ["proving their own beliefs wrong", "principles/are-right-a-lot"], ["Rolf", "pages/remarks"], ["friends and family", "stories/after-mint"],
  // The beginning of a word
  ["decommiss", "stories/idle-log-tool"], ["roost", "stories/after-mint"], ["fric", "stories/fraud-without-friction"], ["calend", "asks#recruiter"], ["curi", "principles/learn-and-be-curious", "questions/where-curiosity-led"],
  ["unblo", "stories/unblocking-real-time-cvv"], ["redund", "stories/idle-log-tool"],
  // In another order, with words between left out
  ["tool search log", "stories/idle-log-tool"], ["cvv real time bug", "stories/unblocking-real-time-cvv"], ["metrics backwards front end co-workers", "stories/strange-metrics"], ["mint canada gap", "stories/after-mint"],
  ["checkout friction fraud", "stories/fraud-without-friction"], ["audit cost saved", "stories/idle-log-tool"], ["project not finished in time", "questions/missed-deadline"], ["problem not yours", "questions/outside-your-responsibilities"],
  ["final stage fail reason", "pages/why-people-fail", "asks#recruiter"], ["customers need company pushed back", "questions/internal-pushback"], ["beginning to end project", "questions/full-ownership"],
  // Typing mistakes: a letter missing, too many, another, two swapped
  ["decomission", "stories/idle-log-tool"], ["obsesion", "principles/customer-obsession"], ["strnage metrics", "stories/strange-metrics"], ["freind family mint", "stories/after-mint"], ["fruad prevention checkout", "stories/fraud-without-friction"],
  ["onwership", "principles/ownership"], ["recruitter", "asks#recruiter"], ["enginers", "asks#engineers"], ["unblokced", "stories/unblocking-real-time-cvv"], ["extention chrome", "stories/after-mint"],
  ["confidance in a purchase", "stories/fraud-without-friction"], ["yuotube", "questions/staying-up-to-date"], ["curiuos", "principles/learn-and-be-curious", "questions/where-curiosity-led"], ["analysys accurate", "questions/large-amount-of-data"],
  // Accents left out, put in
  ["resume update", "asks#recruiter"], ["résumé", "asks#recruiter"], ["métrics strange", "stories/strange-metrics"],
  // As one would ask
  ["when did I save money", "stories/idle-log-tool"], ["who decides the start date", "asks#after-offer"], ["what did I do with the PM", "stories/fraud-without-friction"], ["how do I keep learning", "questions/staying-up-to-date"],
  ["which tool for the coding part", "asks#recruiter"], ["a bug in the front end", "stories/unblocking-real-time-cvv", "stories/strange-metrics"],
].map(([query, ...wanted]) => ({ query, wanted: wanted.map((page) => (page.startsWith("asks#") ? page.replace("asks#", "asks.html#") : `${page}.html`)) }));
