// The editor of a piece: django-prose-editor's building blocks, our poor schema, our words.
// Nothing is cleaned here: a pasted fragment goes to the server, whose one cleaner answers.
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  Link,
  ListItem,
  Node,
  OrderedList,
  Paragraph,
  Placeholder,
  Text,
  pm,
} from "django-prose-editor/editor"

const words = JSON.parse(document.getElementById("editor-words").textContent)
const form = document.querySelector("textarea[data-prose]").form
const room = document.querySelector("[data-paste]")
const SAFE_LINK = /^(https?:\/\/\S+|mailto:\S+@\S+|\/(?!\/)\S*)$/i

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "(paragraph | bulletList | orderedList)+",
  defining: true,
  parseHTML: () => [{ tag: "blockquote.pull", priority: 100 }],
  renderHTML: () => ["blockquote", { class: "pull" }, 0],
})

// One source is one thing: as a mark, two that touch would become one.
const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    text: { default: "", parseHTML: (element) => element.textContent, rendered: false },
  }),
  parseHTML: () => [{ tag: "sup.footnote", priority: 1000 }],
  renderHTML: ({ node }) => ["sup", { class: "footnote" }, node.attrs.text],
  renderText: ({ node }) => ` (${node.attrs.text}) `,
})

const PhotoFigure = Node.create({
  name: "photoFigure",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  addAttributes: () => ({
    photo: { default: null, parseHTML: (element) => element.dataset.photo, renderHTML: ({ photo }) => ({ "data-photo": photo }) },
    src: { default: "", parseHTML: (element) => element.querySelector("img")?.getAttribute("src") ?? "", rendered: false },
    alt: { default: "", parseHTML: (element) => element.querySelector("img")?.getAttribute("alt") ?? "", rendered: false },
  }),
  parseHTML: () => [
    { tag: "figure[data-photo]", contentElement: (element) => element.querySelector("figcaption") ?? document.createElement("p") },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "figure",
    HTMLAttributes,
    ["img", { src: node.attrs.src, alt: node.attrs.alt }],
    ["figcaption", 0],
  ],
})

// One line asked for in a dialog; resolves to the text, or null when dismissed.
const ask = (label, value, { dir, extra } = {}) =>
  new Promise((resolve) => {
    const input = make("input", { type: "text", value, dir: dir ?? "auto", required: true })
    const ok = make("button", { type: "submit", className: "strong", textContent: words.insert })
    const cancel = make("button", { type: "button", className: "quiet", textContent: words.cancel })
    const buttons = make("p", { className: "done-acts" }, ok, cancel)
    const asking = make("form", { method: "dialog" }, make("label", { textContent: label }, input), buttons)
    const dialog = make("dialog", { className: "asking" }, asking)
    if (extra) {
      const other = make("button", { type: "button", className: "quiet danger", textContent: extra })
      other.addEventListener("click", () => dialog.close("extra"))
      buttons.append(other)
    }
    cancel.addEventListener("click", () => dialog.close(""))
    asking.addEventListener("submit", (event) => {
      event.preventDefault()
      dialog.close("ok")
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(dialog.returnValue === "ok" ? input.value.trim() : dialog.returnValue === "extra" ? "" : null)
    })
    document.body.append(dialog)
    dialog.showModal()
    input.select()
  })

const say = (...sentences) => {
  const box = document.querySelector("[data-notices]")
  box.classList.remove("read")
  box.replaceChildren(...sentences.map((sentence) => make("p", { textContent: sentence, dir: "auto" })))
}

const editLink = async (editor) => {
  const before = editor.getAttributes("link").href ?? ""
  const address = await ask(words.linkAddress, before, { dir: "ltr", extra: before ? words.linkRemove : undefined })
  if (address === null) return editor.commands.focus()
  const chain = editor.chain().focus().extendMarkRange("link")
  if (address === "") return chain.unsetLink().run()
  if (!SAFE_LINK.test(address)) return say(words.linkBad)
  if (editor.state.selection.empty && !before) {
    return chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: address } }] }).run()
  }
  return chain.setLink({ href: address }).run()
}

const addSource = async (editor) => {
  const text = await ask(words.sourceText, "")
  if (!text) return editor.commands.focus()
  // Behind the selection, never over it.
  return editor
    .chain()
    .focus()
    .setTextSelection(editor.state.selection.to)
    .insertContent({ type: "footnote", attrs: { text } })
    .run()
}

const editSource = async (editor, position, node) => {
  const text = await ask(words.sourceText, node.attrs.text, { extra: words.remove })
  if (text === null) return editor.commands.focus()
  const change = editor.state.tr
  if (text) change.setNodeMarkup(position, undefined, { text })
  else change.delete(position, position + node.nodeSize)
  editor.view.dispatch(change)
  return editor.commands.focus()
}

const addPhoto = (editor) =>
  window.newsroomPhotos.choose((photo) =>
    editor
      .chain()
      .focus()
      .insertContent({
        type: "photoFigure",
        attrs: { photo: String(photo.id), src: photo.src, alt: photo.alt },
        content: photo.caption ? [{ type: "text", text: photo.caption }] : [],
      })
      .run(),
  )

// A step of its own in the history, whatever was typed just before.
const apart = (chain) => chain.command(({ tr }) => Boolean(pm.history.closeHistory(tr)))

// What the toolbar offers: word, act, and when it is pressed in.
const ACTS = [
  ["heading", (e) => e.chain().focus().toggleHeading({ level: 2 }).run(), (e) => e.isActive("heading", { level: 2 })],
  ["subheading", (e) => e.chain().focus().toggleHeading({ level: 3 }).run(), (e) => e.isActive("heading", { level: 3 })],
  ["quotation", (e) => e.chain().focus().toggleBlockquote().run(), (e) => e.isActive("blockquote")],
  ["pullQuote", (e) => e.chain().focus().toggleWrap("pullQuote").run(), (e) => e.isActive("pullQuote")],
  ["list", (e) => e.chain().focus().toggleBulletList().run(), (e) => e.isActive("bulletList")],
  ["numbered", (e) => e.chain().focus().toggleOrderedList().run(), (e) => e.isActive("orderedList")],
  ["bold", (e) => e.chain().focus().toggleBold().run(), (e) => e.isActive("bold")],
  ["italic", (e) => e.chain().focus().toggleItalic().run(), (e) => e.isActive("italic")],
  ["link", editLink, (e) => e.isActive("link")],
  ["source", addSource, (e) => e.isActive("footnote")],
  ["photo", addPhoto, () => false],
  ["undo", (e) => e.chain().focus().undo().run(), () => false],
  ["redo", (e) => e.chain().focus().redo().run(), () => false],
]

// The bar of buttons covers the window's foot: the line that is being written stays above it, and so does every focus.
const covered = { top: 0, bottom: 0 }
const clear = { top: 8, bottom: 16 }
const acts = document.querySelector(".acts")
const measure = () => {
  covered.top = Math.max(0, ...[...document.querySelectorAll(".toolbar")].map((bar) => bar.offsetHeight))
  covered.bottom = acts?.offsetHeight ?? 0
  clear.top = covered.top + 8
  clear.bottom = covered.bottom + 16
  document.documentElement.style.setProperty("--acts", `${covered.bottom}px`)
}
const sizes = new ResizeObserver(measure)
if (acts) sizes.observe(acts)

// A keyboard on the screen leaves room for the text and for the line that says where the words are, for nothing else.
const ROOM = 500
const keyboard = () => {
  const { height, offsetTop } = visualViewport
  const writing = document.activeElement?.matches("textarea, input, .ProseMirror")
  document.documentElement.classList.toggle("cramped", Boolean(writing) && height < ROOM)
  document.documentElement.style.setProperty("--keyboard", `${Math.max(0, Math.round(innerHeight - height - offsetTop))}px`)
}
if (window.visualViewport) {
  visualViewport.addEventListener("resize", keyboard)
  visualViewport.addEventListener("scroll", keyboard)
  form.addEventListener("focusin", keyboard)
  form.addEventListener("focusout", () => setTimeout(keyboard))
}

// Of a bar that is wider than its window: on which sides more of it waits.
const tellMore = (bar) => {
  const gone = Math.abs(bar.scrollLeft)
  const sides = [gone > 4 && "start", bar.scrollWidth - bar.clientWidth - gone > 4 && "end"]
  bar.dataset.more = sides.filter(Boolean).join(" ")
}

const toolbar = (editor) => {
  const bar = make("div", { className: "toolbar", role: "toolbar", ariaLabel: words.toolbar, dir: document.documentElement.dir })
  const buttons = ACTS.map(([name, act, active]) => {
    const button = make("button", { type: "button", textContent: words[name], className: `tool tool-${name}` })
    button.addEventListener("mousedown", (event) => event.preventDefault())
    button.addEventListener("click", () => act(editor))
    bar.append(button)
    return [button, active]
  })
  bar.addEventListener("scroll", () => tellMore(bar), { passive: true })
  new ResizeObserver(() => tellMore(bar)).observe(bar)
  sizes.observe(bar)
  // Thirteen questions at every key are what a long text feels: they are asked once a frame, and only news is written.
  let waiting = false
  editor.on("transaction", () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      for (const [button, active] of buttons) {
        const pressed = String(active(editor))
        if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed)
      }
    })
  })
  return bar
}

const cleaned = async (html, text) => {
  const body = new FormData()
  body.append("html", html)
  body.append("text", text)
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
  const response = await fetch(room.dataset.paste, { method: "POST", body })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error, { cause: "refused" })
  return answer
}

// What copying brings along and nobody has typed: no-break and invisible blanks, stretched words, Persian letters, shapes.
const BROUGHT = /[\u00a0\u00ad\u0640\u06a9\u06cc\u06c1\u06be\u200b-\u200d\u202a-\u202f\u2060-\u206f\ufb50-\ufdff\ufe70-\ufefc]/

const onPaste = async (editor, event) => {
  const html = event.clipboardData.getData("text/html")
  const text = event.clipboardData.getData("text/plain")
  // Moving text inside the editor, or pasting a few words, needs nobody's help.
  if (html.includes("data-pm-slice") || (!html && text && !text.includes("\n") && !BROUGHT.test(text))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (!html && !text) return say(words.pictures)
  say(words.pasting)
  try {
    const answer = await cleaned(html, text)
    const single = /^<p>((?:(?!<p>).)*)<\/p>$/s.exec(answer.html)
    // A few words keep the blanks at their ends.
    const [start, end] = !html && single ? [/^\s/.test(text), /\s$/.test(text)] : [false, false]
    const blank = { type: "text", text: " " }
    const clean = single ? single[1] : answer.html
    const chain = apart(editor.chain().focus())
    if (start) chain.insertContent(blank)
    chain.insertContent(clean)
    if (end) chain.insertContent(blank)
    chain.run()
    say(...answer.notices)
  } catch (trouble) {
    if (trouble.cause === "refused") return say(trouble.message)
    const blocks = text.split(/\n+/).map((line) => line.trim()).filter(Boolean)
    apart(editor.chain().focus()).insertContent(blocks.map((line) => ({ type: "paragraph", content: [{ type: "text", text: line }] }))).run()
    say(words.pasteFailed)
  }
}

const create = (textarea) => {
  const element = make("div", { className: "prose-editor" })
  textarea.before(element)
  element.append(textarea)
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  let stale = false
  const written = () => {
    if (stale) textarea.value = editor.isEmpty ? "" : editor.getHTML()
    stale = false
    return textarea.value
  }
  // Whoever asks the form for its data, the browser too, gets the text as it stands.
  form.addEventListener("formdata", ({ formData }) => {
    if (!textarea.disabled) formData.set(textarea.name, written())
  })
  const editor = new Editor({
    element,
    // The desk's style sheet has these few rules; an injected style would need a hole in the CSP.
    injectCSS: false,
    extensions: [
      Document,
      Paragraph,
      Text,
      HardBreak,
      Heading.configure({ levels: [2, 3] }),
      Blockquote.extend({ parseHTML: () => [{ tag: "blockquote:not(.pull)" }] }),
      PullQuote,
      BulletList,
      OrderedList,
      ListItem,
      Bold,
      Italic,
      Link.configure({ openOnClick: false, autolink: false, enableTarget: false }),
      Footnote,
      PhotoFigure,
      History,
      Dropcursor,
      Gapcursor,
      Placeholder.configure({ placeholder: textarea.lang === "ar" ? words.placeholder : "" }),
    ],
    content: textarea.value,
    editable: !textarea.disabled,
    editorProps: {
      scrollThreshold: covered,
      scrollMargin: clear,
      handleClickOn: (_view, _position, node, nodePosition) => {
        if (node.type.name !== "footnote") return false
        editSource(editor, nodePosition, node)
        return true
      },
      attributes: {
        lang: textarea.lang,
        dir: textarea.dir,
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label?.textContent ?? "",
        spellcheck: "true",
      },
    },
    // Writing the whole text out at every key is what makes long pieces slow: it waits until somebody asks.
    onUpdate: () => {
      stale = true
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  if (!textarea.disabled) editor.view.dom.before(toolbar(editor))
  editor.view.dom.addEventListener("paste", (event) => onPaste(editor, event), true)
  editor.view.dom.addEventListener("beforeinput", () => document.querySelector("[data-notices]").classList.add("read"))
  label?.addEventListener("click", () => editor.commands.focus())
  // Other words for the whole text, from a script of the form; one step back leads to the old ones.
  textarea.addEventListener("prose-editor:set", ({ detail }) => editor.commands.setContent(detail.html, { emitUpdate: true }))
  textarea.proseEditor = editor
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { detail: { editor, textarea }, bubbles: true }))
}

document.querySelectorAll("textarea[data-prose]").forEach(create)
