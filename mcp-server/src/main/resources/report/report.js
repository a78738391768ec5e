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
  const drawn = [];
  let printing = false;

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

  function axis(of, ink, vertical) {
    return {
      type: of.scale === "log" ? "log" : "value",
      logBase: of.step,
      min: of.min, max: of.max, interval: of.scale === "log" ? undefined : of.step,
      name: of.title, nameLocation: "middle", nameGap: vertical ? wide(of) + 14 : 30,
      nameTextStyle: { color: ink.ink, fontSize: 13 },
      axisLine: { show: true, lineStyle: { color: ink.soft } },
      axisLabel: { color: ink.ink, fontSize: 12, formatter: shown, hideOverlap: true },
      minorTick: { show: of.scale === "log" && of.step === 10, splitNumber: 9 },
      minorSplitLine: { show: of.scale === "log" && of.step === 10, lineStyle: { color: ink.line, opacity: 0.45 } },
      splitLine: { lineStyle: { color: ink.line } },
    };
  }

  // A label that would leave the chart is moved into it, one that would cover another is left out.
  const inside = (width) => (label) => ({
    hideOverlap: true,
    dx: Math.min(0, width() - 4 - label.labelRect.x - label.labelRect.width) + Math.max(0, 4 - label.labelRect.x),
  });

  function mark(of, each, ink) {
    const own = each.shade === undefined ? colour(of.colour) : shade(each.shade);
    const data = { value: [each.x, each.y], tip: each.tip, name: each.label || "" };
    if (each.hatched) {
      data.itemStyle = { color: ink.paper, borderColor: own, borderWidth: 2.5, opacity: 1 };
    } else if (each.shade !== undefined) {
      data.itemStyle = { color: own, borderColor: ink.soft, borderWidth: 0.5 };
    }
    return data;
  }

  function line(of, ink, width) {
    const bare = of.form === "steps" || of.form === "bound";
    return {
      type: of.form === "points" ? "scatter" : "line", name: of.name, color: colour(of.colour),
      step: of.form === "steps" ? "end" : undefined,
      symbol: bare ? "circle" : symbol(of.colour), symbolSize: of.dashed || bare ? 7 : 10, showAllSymbol: true,
      itemStyle: bare ? { opacity: 0 } : undefined,
      lineStyle: { width: of.form === "bound" ? 1.5 : 2, type: of.dashed ? "dashed" : "solid" },
      data: of.marks.map((each) => mark(of, each, ink)),
      label: { show: of.marks.some((each) => each.label), formatter: "{b}", position: of.form === "bound" ? "left" : "top",
        offset: of.form === "bound" ? [4, -9] : [0, 0], color: ink.ink, fontSize: 12, opacity: 1 },
      labelLayout: inside(width),
      emphasis: { focus: "series", itemStyle: { opacity: 1 } },
      clip: true, animation: !still, animationDuration: 250, z: of.form === "bound" ? 1 : 2,
    };
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

  function rows(of, ink) {
    const longest = Math.max(0, ...of.labels.map((label) => label.length));
    return {
      grid: { left: Math.min(longest * 7, 210) + 20, right: 34, top: 40, bottom: 52 },
      xAxis: axis(of.x, ink, false),
      yAxis: { type: "category", inverse: true, data: of.labels, axisTick: { show: false },
        axisLine: { lineStyle: { color: ink.soft } },
        axisLabel: { show: longest > 0, color: ink.ink, fontSize: 12, width: 210, overflow: "truncate", interval: of.labels.length > 120 ? "auto" : 0 } },
      series: of.series.map((_, kind) => spans(of, kind)),
    };
  }

  function lines(of, ink, width) {
    const withBars = of.series.filter((each) => each.marks.some((one) => one.low !== undefined));
    return {
      grid: { left: wide(of.y) + 40, right: 34, top: 40, bottom: 52 },
      xAxis: axis(of.x, ink, false), yAxis: axis(of.y, ink, true),
      series: of.series.map((each) => line(each, ink, width)).concat(withBars.map(bars)),
    };
  }

  function option(of, width) {
    const ink = inks();
    return {
      backgroundColor: "transparent",
      textStyle: { fontFamily: 'system-ui, "Liberation Sans", Arial, sans-serif' },
      ...(of.form === "rows" ? rows(of, ink) : lines(of, ink, width)),
      legend: { show: false, data: of.series.map((each) => each.name) },
      tooltip: { trigger: "item", confine: true, formatter: tip, backgroundColor: ink.paper,
        borderColor: ink.line, textStyle: { color: ink.ink, fontSize: 13 } },
      toolbox: { show: !printing, right: 4, top: 0, itemSize: 14, iconStyle: { borderColor: ink.soft },
        feature: { dataZoom: { title: { zoom: "Zoom", back: "Undo zoom" } }, restore: { title: "Reset" },
          saveAsImage: { title: "Save", type: "svg", name: of.title } } },
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
        chart.dispatchAction({ type: "legendToggleSelect", name: each.name });
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
      });
      box.append(button);
    }
  }

  function draw(id) {
    const box = document.getElementById("chart-" + id);
    if (data[id].form === "rows") {
      const each = data[id].labels.some((label) => label) ? 22 : 7;
      box.style.height = Math.min(Math.max(110 + data[id].labels.length * each, 240), 6000) + "px";
    }
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option(data[id], () => chart.getWidth()));
    chart.on("finished", () => {
      const svg = box.querySelector("svg");
      svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    });
    legend(data[id], chart, box.nextElementSibling);
    new ResizeObserver(() => { if (!matchMedia("print").matches) { chart.resize(); } }).observe(box);
    drawn.push({ id, chart });
  }

  function recolour() {
    for (const each of drawn) { each.chart.setOption(option(data[each.id], () => each.chart.getWidth())); }
    toggle.textContent = theme() === "dark" ? "Light" : "Dark";
  }

  function sortable(table) {
    table.querySelectorAll("thead th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", "Sort by " + head.textContent);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
  }

  function sort(table, head, column) {
    const up = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("thead th").forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const value = (row) => {
      const cell = row.cells[column];
      return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
    };
    const compare = (a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x !== null && y !== null) { return up ? x - y : y - x; }
      if (x !== null || y !== null) { return x === null ? 1 : -1; }
      const order = a.cells[column].textContent.localeCompare(b.cells[column].textContent, "en");
      return up ? order : -order;
    };
    body.append(...[...body.rows].sort(compare));
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
    printing = true;
    root.dataset.theme = "light";
    recolour();
  });
  addEventListener("afterprint", () => {
    printing = false;
    if (before === undefined) { delete root.dataset.theme; } else { root.dataset.theme = before; }
    recolour();
  });

  Object.keys(data).forEach(draw);
  document.querySelectorAll("table").forEach(sortable);
  recolour();
})();
