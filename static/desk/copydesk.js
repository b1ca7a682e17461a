// The copy desk beside the text: asked after every pause, it underlines what it found and says why. Nothing is changed
// but by a press, each press is one step back, and what stands in a quotation is asked about first.
import { pm } from "django-prose-editor/editor"

const room = document.querySelector("[data-copydesk]")
const form = document.querySelector("form[data-writing]")
const words = JSON.parse(document.getElementById("editor-words").textContent)
const { Plugin, PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view

const PAUSE = 700
const SOURCE = "\ufffc"
const LINES = [...form.querySelectorAll("textarea[lang]:not([data-prose])")].filter((area) => !area.disabled)
const TEXTS = [...form.querySelectorAll("textarea[data-prose]")].filter((area) => area.proseEditor && !area.disabled)

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

// ---- the lines of the text -------------------------------------------------------------------------------------------

// As the server reads them: a source is one letter wide, as it is in the document.
const written = (node) => (node.isText ? node.text : node.type.name === "hardBreak" ? "\n" : SOURCE)
const QUOTES = new Set(["blockquote", "pullQuote"])

const linesOf = (doc) => {
  const lines = []
  const walk = (node, start, quoted) =>
    node.forEach((child, offset) => {
      const place = start + offset
      if (!child.isTextblock) return walk(child, place + 1, quoted || QUOTES.has(child.type.name))
      let text = ""
      child.forEach((part) => (text += written(part)))
      return lines.push({ start: place + 1, text, quoted })
    })
  walk(doc, 0, false)
  return lines
}

// ---- what is underlined ----------------------------------------------------------------------------------------------

const key = new PluginKey("copydesk")
const nothing = { found: DecorationSet.empty, done: DecorationSet.empty }

const underlining = () =>
  new Plugin({
    key,
    state: {
      init: () => nothing,
      apply: (change, state) => {
        const news = change.getMeta(key)
        const found = news?.found ? DecorationSet.create(change.doc, news.found) : state.found.map(change.mapping, change.doc)
        const done = news?.done ? DecorationSet.create(change.doc, news.done) : change.docChanged ? DecorationSet.empty : state.done
        return { found, done }
      },
    },
    props: {
      decorations: (state) => {
        const { found, done } = key.getState(state)
        return done === DecorationSet.empty ? found : found.add(state.doc, done.find())
      },
      handleClick: (view, position) => {
        const [hit] = key.getState(view.state).found.find(position, position)
        if (hit) point(hit.spec.key)
        return false
      },
    },
  })

for (const area of TEXTS) area.proseEditor.registerPlugin(underlining())

let findings = []
const textOf = (finding) => form.elements[finding.field]
const isText = (finding) => "prose" in textOf(finding).dataset

// Where a finding stands now, if the letters it speaks of still stand there.
const placeOf = (finding) => {
  const area = textOf(finding)
  if (!isText(finding)) {
    const { start, end } = finding
    return area.value.slice(start, end) === finding.text ? { start, end } : null
  }
  const { state } = area.proseEditor
  const [mark] = key.getState(state).found.find(undefined, undefined, (spec) => spec.number === finding.number)
  if (!mark) return null
  const text = state.doc.textBetween(mark.from, mark.to, "\n", written)
  return text === finding.text ? { start: mark.from, end: mark.to } : null
}

const UNSEEN = new Set(["invisible", "joiner", "bidi"])

const underline = () => {
  for (const area of TEXTS) {
    const editor = area.proseEditor
    const lines = linesOf(editor.state.doc)
    const { selection } = editor.state
    const found = []
    for (const finding of findings) {
      const line = finding.field === area.name && lines[finding.line]
      if (!line) continue
      const [from, to] = [line.start + finding.start, line.start + finding.end]
      // A blank that was typed this moment is followed by a word the next.
      if (finding.rule === "trailing-space" && selection.empty && selection.from === to) continue
      const kind = `finding-mark${finding.safe ? " finding-mark-safe" : ""}`
      // What nobody sees is shown by the letters on either side.
      if (UNSEEN.has(finding.rule)) {
        const [start, end] = [Math.max(line.start, from - 1), Math.min(line.start + line.text.length, to + 1)]
        found.push(Decoration.inline(start, end, { class: kind.replace("finding-mark", "finding-near") }, { key: finding.key }))
      }
      found.push(Decoration.inline(from, to, { class: kind }, { key: finding.key, number: finding.number }))
    }
    editor.view.dispatch(editor.state.tr.setMeta(key, { found }).setMeta("addToHistory", false))
  }
}

// ---- asking ----------------------------------------------------------------------------------------------------------

let timer = 0
let asking = null
let answers = 0

const sent = () => {
  const lines = {}
  for (const area of LINES) lines[area.name] = [[area.value, false]]
  for (const area of TEXTS) lines[area.name] = linesOf(area.proseEditor.state.doc).map(({ text, quoted }) => [text, quoted])
  return JSON.stringify(lines)
}

const ask = async () => {
  clearTimeout(timer)
  asking?.abort()
  const mine = new AbortController()
  asking = mine
  const body = new FormData(form)
  const lines = sent()
  body.set("lines", lines)
  try {
    const headers = { "X-Unattended": "1" }
    const answer = await fetch(room.dataset.address, { method: "POST", body, headers, redirect: "manual", signal: mine.signal })
    // The line that says where the words are tells of a server that is away, and of a session that has ended.
    if (!answer.ok || asking !== mine) return
    const told = await answer.json()
    if (asking !== mine) return
    // Somebody types on: these places are old before they are drawn.
    if (sent() !== lines) return soon()
    findings = told.findings.map((finding, number) => ({ ...finding, number }))
    underline()
    for (const [name, html] of Object.entries(told.parts)) draw(name, html)
    room.dataset.asked = String((answers += 1))
  } catch {
    // The next pause asks again.
  } finally {
    if (asking === mine) asking = null
  }
}
const soon = () => {
  clearTimeout(timer)
  timer = setTimeout(ask, PAUSE)
}
form.addEventListener("input", (event) => {
  if (event.target.name && event.target.name !== "note") soon()
})
form.addEventListener("change", (event) => {
  if (event.target.name) soon()
})

const parsed = (html) => new DOMParser().parseFromString(`<body>${html}`, "text/html").body

// What had the focus has it again: the same button of the same finding, or the one that took its place.
const draw = (name, html) => {
  const part = room.querySelector(`[data-copydesk-part="${name}"]`)
  const fresh = parsed(html)
  if (part.dataset.html === html) return
  part.dataset.html = html
  const focused = part.contains(document.activeElement) ? document.activeElement : null
  const item = focused?.closest("[data-key]")
  const number = item ? [...item.parentElement.children].indexOf(item) : -1
  const wanted = focused && { act: focused.dataset.do, key: item?.dataset.key, summary: focused.matches("summary") }
  part.replaceChildren(...fresh.childNodes)
  if (!wanted) return
  if (wanted.summary) return part.querySelector("summary").focus()
  const items = [...part.querySelectorAll("[data-key]")]
  const next = items.find((each) => each.dataset.key === wanted.key) ?? items[Math.min(number, items.length - 1)]
  const button = next?.querySelector(`[data-do="${wanted.act}"]`) ?? next?.querySelector("button") ?? part.querySelector("summary")
  button?.focus()
}

// ---- showing ---------------------------------------------------------------------------------------------------------

const itemOf = (wanted) => room.querySelector(`[data-key="${wanted}"]`)

const point = (wanted) => {
  const item = itemOf(wanted)
  if (!item) return
  item.closest("details").open = true
  for (const other of room.querySelectorAll(".finding-at")) other.classList.remove("finding-at")
  item.classList.add("finding-at")
  // Beside the text it is brought into sight; below it, on a phone, the text stays where it is.
  if (matchMedia("(min-width: 64rem)").matches) item.scrollIntoView({ block: "nearest" })
}

const openSheet = (area) => {
  const sheet = area.closest("[data-sheet]")
  if (sheet.checkVisibility()) return
  form.querySelector(`[data-tabs] [data-language="${sheet.dataset.sheet}"]`).click()
}

const show = (finding) => {
  const place = placeOf(finding)
  if (!place) return gone()
  const area = textOf(finding)
  openSheet(area)
  if (!isText(finding)) {
    area.focus()
    area.setSelectionRange(place.start, place.end)
    return area.scrollIntoView({ block: "center" })
  }
  const editor = area.proseEditor
  editor.chain().focus().setTextSelection({ from: place.start, to: place.end }).scrollIntoView().run()
  return point(finding.key)
}

// ---- mending ---------------------------------------------------------------------------------------------------------

const high = (code) => code >= 0xd800 && code < 0xdc00
const low = (code) => code >= 0xdc00 && code < 0xe000

// Only letters that differ move, and no letter is cut in two.
const shared = (old, fresh) => {
  const most = Math.min(old.length, fresh.length)
  let left = 0
  while (left < most && old[left] === fresh[left]) left += 1
  if (left && high(old.charCodeAt(left - 1))) left -= 1
  let right = 0
  while (right < most - left && old.at(-1 - right) === fresh.at(-1 - right)) right += 1
  if (right && low(old.charCodeAt(old.length - right))) right -= 1
  return [left, right]
}

// In the runs of letters between two places, so that marks, links and sources stay what they are.
const mendText = (change, from, to, proposal) => {
  const runs = []
  change.doc.nodesBetween(from, to, (node, position) => {
    if (!node.isText) return
    const start = Math.max(from, position)
    const end = Math.min(to, position + node.nodeSize)
    if (start < end) runs.push({ start, end, text: node.text.slice(start - position, end - position), marks: node.marks })
  })
  const [left, right] = shared(runs.map(({ text }) => text).join(""), proposal)
  const fresh = proposal.slice(left, proposal.length - right)
  let from_ = left
  let rest = runs.reduce((sum, { text }) => sum + text.length, 0) - left - right
  const edits = []
  for (const run of runs) {
    const length = run.text.length
    if (from_ > length || (from_ === length && rest > 0)) {
      from_ -= length
      continue
    }
    const start = run.start + from_
    const end = Math.min(run.end, start + rest)
    edits.push({ start, end, text: edits.length ? "" : fresh, marks: run.marks })
    rest -= end - start
    from_ = 0
    if (rest <= 0) break
  }
  for (const { start, end, text, marks } of edits.reverse()) {
    if (text) change.replaceWith(start, end, change.doc.type.schema.text(text, marks))
    else if (end > start) change.delete(start, end)
  }
  const at = edits.length ? edits.at(-1).start : from
  return { from: at, to: at + fresh.length }
}

// What was mended shows itself: the new letters, or, where some went, those on either side.
const shine = (doc, { from, to }) => {
  const wide = from === to ? 1 : 0
  const start = Math.max(0, from - wide)
  const end = Math.min(doc.content.size, to + wide)
  return Decoration.inline(start, end, { class: "finding-done" })
}

// One step back for all of them together; returns how many were mended.
const mendBody = (area, group) => {
  const editor = area.proseEditor
  const change = pm.history.closeHistory(editor.state.tr)
  const places = group.map((finding) => ({ finding, place: placeOf(finding) })).filter(({ place }) => place)
  places.sort((one, two) => two.place.start - one.place.start)
  const shining = []
  let before = Infinity
  let count = 0
  for (const { finding, place } of places) {
    if (place.end > before) continue
    const steps = change.steps.length
    shining.unshift([mendText(change, place.start, place.end, finding.proposal), change.mapping.maps.length])
    if (change.steps.length > steps) count += 1
    before = place.start
  }
  const done = shining.map(([{ from, to }, from_]) => {
    const later = change.mapping.slice(from_)
    return shine(change.doc, { from: later.map(from, -1), to: later.map(to, 1) })
  })
  editor.view.dispatch(change.setMeta(key, { done }))
  return count
}

// By the browser's own editing, so that its own way back undoes it.
const mendLine = (area, group) => {
  const places = group.map((finding) => ({ finding, place: placeOf(finding) })).filter(({ place }) => place)
  if (!places.length) return 0
  places.sort((one, two) => one.place.start - two.place.start)
  const first = places[0].place.start
  const last = Math.max(...places.map(({ place }) => place.end))
  let text = ""
  let reached = first
  let count = 0
  for (const { finding, place } of places) {
    if (place.start < reached) continue
    text += area.value.slice(reached, place.start) + finding.proposal
    reached = place.end
    count += 1
  }
  text += area.value.slice(reached, last)
  area.focus()
  area.setSelectionRange(first, last)
  document.execCommand(text ? "insertText" : "delete", false, text)
  return count
}

const done = room.querySelector("[data-copydesk-done]")
const said = room.querySelector("[data-copydesk-said]")
const undo = room.querySelector("[data-copydesk-undo]")
let back = []

const tell = (sentence, steps = []) => {
  done.hidden = false
  said.textContent = sentence
  back = steps
  undo.hidden = !steps.length
}
const gone = () => {
  tell(words.findingGone)
  soon()
}

let mending = false
const mend = (chosen, { stay } = {}) => {
  const focused = document.activeElement
  let count = 0
  const steps = []
  mending = true
  for (const area of [...LINES, ...TEXTS]) {
    const group = chosen.filter((finding) => finding.field === area.name)
    if (!group.length) continue
    openSheet(area)
    const here = "prose" in area.dataset ? mendBody(area, group) : mendLine(area, group)
    if (here) steps.push(area)
    count += here
  }
  mending = false
  if (!count) return gone()
  if (stay) focused?.focus()
  const [one] = chosen
  const alone = one.proposal ? words.findingMended : words.findingTaken
  const sentence = chosen.length === 1 ? alone : words.findingsMended.replace("%s", count)
  tell(sentence.replace("%(was)s", visible(one.text)).replace("%(becomes)s", visible(one.proposal)), steps)
  return ask()
}
const visible = (text) => text.replaceAll(SOURCE, "").replaceAll(" ", "␣").replaceAll("\u00a0", "⍽")

undo.addEventListener("click", () => {
  mending = true
  for (const area of [...back].reverse()) {
    if ("prose" in area.dataset) area.proseEditor.commands.undo()
    else {
      area.focus()
      document.execCommand("undo")
    }
  }
  mending = false
  tell(words.findingsUndone)
  room.querySelector("#copydesk-title").focus()
  ask()
})
// Whoever writes on undoes with the keyboard; this button would take back what was written since.
form.addEventListener("input", (event) => {
  if (mending || !event.target.name) return
  back = []
  undo.hidden = true
})

// ---- asking before ---------------------------------------------------------------------------------------------------

const question = (heading, body, button) =>
  new Promise((resolve) => {
    const ok = make("button", { type: "submit", className: "strong", textContent: button })
    const cancel = make("button", { type: "button", className: "quiet", textContent: words.cancel })
    const title = make("h2", { textContent: heading })
    const asking = make("form", { method: "dialog" }, title, ...body, make("p", { className: "done-acts" }, ok, cancel))
    const dialog = make("dialog", { className: "asking copydesk-asking" }, asking)
    dialog.setAttribute("aria-label", heading)
    cancel.addEventListener("click", () => dialog.close(""))
    asking.addEventListener("submit", (event) => {
      event.preventDefault()
      dialog.close("ok")
    })
    dialog.addEventListener("close", () => {
      const chosen = new Set([...dialog.querySelectorAll("input:checked")].map((box) => Number(box.value)))
      dialog.remove()
      resolve(dialog.returnValue === "ok" ? chosen : null)
    })
    document.body.append(dialog)
    dialog.showModal()
  })

const lineOf = (finding) => itemOf(finding.key).querySelector(".finding-line").cloneNode(true)

// Of two marks that belong together one alone would be a slip of its own.
const together = (finding) => {
  if (finding.rule !== "quotes") return [finding]
  const marks = findings.filter((other) => other.rule === "quotes" && other.field === finding.field && other.line === finding.line)
  const place = marks.indexOf(finding)
  return marks.length % 2 ? [finding] : [finding, marks[place % 2 ? place - 1 : place + 1]]
}

const fix = async (finding) => {
  if (finding.quoted && !(await question(words.findingQuoted, [lineOf(finding)], words.findingMend))) return undefined
  return mend(together(finding), { stay: true })
}

const chooser = (group, ticked) => {
  const list = make("ul", { className: "copydesk-choices" })
  for (const finding of group) {
    const box = make("input", { type: "checkbox", value: finding.number, checked: ticked })
    const rule = itemOf(finding.key).querySelector(".finding-rule b").textContent
    list.append(make("li", {}, make("label", {}, box, make("span", {}, make("b", { textContent: rule }), lineOf(finding)))))
  }
  return list
}

const fixAll = async () => {
  const safe = findings.filter((finding) => finding.safe && finding.proposal !== null && itemOf(finding.key))
  const [ours, theirs] = [safe.filter(({ quoted }) => !quoted), safe.filter(({ quoted }) => quoted)]
  const body = [chooser(ours, true)]
  if (theirs.length) body.push(make("h3", { textContent: words.findingsQuoted }), chooser(theirs, false))
  const chosen = await question(words.findingsAsk, body, words.findingsMend)
  if (chosen?.size) return mend(safe.filter(({ number }) => chosen.has(number)), { stay: true })
  return undefined
}

const ignore = (finding) => {
  const field = form.elements.ignored
  field.value = [...new Set([...field.value.split(" ").filter(Boolean), finding.key])].join(" ")
  field.dispatchEvent(new Event("input", { bubbles: true }))
  tell(words.findingLeft)
  ask()
}

const ACTS = { show, fix, ignore }
room.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]")?.dataset.do
  if (!act) return undefined
  if (act === "all") return fixAll()
  const wanted = event.target.closest("[data-key]").dataset.key
  const same = [...room.querySelectorAll(`[data-key="${wanted}"]`)]
  const likes = findings.filter((finding) => finding.key === wanted)
  const finding = likes[same.indexOf(event.target.closest("[data-key]"))] ?? likes[0]
  return finding ? ACTS[act](finding) : gone()
})

ask()
