"use strict";
(() => {
  const root = document.documentElement;
  const { charts: data, tips } = JSON.parse(document.getElementById("data").textContent);
  // Okabe and Ito; their yellow is left out because it vanishes on white.
  const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"];
  const grey = "#8A929B";
  const viridis = ["#440154", "#482878", "#3E4989", "#31688E", "#26828E", "#1F9E89", "#35B779", "#6DCD59", "#B4DE2C", "#FDE725"];
  const symbols = ["circle", "rect", "triangle", "diamond", "pin"];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const words = new Intl.Collator("en");
  const drawn = [];
  const family = 'system-ui, "Liberation Sans", Arial, sans-serif';
  const pen = document.createElement("canvas").getContext("2d");

  root.classList.add("scripted");

  const theme = () => root.dataset.theme || (night.matches ? "dark" : "light");
  const colour = (index) => (index < 0 ? grey : palette[index % palette.length]);
  const symbol = (index) => symbols[(index + symbols.length) % symbols.length];
  const shade = (place) => {
    const at = Math.min(Math.max(place, 0), 1) * (viridis.length - 1);
    const below = Math.min(Math.floor(at), viridis.length - 2);
    const channel = (index, from) => parseInt(viridis[index].slice(from, from + 2), 16);
    const mixed = [1, 3, 5].map((from) => Math.round(channel(below, from) + (channel(below + 1, from) - channel(below, from)) * (at - below)));
    return `rgb(${mixed.join(",")})`;
  };
  const inks = () => {
    const style = getComputedStyle(root);
    const read = (name) => style.getPropertyValue(name).trim();
    return { ink: read("--ink"), soft: read("--soft"), line: read("--line"), paper: read("--paper") };
  };
  const shown = (value) =>
    Math.abs(value) >= 1 ? value.toLocaleString("en-US", { maximumFractionDigits: 1 }) : String(+value.toPrecision(3));

  // Pixels that the widest number beside an axis takes.
  const wide = (of) => Math.max(...[of.min, of.max, of.step, of.max / of.step, of.max - of.step].map((value) => shown(value).length)) * 7.5;

  // An axis' title in lines that its axis is long enough for.
  function titled(of, room) {
    const lines = [""];
    for (const word of of.title.split(" ")) {
      const joined = (lines.at(-1) + " " + word).trim();
      if (joined.length * 8 > room && lines.at(-1)) { lines.push(word); } else { lines[lines.length - 1] = joined; }
    }
    return lines;
  }

  // room: how long the axis is, in pixels.
  function axis(of, ink, vertical, room) {
    return {
      type: of.scale === "log" ? "log" : "value",
      logBase: of.step,
      min: of.min, max: of.max, interval: of.scale === "log" ? undefined : of.step,
      name: titled(of, room).join("\n"), nameLocation: "middle", nameGap: vertical ? wide(of) + 14 : 30,
      nameTextStyle: { color: ink.ink, fontSize: 13, lineHeight: 16 },
      axisLine: { show: true, lineStyle: { color: ink.soft } },
      axisLabel: { color: ink.ink, fontSize: 12, formatter: shown, hideOverlap: true, padding: vertical ? 0 : [0, 4] },
      minorTick: { show: of.scale === "log" && of.step === 10, splitNumber: 9 },
      minorSplitLine: { show: of.scale === "log" && of.step === 10, lineStyle: { color: ink.line, opacity: 0.45 } },
      splitLine: { lineStyle: { color: ink.line } },
    };
  }

  function mark(of, each, ink) {
    const own = each.shade === undefined ? colour(of.colour) : shade(each.shade);
    const data = { value: [each.x, each.y], tip: each.tip };
    if (each.hatched) {
      data.itemStyle = { color: ink.paper, borderColor: own, borderWidth: 2.5, opacity: 1 };
    } else if (each.shade !== undefined) {
      data.itemStyle = { color: own, borderColor: ink.soft, borderWidth: 0.5 };
    }
    return data;
  }

  function line(of, ink) {
    const bare = of.form === "steps" || of.form === "bound";
    return {
      type: of.form === "points" ? "scatter" : "line", name: of.name, color: colour(of.colour),
      step: of.form === "steps" ? "end" : undefined,
      symbol: bare ? "circle" : symbol(of.colour), symbolSize: of.dashed || bare ? 7 : 10, showAllSymbol: true,
      itemStyle: bare ? { opacity: 0 } : undefined,
      lineStyle: { width: of.form === "bound" ? 1.5 : 2, type: of.dashed ? "dashed" : "solid" },
      data: of.marks.map((each) => mark(of, each, ink)),
      emphasis: { focus: "series", itemStyle: { opacity: 1 } },
      clip: true, animation: !still, animationDuration: 250, z: of.form === "bound" ? 1 : 2,
    };
  }

  // The labels of a chart in the order in which they take their places: bounds, ends of lines, what is between.
  function labelled(of) {
    const rank = (series, at) => (series.form === "bound" ? 0 : at === 0 || at === series.marks.length - 1 ? 1 : 2);
    return of.series.filter((series) => series.form !== "steps")
      .flatMap((series) => series.marks.map((each, at) => ({ series, each, rank: rank(series, at) })))
      .filter(({ each }) => each.label)
      .sort((a, b) => a.rank - b.rank);
  }

  const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  // Whether a segment, x1, y1, x2, y2, enters a box: what is left of it between the box' sides, then between its top and bottom.
  function crosses([x1, y1, x2, y2], box) {
    let [from, to] = [0, 1];
    for (const [start, length, low, high] of [[x1, x2 - x1, box.x, box.x + box.width], [y1, y2 - y1, box.y, box.y + box.height]]) {
      if (length === 0) {
        if (start <= low || start >= high) { return false; }
      } else {
        const ends = [(low - start) / length, (high - start) / length];
        from = Math.max(from, Math.min(...ends));
        to = Math.min(to, Math.max(...ends));
      }
    }
    return from < to;
  }

  // Where labels are not put: over marks, and over lines where there is another place.
  function obstacles(of, coord) {
    const [taken, segments] = [[], []];
    for (const series of of.series.filter((each) => !of.hidden.has(each.name) && each.form !== "steps")) {
      const places = series.marks.map((each) => coord([each.x, each.y]));
      if (series.form !== "bound") { places.forEach(([x, y]) => taken.push({ x: x - 5, y: y - 5, width: 10, height: 10 })); }
      if (series.form !== "points") { places.slice(1).forEach((to, at) => segments.push([...places[at], ...to])); }
      series.marks.filter((each) => each.low !== undefined)
        .forEach((each) => segments.push([...coord([each.x, each.low]), ...coord([each.x, each.high])]));
    }
    return { taken, segments, named: [] };
  }

  // The first free place beside a mark; a bound's label stands somewhere in any case, that of a level one at its start too.
  function placed({ taken, segments, named }, text, [x, y], area, bound, start) {
    if (named.some((each) => each.text === text && Math.hypot(each.x - x, each.y - y) < 12)) { return undefined; }
    const [width, height, gap] = [long(text), 13, 8];
    const [above, below] = [y - gap - height, y + gap];
    const places = [
      [x - width / 2, above], [x - width / 2, below], [x + gap, y - height / 2], [x - gap - width, y - height / 2],
      [x + gap * 0.7, above + 4], [x - gap * 0.7 - width, above + 4], [x - gap * 0.7 - width, below - 2], [x + gap * 0.7, below - 2],
      [x - gap * 3 - width, above + 4], [x - gap * 3 - width, below - 2],
      ...(bound && start[1] === y ? [[start[0] + gap, y - height - 2], [start[0] + gap, y + 3]] : []),
    ].map(([left, top]) => ({ x: left, y: top, width, height }))
      .filter((box) => box.x >= area.x && box.y >= area.y && box.x + width <= area.x + area.width && box.y + height <= area.y + area.height);
    const free = places.filter((box) => !taken.some((other) => meet(box, other)));
    const found = free.find((box) => !segments.some((each) => crosses(each, box))) || free[0] || (bound ? places[0] : undefined);
    if (found) {
      taken.push({ x: found.x - 4, y: found.y - 1, width: width + 8, height: height + 2 });
      named.push({ text, x, y });
    }
    return found;
  }

  // All labels of a chart; they are placed together, anew whenever it is drawn.
  function labels(of, ink) {
    const all = labelled(of);
    const item = (params, api) => {
      const { series, each } = all[params.dataIndex];
      const { x, y, width, height } = params.coordSys;
      const at = api.coord([each.x, each.y]);
      const seen = at[0] >= x - 1 && at[0] <= x + width + 1 && at[1] >= y - 1 && at[1] <= y + height + 1;
      if (of.hidden.has(series.name) || !seen) { return undefined; }
      params.context.around ??= obstacles(of, (point) => api.coord(point));
      const area = { x: x + 2, y: y - 18, width: width + 28, height: height + 16 };
      const box = placed(params.context.around, each.label, at, area, series.form === "bound",
        api.coord([series.marks[0].x, series.marks[0].y]));
      return box && { type: "text", x: box.x, y: box.y, silent: true, blur: { style: { opacity: 1 } },
        style: { text: each.label, fill: ink.ink, fontSize: 12, fontFamily: family, verticalAlign: "top" } };
    };
    return { type: "custom", name: "labels", renderItem: item, silent: true, clip: false, animation: false, z: 5,
      tooltip: { show: false }, data: all.map(({ each }) => [each.x, each.y]), encode: { x: 0, y: 1 } };
  }

  function bars(of) {
    const whisker = (params, api) => {
      const low = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)]);
      const stroke = { stroke: colour(of.colour), lineWidth: 1.5, fill: null };
      const cap = (at) => ({ type: "line", shape: { x1: at[0] - 5, y1: at[1], x2: at[0] + 5, y2: at[1] }, style: stroke });
      const stem = { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: stroke };
      return { type: "group", children: [stem, cap(low), cap(high)] };
    };
    const data = of.marks.filter((mark) => mark.low !== undefined);
    return { type: "custom", name: of.name, renderItem: whisker, silent: true, clip: true,
      color: colour(of.colour), data: data.map((mark) => [mark.x, mark.low, mark.high]), encode: { x: 0, y: [1, 2] } };
  }

  function tip(params) {
    const box = document.createElement("div");
    box.className = "tip";
    for (const text of [params.seriesName].concat(tips[params.data.tip] || [])) {
      box.appendChild(document.createElement("div")).textContent = text;
    }
    return box;
  }

  function spans(of, kind) {
    const item = (params, api) => {
      const from = api.coord([api.value(1), api.value(0)]);
      const to = api.coord([api.value(2), api.value(0)]);
      const height = Math.max(api.size([0, 1])[1] * 0.72, 1);
      const box = { x: from[0], y: from[1] - height / 2, width: Math.max(to[0] - from[0], 1), height };
      const shape = echarts.graphic.clipRectByRect(box, params.coordSys);
      return shape && { type: "rect", shape, style: { fill: colour(of.series[kind].colour) }, emphasis: { style: { opacity: 0.75 } } };
    };
    return { type: "custom", name: of.series[kind].name, color: colour(of.series[kind].colour), renderItem: item, clip: true,
      encode: { x: [1, 2], y: 0 }, animation: false,
      data: of.spans.filter((span) => span[1] === kind).map((span) => ({ value: [span[0], span[2], span[3]], tip: span[4] })) };
  }

  // Pixels that a name of a row takes.
  function long(text) {
    pen.font = "12px " + family;
    return pen.measureText(text).width;
  }

  // A name in at most three lines, broken where its words end; of a longer one the first two lines and its end.
  function broken(name, room) {
    const lines = [""];
    for (const word of name.split(/(?<=[\s_\-/.,:;=|<>()])|(?<=[a-z])(?=[A-Z])/)) {
      for (const piece of long(word) > room ? [...word] : [word]) {
        if (lines.at(-1) && long((lines.at(-1) + piece).trimEnd()) > room) { lines.push(""); }
        lines[lines.length - 1] += piece;
      }
    }
    if (lines.length <= 3) { return lines; }
    let end = lines.slice(2).join("");
    while (long("\u2026" + end) > room) { end = end.slice(1); }
    return [lines[0], lines[1], "\u2026" + end];
  }

  // How wide names of rows are, and how many lines each takes.
  function names(of, width) {
    const longest = of.labels.reduce((most, label) => Math.max(most, long(label)), 0);
    const room = longest && Math.min(longest + 2, Math.max(width * 0.4, 120));
    return { room, lines: Math.max(1, ...of.labels.map((label) => broken(label, room).length)) };
  }

  function rows(of, ink, width) {
    const { room } = names(of, width());
    const across = width() - room - 54;
    return {
      grid: { left: room + 20, right: 34, top: 16, bottom: 36 + 16 * titled(of.x, across).length },
      xAxis: axis(of.x, ink, false, across),
      yAxis: { type: "category", inverse: true, data: of.labels, axisTick: { show: false },
        axisLine: { lineStyle: { color: ink.soft } },
        axisLabel: { show: room > 0, color: ink.ink, fontSize: 12, lineHeight: 14, formatter: (label) => broken(label, room).join("\n"),
          interval: of.labels.length > 120 ? "auto" : 0 } },
      series: of.series.map((_, kind) => spans(of, kind)),
    };
  }

  function lines(of, ink, width, height) {
    const down = height() - 80;
    const left = wide(of.y) + 24 + 16 * titled(of.y, down).length;
    const across = width() - left - 34;
    const withBars = of.series.filter((each) => each.marks.some((one) => one.low !== undefined));
    return {
      grid: { left, right: 34, top: 28, bottom: 36 + 16 * titled(of.x, across).length },
      xAxis: axis(of.x, ink, false, across), yAxis: axis(of.y, ink, true, down),
      series: [...of.series.map((each) => line(each, ink)), ...withBars.map(bars), labels(of, ink)],
    };
  }

  function option(of, chart) {
    const width = () => chart.getWidth();
    const height = () => chart.getHeight();
    const ink = inks();
    return {
      backgroundColor: "transparent",
      animation: !still,
      textStyle: { fontFamily: family },
      ...(of.form === "rows" ? rows(of, ink, width) : lines(of, ink, width, height)),
      legend: { show: false, data: of.series.map((each) => each.name) },
      tooltip: { trigger: "item", confine: true, formatter: tip, backgroundColor: ink.paper,
        borderColor: ink.line, textStyle: { color: ink.ink, fontSize: 13 } },
      dataZoom: [
        { type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
        { type: "inside", yAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
      ],
    };
  }

  function swatch(of) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("width", "26");
    svg.setAttribute("height", "12");
    svg.setAttribute("aria-hidden", "true");
    const path = svg.appendChild(document.createElementNS(space, "path"));
    const own = of.marks && of.marks.some((mark) => mark.shade !== undefined) ? shade(0.5) : colour(of.colour);
    const bare = of.form === "steps" || of.form === "bound";
    path.setAttribute("d", of.form === undefined ? "M7 0h12v12h-12z" : of.form === "points" ? "M0 6" : "M0 6H26");
    path.setAttribute("fill", of.form === undefined ? own : "none");
    path.setAttribute("stroke", own);
    path.setAttribute("stroke-width", "2.5");
    if (of.dashed) { path.setAttribute("stroke-dasharray", "5 3"); }
    const forms = { circle: "M13 2a4 4 0 1 0 .01 0z", rect: "M9 2h8v8h-8z", triangle: "M13 1l5 9h-10z", diamond: "M13 1l5 5-5 5-5-5z",
      pin: "M13 11l-4-6a4 4 0 1 1 8 0z" };
    const form = svg.appendChild(document.createElementNS(space, "path"));
    form.setAttribute("d", bare || of.form === undefined ? "M0 6" : forms[symbol(of.colour)]);
    form.setAttribute("fill", of.dashed ? "none" : own);
    form.setAttribute("stroke", own);
    return svg;
  }

  function legend(of, chart, box) {
    box.classList.toggle("many", of.series.length > 40);
    if (of.form === "rows" && of.series.length < 2) { return; }
    for (const each of of.series) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.append(swatch(each), document.createElement("bdi"));
      button.lastChild.textContent = each.name;
      button.addEventListener("click", () => {
        if (!of.hidden.delete(each.name)) { of.hidden.add(each.name); }
        chart.dispatchAction({ type: "legendToggleSelect", name: each.name });
        button.setAttribute("aria-pressed", String(!of.hidden.has(each.name)));
      });
      box.append(button);
    }
  }

  function save(of, chart) {
    const link = document.createElement("a");
    link.download = of.title + ".svg";
    link.href = chart.getDataURL({ type: "svg" });
    link.click();
  }

  // Buttons that do by keyboard, and by a finger, what wheel and drag do, and one that saves what is seen.
  function zoom(of, chart, box) {
    const group = document.createElement("div");
    group.className = "zoom";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Zoom of " + of.title);
    const windows = () => chart.getOption().dataZoom.map(({ start, end }) => [start, end]);
    const to = (places) => chart.dispatchAction({ type: "dataZoom",
      batch: places.map(([start, end], dataZoomIndex) => ({ dataZoomIndex, start, end })) });
    const by = (share) => to(windows().map(([start, end]) => {
      const half = Math.min(((end - start) / 2) * share, 50);
      const middle = Math.min(Math.max((start + end) / 2, half), 100 - half);
      return [middle - half, middle + half];
    }));
    const button = (text, name, act) => {
      const made = group.appendChild(document.createElement("button"));
      made.type = "button";
      made.textContent = text;
      made.setAttribute("aria-label", name);
      made.addEventListener("click", act);
      return made;
    };
    button("+", "Zoom in", () => by(0.5));
    button("\u2212", "Zoom out", () => by(2));
    const reset = button("Reset zoom", "Reset zoom", () => to(windows().map(() => [0, 100])));
    button("Save", "Save picture", () => save(of, chart));
    const look = () => reset.setAttribute("aria-disabled", String(windows().every(([start, end]) => start <= 0 && end >= 100)));
    chart.on("datazoom", look);
    look();
    box.after(group);
  }

  function height(of, box) {
    const each = of.labels.some((label) => label) ? names(of, box.clientWidth).lines * 14 + 8 : 7;
    box.style.height = Math.min(Math.max(110 + of.labels.length * each, 240), 6000) + "px";
  }

  function draw(id) {
    const box = document.getElementById("chart-" + id);
    if (data[id].form === "rows") { height(data[id], box); }
    data[id].hidden = new Set();
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.on("finished", () => frame(chart, box));
    chart.setOption(option(data[id], chart));
    legend(data[id], chart, box.nextElementSibling);
    zoom(data[id], chart, box.nextElementSibling);
    new ResizeObserver(() => { if (!matchMedia("print").matches) { fit(id, chart, box); } }).observe(box);
    drawn.push({ id, chart });
  }

  // By which the picture keeps its proportions on paper.
  function frame(chart, box) {
    box.querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  }

  function fit(id, chart, box) {
    if (box.clientWidth === chart.getWidth()) { return; }
    if (data[id].form === "rows") { height(data[id], box); }
    chart.resize();
    chart.setOption(option(data[id], chart));
    frame(chart, box);
  }

  function recolour() {
    for (const each of drawn) { each.chart.setOption(option(data[each.id], each.chart)); }
    name();
  }

  // The button says what it turns to.
  function name() { toggle.textContent = theme() === "dark" ? "Light" : "Dark"; }

  function sortable(table) {
    table.querySelectorAll("thead th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", "Sort by " + head.textContent);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
  }

  // Of a long table the first rows are laid out, and all where a reader asks for them: a sort then takes no longer than a glance.
  function cut(table) {
    const all = table.tBodies[0].rows.length;
    if (all <= 500) { return; }
    table.classList.add("cut");
    const note = document.createElement("p");
    note.className = "footnote";
    note.append(`The first 200 of ${all.toLocaleString("en-US")} rows, as they are sorted. `);
    const button = note.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = "Show all rows";
    button.addEventListener("click", () => { table.classList.remove("cut"); note.remove(); });
    table.parentElement.after(note);
  }

  function sort(table, head, column) {
    const up = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("thead th").forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => {
      const cell = row.cells[column];
      return { row, number: cell.dataset.v === undefined ? null : Number(cell.dataset.v), text: cell.textContent };
    });
    const compare = ({ number: x, text: a }, { number: y, text: b }) => {
      if (x !== null && y !== null) { return up ? x - y : y - x; }
      if (x !== null || y !== null) { return x === null ? 1 : -1; }
      return up ? words.compare(a, b) : words.compare(b, a);
    };
    keyed.sort(compare);
    // Rows that are no part of the page are moved without a thought of the others.
    const after = body.nextSibling;
    body.remove();
    body.replaceChildren(...keyed.map(({ row }) => row));
    table.insertBefore(body, after);
  }

  const toggle = document.getElementById("theme");
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    recolour();
  });
  night.addEventListener("change", recolour);

  let before;
  addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    root.dataset.theme = "light";
    recolour();
  });
  addEventListener("afterprint", () => {
    if (before === undefined) { delete root.dataset.theme; } else { root.dataset.theme = before; }
    recolour();
  });

  document.querySelectorAll("table").forEach(cut);
  Object.keys(data).forEach(draw);
  document.querySelectorAll("table").forEach(sortable);
  name();
})();
