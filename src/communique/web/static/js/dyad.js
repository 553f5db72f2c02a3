// The timeline of two actors and the bars of their months.
{
  const SYMBOLS = {
    meeting: "circle", visit: "diamond", call: "triangle", video: "rect",
    letter: "path://M0,0 L20,0 L20,14 L0,14 Z M0,0 L10,8 L20,0",
    talks: "path://M0,0 L20,0 L10,17 Z",
    summit: "path://M10,0 L12.9,6.8 L20,7.6 L14.7,12.4 L16.2,19.5 L10,15.8 L3.8,19.5 L5.3,12.4 L0,7.6 L7.1,6.8 Z",
  };
  const element = document.getElementById("timeline");
  if (element) {
    const drawn = Drawing.data("timeline-data");
    const rows = drawn.rows;
    const place = (row) => rows.length - 1 - rows.indexOf(row);
    const series = rows.map((row) => drawn.points.filter((each) => each.row === row));
    const items = drawn.points.map((each) => {
      const at = rows.indexOf(each.row);
      return { words: each.words, address: each.address, series: at, index: series[at].indexOf(each) };
    });
    const first = Math.min(...drawn.points.map((each) => Date.parse(each.day)));
    const margin = Math.max((Date.parse(drawn.until) - first) * 0.03, 5 * 86400000);
    const wide = (band) => Date.parse(band.to) - Date.parse(band.from) > margin * (Drawing.narrow() ? 8 : 3);
    const ink = (row) => Drawing.colour({ agreements: "open", states: "restored" }[row] || "link");
    const option = () => ({
      grid: { left: Drawing.narrow() ? 84 : 130, right: 20, top: 16, bottom: 62 },
      xAxis: {
        type: "time", axisLine: { lineStyle: { color: Drawing.colour("line") } },
        axisLabel: { color: Drawing.colour("soft"), hideOverlap: true }, min: first - margin, max: Date.parse(drawn.until) + margin,
      },
      yAxis: {
        type: "value", min: -0.5, max: rows.length - 0.5, interval: 1,
        axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false },
        splitLine: { show: false },
      },
      dataZoom: [{
        type: "slider", height: 20, bottom: 8, borderColor: Drawing.colour("line"), textStyle: { color: Drawing.colour("soft") },
        fillerColor: "rgba(128,128,128,.2)", brushSelect: false, showDetail: false,
      }],
      tooltip: { trigger: "item", formatter: (event) => event.data.words || event.name },
      series: rows.map((row, at) => ({
        type: "scatter", name: drawn.names[row],
        data: series[at].map((each) => ({
          value: [each.day, place(row)], words: each.words, symbol: SYMBOLS[each.symbol] || "roundRect",
          itemStyle: each.done
            ? { color: ink(row), borderColor: ink(row) }
            : { color: "transparent", borderColor: ink(row), borderWidth: 1.5 },
        })),
        symbolSize: 11,
        emphasis: { scale: 1.8, itemStyle: { borderColor: Drawing.colour("focus"), borderWidth: 3 } },
        markLine: {
          silent: true, symbol: "none", animation: false,
          lineStyle: { color: Drawing.colour("line"), type: "solid", width: 1 },
          label: {
            position: "start", formatter: drawn.names[row], color: Drawing.colour("text"), fontSize: 12,
            width: Drawing.narrow() ? 76 : 120, overflow: "break", lineHeight: 13,
          },
          data: [{ yAxis: place(row) }],
        },
        markArea: {
          silent: true,
          data: drawn.bands.filter((each) => each.row === row).map((each) => [
            {
              coord: [each.from, place(row) - 0.36], name: each.words,
              itemStyle: { color: Drawing.colour(`${each.present}-ground`), borderColor: Drawing.colour(each.present), borderWidth: 0.5, borderType: "dashed" },
              label: { show: wide(each), color: Drawing.colour(each.present), fontSize: 11, position: "insideTopLeft", overflow: "truncate" },
            },
            { coord: [each.to, place(row) + 0.36] },
          ]),
        },
      })),
    });
    element.dataset.rows = String(rows.length);
    Drawing.start(element, option, items);
  }

  const months = document.getElementById("months-chart");
  if (months) {
    const drawn = Drawing.data("months-data");
    const INKS = { contacts: "link", statements: "silent", agreements: "open", states: "restored", actions: "cut" };
    const items = drawn.months.flatMap((month, index) => {
      const told = drawn.series.filter((each) => each.data[index]).map((each) => `${each.name} ${each.data[index]}`);
      return told.length ? [{ words: `${month}: ${told.join(", ")}`, address: null, series: 0, index }] : [];
    });
    const option = () => ({
      grid: { left: 40, right: 16, top: 36, bottom: 40 },
      legend: { top: 2, textStyle: { color: Drawing.colour("text") }, itemWidth: 14, itemHeight: 10, inactiveColor: Drawing.colour("soft") },
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: {
        type: "category", data: drawn.months, axisLabel: { color: Drawing.colour("soft"), hideOverlap: true },
        axisLine: { lineStyle: { color: Drawing.colour("line") } }, axisTick: { show: false },
      },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: Drawing.colour("soft") }, splitLine: { lineStyle: { color: Drawing.colour("line") } } },
      series: drawn.series.map((each) => ({
        type: "bar", stack: "all", name: each.name, data: each.data, itemStyle: { color: Drawing.colour(INKS[each.id]) }, barMaxWidth: 18,
      })),
    });
    Drawing.start(months, option, items);
  }
}
