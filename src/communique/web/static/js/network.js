// Actors on a circle, most active first, with lines between those that have to do with each other.
{
  const element = document.getElementById("network");
  if (element) {
    const drawn = Drawing.data("network-data");
    const most = Math.max(1, ...drawn.nodes.map((each) => each.contacts));
    const thickest = Math.max(1, ...drawn.lines.map((each) => each.contacts));
    const items = drawn.nodes.map((each, index) => ({ words: each.words, address: each.address, series: 0, index }));
    const option = () => ({
      tooltip: { formatter: (event) => event.data.words },
      series: [{
        type: "graph", layout: "circular", circular: { rotateLabel: true }, roam: false,
        left: Drawing.narrow() ? 56 : 140, right: Drawing.narrow() ? 56 : 140, top: Drawing.narrow() ? 56 : 110, bottom: Drawing.narrow() ? 56 : 110,
        data: drawn.nodes.map((each) => ({
          id: each.id, name: Drawing.narrow() ? each.id : each.name, words: each.words,
          symbolSize: 8 + 26 * Math.sqrt(each.contacts / most),
          itemStyle: { color: Drawing.colour("accent"), borderColor: Drawing.colour("ground"), borderWidth: 1 },
        })),
        links: drawn.lines.map((each) => ({
          source: each.source, target: each.target, words: each.words, address: each.address,
          lineStyle: each.contacts
            ? { width: 1 + 7 * Math.sqrt(each.contacts / thickest), color: Drawing.colour("link"), opacity: 0.55, curveness: 0.2 }
            : { width: 0.6, type: "dashed", color: Drawing.colour("soft"), opacity: 0.35, curveness: 0.2 },
        })),
        label: { show: true, color: Drawing.colour("text"), fontSize: Drawing.narrow() ? 10 : 12 },
        emphasis: {
          focus: "adjacency", label: { fontWeight: "bold" },
          itemStyle: { borderColor: Drawing.colour("focus"), borderWidth: 3 }, lineStyle: { opacity: 0.9 },
        },
      }],
    });
    const chart = Drawing.start(element, option, items);
    chart.on("click", { dataType: "edge" }, (event) => window.location.assign(event.data.address));
  }
}
