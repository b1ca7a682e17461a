// Who else is at this piece, and what happened to it meanwhile: drawn anew whenever the server tells.
(() => {
  const room = document.querySelector("[data-present]")
  const form = document.querySelector("form[data-writing]")
  if (!room || !form) return
  const words = JSON.parse(document.getElementById("editor-words").textContent)
  const part = (name) => room.querySelector(`[data-present-${name}]`)
  const [others, newer, gone, other] = ["others", "newer", "gone", "window"].map(part)
  const { copies } = room.dataset

  // A sentence with names in it, each isolated.
  const sentence = (pattern, values) =>
    pattern.split(/(%\(\w+\)s)/).flatMap((piece) => {
      const name = /^%\((\w+)\)s$/.exec(piece)?.[1]
      if (!name) return [piece]
      if (Array.isArray(values[name])) return values[name]
      return [Object.assign(document.createElement("bdi"), { textContent: values[name] })]
    })
  const comma = document.documentElement.lang === "ar" ? "، " : ", "
  // Only what changed is drawn, and so said aloud.
  const draw = (element, key, nodes) => {
    if (element.dataset.drawn === key) return
    element.dataset.drawn = key
    element.hidden = !key
    element.querySelector("[data-words]").replaceChildren(...(key ? nodes() : []))
  }

  // The same in the bar, which is in sight wherever one writes.
  const warning = document.querySelector("[data-warning]")
  const warn = () => {
    const [what] = [["gone", gone], ["window", other], ["newer", newer]].find(([, element]) => !element.hidden) ?? []
    warning.hidden = !what
    warning.textContent = { gone: words.warnGone, window: words.warnWindow, newer: words.warnNewer }[what] ?? ""
  }

  document.addEventListener("newsroom:told", ({ detail }) => {
    const there = detail.others ?? []
    draw(others, there.map((one) => `${one.name} ${one.since}`).join("|"), () => {
      const named = there.flatMap((one, place) => {
        const here = sentence(words.sinceWhen, { name: one.name, time: one.since })
        return place ? [comma, ...here] : here
      })
      return sentence(words.alsoOpen, { names: named })
    })
    const saved = detail.newer
    draw(newer, saved ? `${detail.version}` : "", () => {
      const pattern = saved.mine ? words.savedByMe : saved.by ? words.savedBy : words.savedBySomebody
      return sentence(pattern, { name: saved.by, time: saved.at })
    })
    if (detail.kept) other.hidden = true
    warn()
  })
  document.addEventListener("newsroom:gone", () => {
    gone.hidden = false
    newer.hidden = others.hidden = true
    warn()
  })
  document.addEventListener("newsroom:window", ({ detail }) => {
    other.querySelector("a").href = copies.replace("/0/", `/${detail.copy}/`)
    other.hidden = false
    warn()
  })
  other.querySelector("button").addEventListener("click", async () => {
    const went = await window.newsroomKeeping.goOnHere()
    part("shut").hidden = went
    other.hidden = went
    warn()
  })
  // At the form's end, so that the key Enter does not find it first.
  const compare = Object.assign(document.createElement("button"), { type: "submit", name: "act", value: "compare", hidden: true })
  form.append(compare)
  newer.querySelector("button").addEventListener("click", () => form.requestSubmit(compare))
})()
