/** The view of `Assistant()`: draws the cards it is given, sends back what was clicked. */

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function button(label, name, act) {
  const node = element("button", { type: "button", "aria-label": name, "data-act": name }, label);
  node.addEventListener("click", act);
  return node;
}

/** Copies; where the page may not use the clipboard, selects the text so that Ctrl+C takes it. */
async function copy(pre, say) {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    say("Copied.");
  } catch {
    const range = document.createRange();
    range.selectNodeContents(pre);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    say("Selected: press Ctrl+C (or Cmd+C) to copy.");
  }
}

function code(card, open, say) {
  const pre = element("pre", { tabindex: "0" }, card.code);
  const details = element(
    "details",
    {},
    element("summary", {}, "Code"),
    pre,
    button("Copy", `Copy the code of: ${card.title}`, () => copy(pre, say)),
  );
  details.open = open;
  return details;
}

function item(card, open, send, say) {
  const node = element("li", { "data-id": card.id, class: `sciassist-${card.status}` });
  node.append(element("h4", {}, card.title));
  if (card.statement) {
    node.append(element("p", {}, card.statement));
  }
  if (card.facts) {
    node.append(element("p", { class: "sciassist-facts" }, card.facts));
  }
  for (const remark of card.remarks) {
    node.append(element("p", { class: "sciassist-remark" }, remark));
  }
  if (card.code) {
    node.append(code(card, open, say));
  }
  if (card.status === "proposed") {
    node.append(
      button("Accept", `Accept: ${card.title}`, () => send("accept", card.id)),
      button("Reject", `Reject: ${card.title}`, () => send("reject", card.id)),
    );
  } else {
    node.append(element("p", { class: "sciassist-status" }, card.status));
  }
  return node;
}

function render({ model, el }) {
  const list = element("ol", { "aria-label": "Suggestions" });
  const status = element("p", { role: "status", "aria-live": "polite" });
  const say = (text) => {
    status.textContent = text;
  };
  const send = (act, id) => model.send({ do: act, id });
  const refresh = button("Refresh", "Refresh the suggestions", () => send("refresh", null));
  const root = element(
    "section",
    { class: "sciassist-assistant", "aria-label": "Research assistant" },
    element("header", {}, element("h3", {}, "Suggestions"), refresh),
    status,
    list,
  );

  const drawCards = () => {
    const focused = document.activeElement?.dataset?.act;
    const open = new Set(
      [...list.querySelectorAll("details[open]")].map((node) => node.closest("li").dataset.id),
    );
    open.add(model.get("opened"));
    list.replaceChildren(
      ...model.get("cards").map((card) => item(card, open.has(card.id), send, say)),
    );
    if (focused) {
      const again = [...root.querySelectorAll("button")].find(
        (node) => node.dataset.act === focused,
      );
      again?.focus();
    }
  };
  const drawState = () => {
    root.setAttribute("aria-busy", String(model.get("busy")));
    refresh.disabled = model.get("busy");
    say(model.get("message"));
  };

  model.on("change:cards", drawCards);
  model.on("change:opened", drawCards);
  model.on("change:message", drawState);
  model.on("change:busy", drawState);
  drawCards();
  drawState();
  el.append(root);
  return () => {
    model.off("change:cards", drawCards);
    model.off("change:opened", drawCards);
    model.off("change:message", drawState);
    model.off("change:busy", drawState);
  };
}

export default { render };
