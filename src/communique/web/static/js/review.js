// Judging by keyboard: a key stands for what carries it (data-key), never while something is being written.
const writing = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && event.target.closest(writing)) {
    event.target.blur();
    return;
  }
  if (event.target.closest(writing)) return;
  const meant = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!meant) return;
  event.preventDefault();
  if (meant.tagName === "SUMMARY") {
    const details = meant.parentElement;
    details.open = true;
    details.querySelector("select, input:not([type=hidden])").focus();
  } else if (meant.tagName === "INPUT") {
    meant.closest("details").open = true;
    meant.focus();
  } else if ("back" in meant.dataset && history.length > 1) {
    history.back();
  } else {
    meant.click();
  }
});
