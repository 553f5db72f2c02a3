// Places of contacts on a map of the world; the larger, the more contacts.
{
  const element = document.getElementById("world");
  if (element) {
    const drawn = Drawing.data("world-data");
    const most = Math.max(1, ...drawn.points.map((each) => each.contacts));
    const items = drawn.points.map((each, index) => ({ words: each.words, address: each.address, series: 0, index }));
    const option = () => ({
      tooltip: { trigger: "item", formatter: (event) => event.data && event.data.words },
      geo: {
        map: "world", roam: false, silent: true, left: 4, right: 4, top: 4, bottom: 4, boundingCoords: [[-170, 78], [191, -56]],
        itemStyle: { areaColor: Drawing.colour("silent-ground"), borderColor: Drawing.colour("line"), borderWidth: 0.6 },
      },
      series: [{
        type: "scatter", coordinateSystem: "geo",
        data: drawn.points.map((each) => ({ value: each.at, words: each.words, symbolSize: 7 + 22 * Math.sqrt(each.contacts / most) })),
        itemStyle: { color: Drawing.colour("link"), opacity: 0.7, borderColor: Drawing.colour("ground"), borderWidth: 1 },
        emphasis: { scale: 1.5, itemStyle: { opacity: 1, color: Drawing.colour("focus"), borderColor: Drawing.colour("text"), borderWidth: 2 } },
      }],
    });
    // A coast that crosses the line of the date goes on beyond it instead of back across the map.
    const unbroken = (ring) => {
      const degrees = ring.map((each) => each[0]);
      if (Math.max(...degrees) - Math.min(...degrees) < 180) return ring;
      return ring.map(([east, north]) => [east < 0 ? east + 360 : east, north]);
    };
    const whole = (world) => {
      for (const { geometry } of world.features) {
        const shapes = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
        const mended = shapes.map((rings) => rings.map(unbroken));
        geometry.coordinates = geometry.type === "Polygon" ? mended[0] : mended;
      }
      return world;
    };
    fetch(element.dataset.world).then((answer) => answer.json()).then((world) => {
      echarts.registerMap("world", whole(world));
      Drawing.start(element, option, items);
    });
  }
}
