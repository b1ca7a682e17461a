// The inbox of names by keyboard: the arrows go from card to card, letters press the buttons that show them.
(() => {
  const room = document.querySelector("[data-inbox]")
  if (!room) return
  const cards = [...room.querySelectorAll("[data-card]")]
  // What another script keeps from the key Tab stays as it is.
  const CONTROLS = ":is(a, button, input, textarea, select):not([tabindex])"
  const controls = new Map(cards.map((card) => [card, [...card.querySelectorAll(CONTROLS)]]))
  const current = () => cards.find((card) => card.hasAttribute("aria-current")) ?? cards[0]

  // One card is current: the key Tab finds it and what is on it, and passes the others by.
  const turn = (card) => {
    for (const each of cards) {
      const here = each === card
      each.tabIndex = here ? 0 : -1
      each.toggleAttribute("aria-current", here)
      if (here) each.setAttribute("aria-current", "true")
      for (const control of controls.get(each)) {
        if (here) control.removeAttribute("tabindex")
        else control.tabIndex = -1
      }
    }
  }
  const go = (card) => {
    if (!card) return
    turn(card)
    card.focus()
    card.scrollIntoView({ block: "nearest" })
  }
  for (const card of cards) card.addEventListener("focusin", () => card === current() || turn(card))

  const STEPS = { ArrowDown: 1, KeyJ: 1, ArrowUp: -1, KeyK: -1 }
  const writes = (element) => element.matches("textarea, select, input:not([type=radio]), [contenteditable]")
  const press = (code) => {
    const wanted = `[data-key="${code}"]`
    const target = current()?.querySelector(wanted) ?? room.querySelector(`[data-undo] ${wanted}`)
    target?.click()
    return Boolean(target)
  }
  const other = () => {
    const ways = [...(current()?.querySelectorAll("[name=stays]") ?? [])]
    const next = ways.find((way) => !way.checked)
    if (next) next.checked = true
    return Boolean(next)
  }
  const help = room.querySelector("[data-help]")

  // A key held down decides nothing twice.
  let left = false
  document.addEventListener("keydown", (event) => {
    const { target, code, key } = event
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || writes(target)) return
    if (target !== document.body && !room.contains(target)) return
    if (key === "?" || key === "؟") {
      if (help) help.open = !help.open
      event.preventDefault()
      return
    }
    if (event.shiftKey || left) return
    const step = STEPS[code]
    if (step) {
      // Between the two ways of a merge the arrows choose.
      if (target.matches("[type=radio]") && code.startsWith("Arrow")) return
      const place = cards.indexOf(current())
      go(target === current() || target.closest("[data-card]") ? cards[place + step] : current())
      event.preventDefault()
    } else if (!event.repeat && (code === "KeyS" ? other() : press(code))) {
      event.preventDefault()
    }
  })
  room.addEventListener("submit", (event) => {
    // The second press of a button finds the first on its way.
    if (left) event.preventDefault()
    left = true
  })
  // Back from the next page, everything can be pressed again.
  window.addEventListener("pageshow", () => {
    left = false
  })

  const named = location.hash && cards.find((card) => `#${card.id}` === location.hash)
  if (cards.length) turn(named || current())
  if (document.querySelector("[data-refusal]")) return
  const box = room.querySelector("[data-box]")
  // The name box is drawn by its own script, which came before this one.
  if (box) {
    const field = box.querySelector(".chips-find") ?? box.querySelector("textarea")
    field.focus()
    field.scrollIntoView({ block: "nearest" })
  } else if (cards.length) go(current())
  else room.querySelector("[data-undo] button")?.focus()
})()
