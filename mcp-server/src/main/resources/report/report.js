"use strict";
(() => {
  const root = document.documentElement;
  const { charts: data, tips } = JSON.parse(document.getElementById("data").textContent);
  // Okabe and Ito; their yellow is left out because it vanishes on white.
  const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"];
  const symbols = ["circle", "rect", "triangle", "diamond", "pin"];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const drawn = [];
  let printing = false;

  root.classList.add("scripted");

  const theme = () => root.dataset.theme || (night.matches ? "dark" : "light");
  const colour = (index) => palette[index % palette.length];
  const symbol = (index) => symbols[index % symbols.length];
  const inks = () => {
    const style = getComputedStyle(root);
    const read = (name) => style.getPropertyValue(name).trim();
    return { ink: read("--ink"), soft: read("--soft"), line: read("--line"), paper: read("--paper") };
  };
  const shown = (value) =>
    Math.abs(value) >= 1 ? value.toLocaleString("en-US", { maximumFractionDigits: 1 }) : String(+value.toPrecision(3));

  function axis(of, ink, vertical) {
    return {
      type: of.scale === "log" ? "log" : "value",
      logBase: of.step,
      min: of.min, max: of.max, interval: of.scale === "log" ? undefined : of.step,
      name: of.title, nameLocation: "middle", nameGap: vertical ? 52 : 30,
      nameTextStyle: { color: ink.ink, fontSize: 13 },
      axisLine: { show: true, lineStyle: { color: ink.soft } },
      axisLabel: { color: ink.ink, fontSize: 12, formatter: shown, hideOverlap: true },
      minorTick: { show: of.scale === "log" && of.step === 10, splitNumber: 9 },
      minorSplitLine: { show: of.scale === "log" && of.step === 10, lineStyle: { color: ink.line, opacity: 0.45 } },
      splitLine: { lineStyle: { color: ink.line } },
    };
  }

  function line(of, ink) {
    return {
      type: "line", name: of.name, color: colour(of.colour),
      symbol: symbol(of.colour), symbolSize: of.dashed ? 7 : 10,
      lineStyle: { width: 2, type: of.dashed ? "dashed" : "solid" },
      data: of.marks.map((mark) => ({ value: [mark.x, mark.y], tip: mark.tip, name: mark.label || "" })),
      label: { show: of.marks.some((mark) => mark.label), formatter: "{b}", position: "top", color: ink.ink, fontSize: 12 },
      labelLayout: { hideOverlap: true },
      emphasis: { focus: "series" },
      clip: true, animation: !still, animationDuration: 250,
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

  function option(of) {
    const ink = inks();
    const withBars = of.series.filter((each) => each.marks.some((mark) => mark.low !== undefined));
    return {
      backgroundColor: "transparent",
      textStyle: { fontFamily: 'system-ui, "Liberation Sans", Arial, sans-serif' },
      grid: { left: 72, right: 30, top: 40, bottom: 52 },
      xAxis: axis(of.x, ink, false), yAxis: axis(of.y, ink, true),
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
      series: of.series.map((each) => line(each, ink)).concat(withBars.map(bars)),
    };
  }

  function swatch(of) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("width", "26");
    svg.setAttribute("height", "12");
    svg.setAttribute("aria-hidden", "true");
    const path = svg.appendChild(document.createElementNS(space, "path"));
    path.setAttribute("d", "M0 6H26");
    path.setAttribute("stroke", colour(of.colour));
    path.setAttribute("stroke-width", "2.5");
    if (of.dashed) { path.setAttribute("stroke-dasharray", "5 3"); }
    const forms = { circle: "M13 2a4 4 0 1 0 .01 0z", rect: "M9 2h8v8h-8z", triangle: "M13 1l5 9h-10z", diamond: "M13 1l5 5-5 5-5-5z",
      pin: "M13 11l-4-6a4 4 0 1 1 8 0z" };
    const form = svg.appendChild(document.createElementNS(space, "path"));
    form.setAttribute("d", forms[symbol(of.colour)]);
    form.setAttribute("fill", of.dashed ? "none" : colour(of.colour));
    form.setAttribute("stroke", colour(of.colour));
    return svg;
  }

  function legend(of, chart, box) {
    box.classList.toggle("many", of.series.length > 40);
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
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option(data[id]));
    chart.on("finished", () => {
      const svg = box.querySelector("svg");
      svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    });
    legend(data[id], chart, box.nextElementSibling);
    new ResizeObserver(() => { if (!matchMedia("print").matches) { chart.resize(); } }).observe(box);
    drawn.push({ id, chart });
  }

  function recolour() {
    for (const each of drawn) { each.chart.setOption(option(data[each.id])); }
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
