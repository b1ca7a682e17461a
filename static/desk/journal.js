// The device's own journal: what somebody typed and the server has not confirmed yet. It is emptied as soon as the
// server has the words, and wholly at the sign-out: laptops get lost and taken.
(() => {
  const here = document.currentScript.dataset
  const NAME = "newsroom-journal"
  const STORE = "entries"
  let closed = false

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
  const put = (entry) => (closed ? Promise.resolve() : ask("readwrite", (store) => store.put({ ...entry, id: id(entry) })))
  const remove = (entry) => ask("readwrite", (store) => store.delete(id(entry)))
  const all = (user) => ask("readonly", (store) => store.getAll()).then((entries) => entries.filter((entry) => entry.user === user))
  const drop = async (fits) => {
    const entries = await ask("readonly", (store) => store.getAll())
    for (const entry of entries.filter(fits)) await remove(entry)
  }
  const wipe = () => ask("readwrite", (store) => store.clear())

  // A window of the writing form holds a lock with its own name while it lives.
  const living = async () => {
    if (!navigator.locks) return new Set()
    const { held } = await navigator.locks.query()
    return new Set(held.map((lock) => lock.name))
  }

  window.newsroomJournal = { put, remove, all, living }

  // A save was confirmed: that window's words are on the server, and no reload shall say so twice.
  const address = new URL(location.href)
  const saved = address.searchParams.get("saved")
  if (saved) {
    drop((entry) => entry.window === saved).catch(() => {})
    address.searchParams.delete("saved")
    history.replaceState(history.state, "", address)
  }

  if (document.querySelector("[data-signed-out]")) {
    closed = true
    wipe().catch(() => {})
  }

  // Signing out takes along what stands here alone: that is asked first.
  const question = () =>
    new Promise((resolve) => {
      const dialog = document.createElement("dialog")
      dialog.className = "asking"
      const words = Object.assign(document.createElement("p"), { textContent: here.lose, id: "sign-out-question" })
      dialog.setAttribute("aria-labelledby", words.id)
      const buttons = Object.assign(document.createElement("p"), { className: "done-acts" })
      const button = (text, className, value) => {
        const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className })
        made.addEventListener("click", () => dialog.close(value))
        return made
      }
      buttons.append(button(here.stay, "strong", ""), button(here.out, "quiet danger", "out"))
      dialog.append(words, buttons)
      dialog.addEventListener("close", () => {
        dialog.remove()
        resolve(dialog.returnValue === "out")
      })
      document.body.append(dialog)
      dialog.showModal()
    })
  for (const form of document.querySelectorAll(`form[action="${here.logout}"]`)) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      await window.newsroomKeeping?.flush()
      const entries = await all(here.user).catch(() => [])
      if (entries.length && !(await question())) return
      closed = true
      window.newsroomKeeping?.end()
      await wipe().catch(() => {})
      form.submit()
    })
  }
})()
