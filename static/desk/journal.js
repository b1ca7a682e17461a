// The device's own journal: what somebody typed and the server has not confirmed yet. It is emptied as soon as the
// server has the words, and wholly at the sign-out: laptops get lost and taken.
(() => {
  const here = document.currentScript.dataset
  const NAME = "newsroom-journal"
  const STORE = "entries"
  const SIGNED_OUT = "newsroom-signed-out"
  let closed = false
  let closedAt = 0

  const name = () => {
    const parts = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    return parts.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5")
  }

  let opening = null
  const open = () => {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" })
      request.onsuccess = () => {
        // Another window wants to empty everything: it must not wait for this one.
        request.result.onversionchange = () => {
          request.result.close()
          opening = null
        }
        resolve(request.result)
      }
      request.onerror = () => reject(request.error)
      request.onblocked = () => reject(new Error("blocked"))
    }).catch((trouble) => {
      opening = null
      throw trouble
    })
    return opening
  }
  const ask = async (mode, question) => {
    const database = await open()
    return new Promise((resolve, reject) => {
      const deal = database.transaction(STORE, mode, { durability: "strict" })
      const answer = question(deal.objectStore(STORE))
      deal.oncomplete = () => resolve(answer?.result)
      deal.onabort = deal.onerror = () => reject(deal.error)
    })
  }

  const id = ({ user, place, window }) => `${user}/${place}/${window}`
  const put = async (entry) => {
    if (closed) throw new Error("signed out")
    return ask("readwrite", (store) => store.put({ ...entry, id: id(entry) }))
  }
  const remove = (entry) => ask("readwrite", (store) => store.delete(id(entry)))
  const all = (user) => ask("readonly", (store) => store.getAll()).then((entries) => entries.filter((entry) => entry.user === user))
  const of = (window) => ask("readonly", (store) => store.getAll()).then((entries) => entries.filter((entry) => entry.window === window))
  const move = async (entry, changes) => {
    await put({ ...entry, ...changes })
    await remove(entry)
  }
  const wipe = () => ask("readwrite", (store) => store.clear())

  // The tab knows of each window of the form how many changes were counted in it, and up to which it was submitted:
  // the same window comes back with a refused form, and its count must only grow.
  const counted = (window) => Number(sessionStorage.getItem(`newsroom-counted:${window}`) ?? 0)
  const count = (window, turn) => sessionStorage.setItem(`newsroom-counted:${window}`, turn)
  const submit = (window, turn) => sessionStorage.setItem(`newsroom-submitted:${window}`, turn)
  // Typed while the form was on its way, and so no part of what was sent.
  const younger = ({ window, turn = 0 }) => turn > Number(sessionStorage.getItem(`newsroom-submitted:${window}`) ?? Infinity)
  // A form that comes back with the name of its window must not write over what was typed after it was sent.
  const part = async (own) => {
    for (const entry of await of(own.window)) if (id(entry) === id(own) && younger(entry)) await move(entry, { window: name() })
  }

  // A window of the writing form holds a lock with its own name while it lives.
  const living = async () => {
    if (!navigator.locks) return new Set()
    const { held } = await navigator.locks.query()
    return new Set(held.map((lock) => lock.name))
  }

  // A save was confirmed: what that window had sent is on the server. What was typed since is offered by the form.
  const confirm = async (window) => {
    const form = document.querySelector("form[data-writing]")?.elements
    // A piece that this save has begun has a number from now on; what it had become is known to its form alone.
    const [, piece] = /\/(\d+)\/\w+\/$/.exec(location.pathname) ?? []
    for (const entry of await of(window)) {
      const since = { window: name(), place: piece ?? entry.place, version: form?.version.value ?? (entry.version || "0"), base: form?.base.value ?? entry.base }
      await (younger(entry) ? move(entry, since) : remove(entry))
    }
  }
  const address = new URL(location.href)
  const saved = address.searchParams.get("saved")
  const ready = saved ? confirm(saved).catch(() => {}) : Promise.resolve()
  if (saved) {
    // No reload shall say so twice.
    address.searchParams.delete("saved")
    history.replaceState(history.state, "", address)
  }

  // ---- signing out -------------------------------------------------------------------------------------------------

  // Forms that are still open in other tabs must not write down anew what was wiped.
  const close = () => {
    closed = true
    closedAt = performance.now()
    document.dispatchEvent(new CustomEvent("newsroom:shut"))
  }
  // ``since``: when the question was asked whose answer says that the account is signed in.
  const reopen = (since) => {
    if (since > closedAt) closed = false
  }
  const channel = window.BroadcastChannel ? new BroadcastChannel(SIGNED_OUT) : null
  if (channel) channel.onmessage = close
  else addEventListener("storage", ({ key }) => key === SIGNED_OUT && close())
  const closeEverywhere = () => {
    close()
    if (channel) channel.postMessage("")
    else localStorage.setItem(SIGNED_OUT, Date.now())
  }

  if (document.querySelector("[data-signed-out]")) {
    closeEverywhere()
    wipe().catch(() => {})
  }

  // What nobody brings back is asked first.
  const question = (sentence, stay, go) =>
    new Promise((resolve) => {
      const dialog = document.createElement("dialog")
      dialog.className = "asking"
      const words = Object.assign(document.createElement("p"), { textContent: sentence, id: "sign-out-question" })
      dialog.setAttribute("aria-labelledby", words.id)
      const buttons = Object.assign(document.createElement("p"), { className: "done-acts" })
      const button = (text, className, value) => {
        const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className })
        made.addEventListener("click", () => dialog.close(value))
        return made
      }
      buttons.append(button(stay, "strong", ""), button(go, "quiet danger", "out"))
      dialog.append(words, buttons)
      dialog.addEventListener("close", () => {
        dialog.remove()
        resolve(dialog.returnValue === "out")
      })
      document.body.append(dialog)
      dialog.showModal()
    })
  window.newsroomJournal = { put, remove, all, living, name, counted, count, submit, part, ready, reopen, question }

  // Signing out takes along what stands here alone.
  for (const form of document.querySelectorAll(`form[action="${here.logout}"]`)) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      await window.newsroomKeeping?.flush()
      const entries = await all(here.user).catch(() => [])
      if (entries.length && !(await question(here.lose, here.stay, here.out))) return
      window.newsroomKeeping?.end()
      closeEverywhere()
      await wipe().catch(() => {})
      form.submit()
    })
  }
})()
