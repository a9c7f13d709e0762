// "Is this right?": countries and years are answered at once; words of claims by parts of the index, loaded as scripts.
"use strict";

const tip = (() => {
  const BLOCK = 200;
  const SHOWN = 20;
  const COMMON = new Set("the and that with from for was were has have had its their this which said".split(" "));
  const known = {countries: [], years: [], loaded: new Set(), segments: 0};
  const loaded = {};
  const waiting = {};
  const answer = document.getElementById("answer");
  const input = document.getElementById("query");
  let turn = 0;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (text) => (plain(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= 3 && word.length <= 24 && !COMMON.has(word));
  const partOf = (word) => [...word].slice(0, 2).map((letter) => letter.codePointAt(0).toString(16)).join("-");

  function load(path) {
    waiting[path] ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = `search/${path}.js`;
      script.onload = () => done(loaded[path]);
      script.onerror = () => done(undefined); // no claim has a word that begins so
      document.head.append(script);
    });
    return waiting[path];
  }

  function make(tag, text, options = {}) {
    const element = Object.assign(document.createElement(tag), options);
    element.append(...[text].flat());
    return element;
  }
  const isolated = (text) => make("bdi", text);

  const spaced = (text) => plain(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const yearsOf = (text) => [...new Set([...text.matchAll(/\b(?:19|20)\d\d\b/g)].map(([year]) => Number(year)))].slice(0, 4);

  // The country whose name or alias is in the words, the longest one first. Codes are words of English too ("are",
  // "per", "and"): one counts only in capitals, or with nothing but years beside it.
  function countryOf(text) {
    const padded = ` ${spaced(text)} `;
    const alone = text.replace(/\b\d{4}\b/g, " ").trim().toUpperCase();
    const capitals = text.match(/\b[A-Z]{3}\b/g) ?? [];
    let best = null;
    for (const [code, name, aliases] of known.countries) {
      const codes = alone === code || capitals.includes(code) ? [code] : [];
      for (const spelling of [name, ...aliases, ...codes]) {
        const wanted = spaced(spelling);
        if (padded.includes(` ${wanted} `) && (!best || wanted.length > best.length)) best = {code, name, length: wanted.length, wanted};
      }
    }
    return best;
  }

  function startingWith(text) {
    const wanted = plain(text).trim();
    if (wanted.length < 2) return [];
    return known.countries.filter(([, name, aliases]) => [name, ...aliases].some((spelling) => plain(spelling).startsWith(wanted))).slice(0, 8);
  }

  // How a placement follows that of the edition before. A special case has no rank, so a move from it has no direction.
  function moved(found) {
    if (found.p && found.p === found.t) return ", as the year before";
    if (found.c && found.c !== "unchanged") return ` – ${found.c}${found.p ? ` from ${found.p}` : ""}`;
    return found.p ? ` – from ${found.p}` : "";
  }

  function answerOf(code, data, year) {
    const place = `country/${code}.html#y${year}`;
    const found = data.years[year];
    const title = make("h2", [isolated(data.name), `, ${year}`]);
    if (!found) return [title, make("p", `The ${year} edition of the Trafficking in Persons Report is not loaded, or says nothing of this country here. That is not zero.`), make("p", make("a", "The country’s page", {href: `country/${code}.html`}))];
    const look = make("span", make("b", found.g || " "), {className: `tier ${found.k}`});
    const parts = [title, make("p", [look, ` ${found.t}`, moved(found)], {className: "lead"})];
    if (found.s) parts.push(make("blockquote", make("p", isolated(found.s))));
    if (found.f) parts.push(make("h3", "Figures as stated"), make("ul", found.f.map(([figure, sentence]) => make("li", [make("b", figure), make("br", ""), isolated(sentence)]))));
    if (found.n) {
      const [count, claims] = found.n;
      parts.push(make("h3", `${count} ${count === 1 ? "claim" : "claims"} of the news`), make("ul", claims.map(([publisher, sentence, verdict, path]) => make("li", [make("b", verdict), ": ", make("a", isolated(sentence), {href: path}), " – ", isolated(publisher ?? "")]))));
    }
    parts.push(make("p", make("a", "The sentences, with their official addresses", {href: place})));
    return parts;
  }

  async function countryAnswer(country, years) {
    const data = await load(`country/${country.code}`);
    if (!data) return [make("p", make("a", country.name, {href: `country/${country.code}.html`}))];
    if (years.length) return years.flatMap((year) => answerOf(country.code, data, year));
    const newest = Object.keys(data.years).filter((year) => data.years[year].g).at(-1);
    const parts = newest ? answerOf(country.code, data, newest) : [make("h2", isolated(data.name))];
    return [...parts, make("p", make("a", "All editions, figures, recommendations and claims", {href: `country/${country.code}.html`}))];
  }

  const indexed = (index, word) => (index && Object.hasOwn(index, word) ? index[word] : []);

  async function claimItems(places) {
    const rows = await Promise.all(places.map(async ([segment, number]) => (await load(`claims/${segment}/${Math.floor(number / BLOCK)}`))[number % BLOCK]));
    return rows.map(([id, country, day, publisher, sentence, verdict]) => make("li", [make("b", verdict), ": ", make("a", isolated(sentence), {href: `claim.html#${id}`}), ` – `, isolated(publisher), `, ${day}, `, isolated(country)]));
  }

  // The claims of a segment that have all words, the newest first.
  async function claimsIn(segment, wanted) {
    const lists = await Promise.all(wanted.map(async (word) => indexed(await load(`words/${segment}/${partOf(word)}`), word)));
    if (!lists.length || lists.some((list) => !list.length)) return [];
    const numbers = lists.map((steps) => { let at = 0; return steps.map((step) => (at += step)); }).sort((a, b) => a.length - b.length);
    const others = numbers.slice(1).map((list) => new Set(list));
    return numbers[0].filter((number) => others.every((list) => list.has(number))).map((number) => [segment, number]);
  }

  async function claimAnswer(wanted) {
    const newestFirst = Array.from({length: known.segments}, (_, at) => known.segments - 1 - at);
    const found = (await Promise.all(newestFirst.map((segment) => claimsIn(segment, wanted)))).flat();
    if (!found.length) return [];
    const list = make("ul", await claimItems(found.slice(0, SHOWN)));
    const parts = [make("h2", `${found.length.toLocaleString("en")} ${found.length === 1 ? "claim" : "claims"} with these words${found.length > SHOWN ? ", the newest first" : ""}`), list];
    if (found.length > SHOWN) {
      const more = make("button", `Show ${SHOWN} more`, {type: "button"});
      more.addEventListener("click", async () => {
        const from = list.children.length;
        list.append(...(await claimItems(found.slice(from, from + SHOWN))));
        if (list.children.length >= found.length) more.remove();
      });
      parts.push(more);
    }
    return parts;
  }

  async function look(text) {
    const mine = ++turn;
    if (!text.trim()) return answer.replaceChildren();
    const country = countryOf(text);
    const years = yearsOf(text);
    let rest = plain(text);
    if (country) rest = ` ${spaced(rest)} `.replace(` ${country.wanted} `, " ");
    for (const year of years) rest = rest.replace(String(year), " ");
    const wanted = wordsOf(rest);
    const parts = [];
    if (country) parts.push(...(await countryAnswer(country, years)));
    if (!country && years.length) parts.push(make("ul", years.map((year) => make("li", known.years.includes(year) ? make("a", `The ${year} edition`, {href: `edition/${year}.html`}) : `There is no ${year} edition here`))));
    if (!country && !years.length) {
      const names = startingWith(text);
      if (names.length) parts.push(make("ul", names.map(([code, name]) => make("li", make("a", isolated(name), {href: `country/${code}.html`})))));
    }
    if (wanted.length || (country && !years.length)) parts.push(...(await claimAnswer([...new Set([...wanted, ...(country ? wordsOf(country.name) : [])])].slice(0, 8))));
    if (mine !== turn) return;
    answer.replaceChildren(...(parts.length ? parts : [make("p", "Nothing here has these words. A name of a country, a year, or words of a sentence can be looked up.")]));
  }

  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    look(input.value);
  });
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => look(input.value), 200);
  });
  const asked = new URLSearchParams(location.search).get("q");
  addEventListener("DOMContentLoaded", () => {
    if (asked) {
      input.value = asked;
      look(asked);
    }
  });

  return {
    countries: (countries, years, held, segments) => Object.assign(known, {countries, years, loaded: new Set(held), segments}),
    country: (code, data) => { loaded[`country/${code}`] = data; },
    words: (part, index) => { loaded[`words/${part}`] = index; },
    claims: (block, rows) => { loaded[`claims/${block}`] = rows; },
  };
})();
