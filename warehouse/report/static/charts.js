// Charts by Observable Plot, drawn from the data beside them. Colours are the page's own, so both schemes hold.
"use strict";

(() => {
  const TIERS = {
    1: {rank: 1, name: "Tier 1", sign: "1", fill: "var(--t1)", ink: "var(--t1-ink)"},
    2: {rank: 2, name: "Tier 2", sign: "2", fill: "var(--t2)", ink: "var(--t2-ink)"},
    "2WL": {rank: 3, name: "Watch List", sign: "W", fill: "var(--tw)", ink: "var(--tw-ink)"},
    3: {rank: 4, name: "Tier 3", sign: "3", fill: "var(--t3)", ink: "var(--t3-ink)"},
    special_case: {rank: 5, name: "Special case", sign: "S", fill: "var(--ts)", ink: "var(--ts-ink)"},
    unranked: {rank: 6, name: "Not ranked", sign: "–", fill: "#fff", ink: "#14181c"},
  };
  const ORDER = ["1", "2", "2WL", "3", "special_case", "unranked"];
  const NAMES = Object.fromEntries(Object.values(TIERS).map((tier) => [tier.rank, tier.name]));
  const HATCH = "url(#hatch)";
  const STYLE = {background: "none", color: "var(--ink)", fontFamily: "inherit", fontSize: "13px"};
  const shortYear = (year) => `’${String(year % 100).padStart(2, "0")}`;

  // Years that leave room for their labels: every one, else every second, fifth or tenth.
  function yearAxis(years, width) {
    const step = [1, 2, 5, 10].find((each) => (width * each) / years.length >= 40) ?? 10;
    return Plot.axisX({ticks: years.filter((year) => year % step === 0), tickFormat: (year) => String(year), label: null});
  }

  // The room that the largest number of a vertical axis needs.
  const numberMargin = (most) => 24 + 8 * Math.ceil(most).toLocaleString("en").length;
  const unloaded = (rows, y1, y2) => Plot.rect(rows, {x1: (d) => d.y - 0.5, x2: (d) => d.y + 0.5, y1, y2, fill: HATCH});
  const yearTicks = (years, width) => years.filter((year, i) => i % Math.ceil((26 * years.length) / width) === 0);
  const widthOf = (holder, least = 320) => Math.max(least, Math.min(holder.clientWidth || 640, 1080));

  const panelWidth = (holder) => Math.max(280, holder.clientWidth >= 864 ? (holder.clientWidth - 24) / 2 : holder.clientWidth || 420);
  const wholeTicks = (most) => (most < 5 ? d3.range(0, Math.ceil(most) + 1) : 4);

  // The steps of a country: a bar in each edition, and a line between two editions that are both held.
  function tiers(rows, holder) {
    const ranked = rows.filter((d) => d.t).map((d) => ({...d, ...TIERS[d.t]}));
    const steps = ranked.flatMap((d, i) => (i && ranked[i - 1].y === d.y - 1 ? [{x: d.y - 0.5, from: ranked[i - 1].rank, to: d.rank}] : []));
    const most = Math.max(4, ...ranked.map((d) => d.rank));
    return [Plot.plot({
      style: STYLE, width: widthOf(holder, 560), height: 28 * most + 60, marginLeft: 92, marginTop: 12,
      x: {domain: [rows[0].y - 0.5, rows.at(-1).y + 0.5]},
      y: {domain: [most + 0.5, 0.5]},
      marks: [
        Plot.axisY({ticks: d3.range(1, most + 1), tickFormat: (rank) => NAMES[rank], label: null, tickSize: 0}),
        Plot.axisX({ticks: yearTicks(rows.map((d) => d.y), widthOf(holder, 560) - 92), tickFormat: shortYear, label: null, tickSize: 0}),
        unloaded(rows.filter((d) => d.s === "not_loaded"), 0.5, most + 0.5),
        Plot.gridY(d3.range(1, most + 1), {stroke: "var(--line)", strokeOpacity: 1}),
        Plot.ruleX(steps, {x: "x", y1: "from", y2: "to", stroke: "var(--muted)", strokeWidth: 2}),
        Plot.rect(ranked, {x1: (d) => d.y - 0.5, x2: (d) => d.y + 0.5, y1: (d) => d.rank - 0.36, y2: (d) => d.rank + 0.36, fill: "fill", stroke: "var(--page)"}),
        Plot.text(ranked, {x: "y", y: "rank", text: "sign", fill: "ink", fontWeight: 600}),
        Plot.tip(ranked, Plot.pointer({x: "y", y: "rank", title: (d) => `${d.y}: ${d.name}`, fill: "var(--page)"})),
      ],
    })];
  }

  const FILLS = {sure: "var(--link)", likely: "var(--page)", doubtful: "var(--page)"};

  // Lines between figures of one unit in editions that follow each other; none where an edition states two of them.
  function joined(points) {
    return [...d3.group(points, (d) => d.u).values()].flatMap((found) => {
      const only = found.filter((d) => found.filter((other) => other.y === d.y).length === 1);
      return only.flatMap((d, i) => (i && only[i - 1].y === d.y - 1 ? [[only[i - 1], d]] : []));
    });
  }

  // One small panel for each measure: marks for figures; each edition without one shows why.
  function counts(data, holder) {
    const panels = document.createElement("div");
    panels.className = "panels";
    holder.append(panels);
    const width = panelWidth(holder);
    for (const [measure, name] of Object.entries(data.names)) {
      const points = data.points.filter((d) => d.m === measure && d.v !== null);
      const gaps = data.gaps.filter((d) => d.m === measure);
      const unreported = data.points.filter((d) => d.m === measure && d.v === null).map((d) => ({...d, s: "not_reported"}));
      const without = (kind) => [...gaps, ...unreported].filter((d) => d.s === kind);
      const again = points.filter((d) => d.a !== null && d.a !== d.v);
      const most = Math.max(1, ...points.map((d) => d.v), ...again.map((d) => d.a));
      const ticks = wholeTicks(most);
      const marginLeft = points.length ? numberMargin(most) : 8;
      const band = (kind, fill) => Plot.rect(without(kind), {x1: (d) => d.y - 0.5, x2: (d) => d.y + 0.5, y1: 0, y2: most * 1.08, fill});
      const sign = (kind, text, dy) => Plot.text(without(kind), {x: "y", y: 0, dy, text: () => text, fill: "var(--ink)", fontSize: 14, fontWeight: 600});
      panels.append(titled(name, Plot.plot({
        style: STYLE, width, height: points.length ? 200 : 72, marginLeft, marginRight: 16,
        x: {domain: [data.years[0] - 0.5, data.years.at(-1) + 0.5]},
        y: {domain: [0, most * 1.08], axis: null},
        marks: [
          band("not_loaded", HATCH), band("not_read", "url(#dotted)"),
          points.length ? [Plot.gridY({stroke: "var(--line)", strokeOpacity: 1, ticks}), Plot.axisY({ticks, label: null, tickFormat: ",d"})] : [],
          yearAxis(data.years, width - marginLeft - 16),
          Plot.ruleY([0], {stroke: "var(--muted)"}),
          Plot.link(joined(points), {x1: (d) => d[0].y, x2: (d) => d[1].y, y1: (d) => d[0].v, y2: (d) => d[1].v, stroke: "var(--link)", strokeWidth: 1.5}),
          Plot.ruleX(again, {x: "y", y1: "v", y2: "a", stroke: "var(--other)", strokeWidth: 1}),
          Plot.dot(again, {x: "y", y: "a", symbol: "diamond", r: 5, fill: "var(--page)", stroke: "var(--other)", strokeWidth: 1.5}),
          Plot.dot(points, {x: "y", y: "v", r: 4.5, fill: (d) => FILLS[d.c] ?? FILLS.sure, stroke: "var(--link)", strokeWidth: 1.5}),
          Plot.dot(points.filter((d) => d.c === "likely"), {x: "y", y: "v", r: 2, fill: "var(--link)"}),
          sign("not_reported", "×", -9), sign("not_stated", "–", -6), sign("parts", "△", -8),
          Plot.tip(points, Plot.pointer({x: "y", y: "v", fill: "var(--page)", title: (d) => `${d.y}: ${d.t} (${d.c ?? "certainty not known"})${d.a !== null ? `\nthe ${d.ay} edition says ${d.a.toLocaleString("en")}` : ""}`})),
        ],
      })));
    }
    return [];
  }

  function lengths({rows, names}, holder) {
    return [...d3.group(rows, (d) => d.f)].map(([family, found]) => {
      const years = found.map((d) => d.y);
      const most = d3.max(found, (d) => d.w);
      const width = Math.min(widthOf(holder), 720);
      const plot = Plot.plot({
        style: STYLE, width, height: 150, marginLeft: 56,
        x: {domain: [years[0] - 0.5, years.at(-1) + 0.5]}, y: {domain: [0, most]},
        marks: [
          unloaded(found.filter((d) => d.w === null), 0, most),
          Plot.gridY({stroke: "var(--line)", strokeOpacity: 1, ticks: 3}), Plot.axisY({ticks: 3, label: null, tickFormat: ",d"}), yearAxis(years, width - 76),
          Plot.rect(found.filter((d) => d.w !== null), {x1: (d) => d.y - 0.42, x2: (d) => d.y + 0.42, y1: 0, y2: "w", fill: "var(--t1)", title: (d) => `${d.y}: ${d.w.toLocaleString("en")} words`}),
          Plot.ruleY([0], {stroke: "var(--muted)"}),
        ],
      });
      return titled(names[family] ?? family, plot);
    });
  }

  function titled(text, plot) {
    const block = document.createElement("div");
    const title = document.createElement("h4");
    title.textContent = text;
    block.append(title, plot);
    return block;
  }

  function editions({rows, loaded, years}, holder) {
    const held = new Set(loaded);
    const stacked = rows.flatMap((row) => {
      let base = 0;
      return ORDER.flatMap((tier) => {
        const count = row.tiers[tier] ?? 0;
        base += count;
        return count ? [{y: row.y, y1: base - count, y2: base, count, ...TIERS[tier]}] : [];
      });
    });
    const most = d3.max(stacked, (d) => d.y2) ?? 1;
    return [Plot.plot({
      style: STYLE, width: widthOf(holder, 560), height: 340, marginLeft: 44,
      x: {domain: [years[0] - 0.5, years.at(-1) + 0.5]}, y: {domain: [0, most * 1.02]},
      marks: [
        unloaded(years.filter((year) => !held.has(year) && !stacked.some((d) => d.y === year)).map((y) => ({y})), 0, most),
        Plot.axisY({ticks: 5, label: null}), Plot.axisX({ticks: yearTicks(years, widthOf(holder, 560) - 44), tickFormat: shortYear, label: null, tickSize: 0}),
        Plot.rect(stacked, {x1: (d) => d.y - 0.44, x2: (d) => d.y + 0.44, y1: "y1", y2: "y2", fill: "fill", stroke: (d) => (d.rank === 6 ? "var(--muted)" : "var(--page)"), title: (d) => `${d.y}, ${d.name}: ${d.count}`}),
        Plot.text(stacked.filter((d) => d.count > 9), {x: "y", y: (d) => (d.y1 + d.y2) / 2, text: "count", fill: "ink", fontSize: 11}),
      ],
    })];
  }

  // A label at the first or last point, above or below the line of the editions beside it: it crosses none.
  function beside(seen, point, anchor) {
    const [best, worst] = d3.extent(seen.filter((d) => Math.abs(d.y - point.y) < 8), (d) => d.mean);
    const isAbove = point.mean - best <= worst - point.mean;
    return Plot.text([point], {x: "y", y: () => (isAbove ? best : worst), dy: isAbove ? -12 : 13, dx: anchor === "start" ? -4 : 8, text: mean, textAnchor: anchor, fill: "currentColor"});
  }

  const mean = (d) => `${d.mean.toFixed(2)} (n=${d.n})`;

  function regions({rows, names}, holder) {
    const groups = [...d3.group(rows, (d) => d.region).entries()];
    const panels = document.createElement("div");
    panels.className = "panels";
    holder.append(panels);
    const years = [...new Set(rows.map((d) => d.y))];
    const extent = [d3.min(years) - 0.5, d3.max(years) + 0.5];
    const width = panelWidth(holder);
    for (const [region, found] of groups) {
      const seen = found.filter((d) => d.mean !== null);
      const lines = seen.flatMap((d, i) => (i && seen[i - 1].y === d.y - 1 ? [[seen[i - 1], d]] : []));
      panels.append(titled(names[region] ?? region, Plot.plot({
        style: STYLE, width, height: 160, marginLeft: 36,
        x: {domain: extent}, y: {domain: [4, 1]},
        marks: [
          Plot.gridY([1, 2, 3, 4], {stroke: "var(--line)", strokeOpacity: 1}), Plot.axisY({ticks: [1, 2, 3, 4], tickFormat: "d", label: null}), yearAxis(years, width - 56),
          Plot.link(lines, {x1: (d) => d[0].y, x2: (d) => d[1].y, y1: (d) => d[0].mean, y2: (d) => d[1].mean, stroke: "var(--link)", strokeWidth: 2}),
          Plot.dot(seen, {x: "y", y: "mean", r: 2.5, fill: "var(--link)"}),
          seen.length ? beside(seen, seen[0], "start") : [], seen.length > 1 ? beside(seen, seen.at(-1), "end") : [],
          Plot.tip(seen, Plot.pointer({x: "y", y: "mean", fill: "var(--page)", title: (d) => `${d.y}: ${d.mean.toFixed(2)}, ${d.n} countries`})),
        ],
      })));
    }
    return [];
  }

  function words({rows, names}, holder) {
    return [...d3.group(rows, (d) => d.f)].map(([family, found]) => {
      const years = d3.range(found[0].y, found.at(-1).y + 1);
      const width = Math.min(widthOf(holder), 720);
      return titled(names[family] ?? family, Plot.plot({
        style: STYLE, width, height: 180, marginLeft: 56,
        x: {domain: [years[0] - 0.5, years.at(-1) + 0.5]}, y: {zero: true},
        marks: [
          Plot.gridY({stroke: "var(--line)", strokeOpacity: 1, ticks: 4}), Plot.axisY({ticks: 4, label: null, tickFormat: "~s"}), yearAxis(years, width - 76),
          Plot.rect(found, {x1: (d) => d.y - 0.42, x2: (d) => d.y + 0.42, y1: 0, y2: "words", fill: "var(--t1)", title: (d) => `${d.y}: ${d.words.toLocaleString("en")} words of ${d.n} countries`}),
          Plot.text(found, {x: "y", y: "words", dy: -8, text: (d) => `n=${d.n}`, fill: "currentColor", fontSize: 11}),
          Plot.ruleY([0], {stroke: "var(--muted)"}),
        ],
      }));
    });
  }

  // A flow from the tiers of one edition to those of the next, with bands as wide as the number of countries.
  function flow({rows, before, after}, holder) {
    const gap = 12;
    const places = (side) => {
      let at = 0;
      const found = {};
      for (const tier of ["1", "2", "2WL", "3"]) {
        const size = d3.sum(rows.filter((d) => d[side] === tier), (d) => d.n);
        found[tier] = {start: at, size, next: at};
        at += size + gap;
      }
      return found;
    };
    const [left, right] = [places("from"), places("to")];
    const total = d3.max([left, right], (side) => side["3"].start + side["3"].size);
    const height = 360;
    const scale = (height - 40) / total;
    const bands = rows.map((d) => ({...d, moved: d.from !== d.to, y1: (left[d.from].next += d.n) - d.n / 2, y2: (right[d.to].next += d.n) - d.n / 2}));
    const nodes = [[left, 0, before], [right, 1, after]].flatMap(([side, x, year]) => Object.entries(side).map(([tier, d]) => ({...TIERS[tier], ...d, x, year})).filter((d) => d.size));
    return [Plot.plot({
      style: STYLE, width: Math.min(widthOf(holder), 760), height, marginLeft: 116, marginRight: 116, marginTop: 24, marginBottom: 20,
      x: {domain: [0, 1], axis: null}, y: {domain: [total, 0], axis: null},
      marks: [
        Plot.link(bands, {x1: 0, x2: 1, y1: "y1", y2: "y2", curve: "bump-x", stroke: (d) => (d.moved ? TIERS[d.to].fill : "var(--line)"), strokeOpacity: (d) => (d.moved ? 0.95 : 0.55), strokeWidth: (d) => Math.max(1.5, d.n * scale), strokeLinecap: "butt", title: (d) => `${TIERS[d.from].name} to ${TIERS[d.to].name}: ${d.n}`}),
        Plot.rect(nodes, {x1: (d) => d.x - 0.012, x2: (d) => d.x + 0.012, y1: "start", y2: (d) => d.start + d.size, fill: "fill"}),
        Plot.text(nodes.filter((d) => !d.x), {x: "x", y: (d) => d.start + d.size / 2, dx: -12, textAnchor: "end", text: (d) => `${d.name} ${d.size}`, fill: "currentColor"}),
        Plot.text(nodes.filter((d) => d.x), {x: "x", y: (d) => d.start + d.size / 2, dx: 12, textAnchor: "start", text: (d) => `${d.name} ${d.size}`, fill: "currentColor"}),
        Plot.text([[0, before], [1, after]], {x: "0", y: 0, dy: -14, text: (d) => String(d[1]), fill: "currentColor", fontWeight: 600}),
      ],
    })];
  }

  function shares(rows, holder) {
    return [Plot.plot({
      style: STYLE, width: Math.min(widthOf(holder), 760), height: 60 + 24 * rows.length, marginLeft: 170,
      x: {domain: [0, 1], tickFormat: "%", label: null, grid: true}, y: {label: null, domain: rows.map((d) => d.p), tickFormat: (p) => (p.length > 24 ? `${p.slice(0, 23)}…` : p)},
      marks: [
        Plot.ruleY(rows, {y: "p", x1: "lo", x2: "hi", stroke: "var(--link)", strokeWidth: 3}),
        Plot.dot(rows, {x: "s", y: "p", r: 5, fill: "var(--link)", title: (d) => `${Math.round(100 * d.s)} % of ${d.n}`}),
      ],
    })];
  }

  const DRAWINGS = {tiers, counts, lengths, editions, regions, words, flow, shares};

  function draw() {
    for (const figure of document.querySelectorAll("figure[data-chart]")) {
      const holder = figure.querySelector(".plot");
      const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
      holder.replaceChildren();
      holder.append(...DRAWINGS[figure.dataset.chart](data, holder));
      for (const drawing of holder.querySelectorAll("svg")) drawing.setAttribute("aria-hidden", "true"); // the holder has the words
      for (const part of holder.querySelectorAll("svg [aria-label]")) part.removeAttribute("aria-label");
      if (holder.scrollWidth > holder.clientWidth) {
        holder.tabIndex = 0; // so that it can be scrolled by keyboard
        holder.scrollLeft = holder.scrollWidth; // the newest editions first
      }
    }
  }

  draw();
  let width = innerWidth;
  addEventListener("resize", () => {
    if (Math.abs(innerWidth - width) < 40) return;
    width = innerWidth;
    draw();
  });
})();
