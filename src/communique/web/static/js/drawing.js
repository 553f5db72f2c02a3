// What every chart here shares: the colours of the page in either scheme, its data, and its use by keyboard.
// A chart walks through items in order, each with its words, its address, and where it is drawn (series, index).
const Drawing = (() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const data = (id) => JSON.parse(document.getElementById(id).textContent);

  const start = (element, option, items, open = (item) => item.address && window.location.assign(item.address)) => {
    const chart = echarts.init(element);
    const told = element.parentElement.querySelector(".told");
    let at = -1;
    const common = () => ({
      animation: !still.matches,
      textStyle: { color: colour("text"), fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: {
        renderMode: "richText", confine: true, backgroundColor: colour("raised"), borderColor: colour("line"),
        textStyle: { color: colour("text"), fontSize: 13 },
      },
    });
    const draw = () => {
      const made = option();
      chart.setOption({ ...common(), ...made, tooltip: { ...common().tooltip, ...made.tooltip } }, true);
    };
    const show = (item) => ({ seriesIndex: item.series, dataIndex: item.index });
    const go = (next) => {
      if (!items.length) return;
      if (items[at]) chart.dispatchAction({ type: "downplay", ...show(items[at]) });
      at = Math.max(0, Math.min(items.length - 1, next));
      chart.dispatchAction({ type: "highlight", ...show(items[at]) });
      chart.dispatchAction({ type: "showTip", ...show(items[at]) });
      if (told) told.textContent = `${at + 1}/${items.length}. ${items[at].words}`;
    };
    element.addEventListener("keydown", (event) => {
      const last = items.length - 1;
      const keys = {
        ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at < 0 ? last : at - 1, ArrowUp: at < 0 ? last : at - 1,
        Home: 0, End: last, PageDown: at + 10, PageUp: at - 10,
      };
      if (event.key in keys) go(keys[event.key]);
      else if (event.key === "Enter" && items[at]) open(items[at]);
      else if (event.key === "Escape") chart.dispatchAction({ type: "hideTip" });
      else return;
      event.preventDefault();
    });
    element.addEventListener("blur", () => {
      if (items[at]) chart.dispatchAction({ type: "downplay", ...show(items[at]) });
      chart.dispatchAction({ type: "hideTip" });
    });
    chart.on("click", (event) => {
      const item = items.find((each) => each.series === event.seriesIndex && each.index === event.dataIndex);
      if (item) open(item);
    });
    dark.addEventListener("change", draw);
    new ResizeObserver(() => {
      chart.resize();
      draw();
    }).observe(element);
    draw();
    return chart;
  };
  return { colour, data, start, narrow: () => window.innerWidth < 640 };
})();
