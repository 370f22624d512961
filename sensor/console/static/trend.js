// The trend of the page of health: three charts one below the other, of what GET
// /health/trend answers. Nothing moves; the table beside them says the same.
"use strict";
(() => {
  const at = document.getElementById("trend");
  if (!at || !window.uPlot) return;
  const { source, lang, zone, none, hint } = at.dataset;
  const number = new Intl.NumberFormat(lang, { maximumSignificantDigits: 3 });
  const format = o => new Intl.DateTimeFormat(lang, { timeZone: zone, ...o });
  const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = format({ month: "numeric", day: "numeric" });
  const month = format({ year: "numeric", month: "short" });
  const full = format({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const height = 150;

  // words writes the ticks of the axis of time, as fine as they are apart.
  const words = (u, ticks, i, space, step) => ticks.map(t => {
    const d = new Date(t * 1000);
    return step < 86400 ? (clock.format(d) === "00:00" ? day.format(d) : clock.format(d)) : step < 28 * 86400 ? day.format(d) : month.format(d);
  });

  // chart draws one row of figures, and has the arrow keys walk through it.
  function chart(label, times, row, paint, max) {
    const box = document.createElement("div");
    box.className = "chart";
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", label + ". " + hint);
    const head = document.createElement("p");
    head.className = "chart-head";
    const name = document.createElement("b");
    name.textContent = label;
    const value = document.createElement("span");
    value.setAttribute("role", "status");
    head.append(name, " ", value);
    box.append(head);
    at.append(box);
    const tell = i => {
      value.textContent = i == null || times[i] === undefined ? "" : full.format(new Date(times[i] * 1000)) + ": " + (row[i] == null ? none : number.format(row[i]));
    };
    const axis = { stroke: colour("--ink"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 }, font: "12px sans-serif" };
    const u = new uPlot({
      width: box.clientWidth, height, padding: [8, 32, 0, 0], tzDate: t => uPlot.tzDate(new Date(t * 1000), zone), legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: true }, y: { range: (u, low, high) => [0, max || Math.max(high || 0, 1) * 1.1] } },
      axes: [{ ...axis, values: words, space: 70 }, { ...axis, size: 64, space: 28, values: (u, ticks) => ticks.map(t => number.format(t)) }],
      series: [{}, { stroke: colour(paint), width: 1.5, fill: colour(paint) + "22", spanGaps: false, points: { show: false } }],
      hooks: { setCursor: [u => tell(u.cursor.idx)] },
    }, [times, row], box);
    const go = i => u.setCursor({ left: Math.round(u.valToPos(times[i], "x")), top: height / 4 });
    box.addEventListener("keydown", e => {
      const now = u.cursor.idx, last = times.length - 1;
      const to = { ArrowLeft: now == null ? last : now - 1, ArrowRight: now == null ? 0 : now + 1, Home: 0, End: last }[e.key];
      if (to === undefined) return;
      e.preventDefault();
      go(Math.min(Math.max(to, 0), last));
    });
    return { u, box };
  }

  // A page that asks by itself says so, and keeps no session alive.
  const ask = () => fetch(source, { headers: { "HX-Request": "true" } }).then(r => r.ok ? r.json() : null).catch(() => null);
  let charts = [];
  function draw(d) {
    at.replaceChildren();
    charts = [[at.dataset.rate, d.packets_per_second, "--soft"], [at.dataset.lost, d.lost_per_second, "--act"], [at.dataset.blind, d.blind_percent, "--act", 100]]
      .map(([label, row, paint, max]) => chart(label, d.time, row, paint, max));
    document.getElementById("trend-table").open = false;
  }
  ask().then(d => d && draw(d));
  addEventListener("resize", () => charts.forEach(c => c.u.setSize({ width: c.box.clientWidth, height })));
  setInterval(() => ask().then(d => d && charts.forEach((c, i) => c.u.setData([d.time, [d.packets_per_second, d.lost_per_second, d.blind_percent][i]]))), 60000);
})();
