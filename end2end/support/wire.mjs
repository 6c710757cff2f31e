// Everything that reaches a page: bodies of HTTP answers and messages of the feed. What must stay private is
// looked for here, not only on the screen.

/** Begins to write down what the page receives. Call before the page's first request. */
export function listenTo(page) {
  const heard = [];
  const pending = new Set();
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (!/html|json|text/.test(type) || /javascript|css/.test(type)) return;
    const reading = response
      .text()
      .then((text) => heard.push({ from: response.url(), text }))
      // A redirect has no body, and a page that is left takes unread bodies with it.
      .catch(() => {})
      .finally(() => pending.delete(reading));
    pending.add(reading);
  });
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => heard.push({ from: socket.url(), text: String(payload) }));
  });
  return {
    /** All that was received so far. */
    async all() {
      await Promise.all(pending);
      return heard;
    },
    /** Where a text was received. */
    async places(text) {
      // JSON writes some signs otherwise; tests look for plain letters.
      return (await this.all()).filter((one) => one.text.includes(text)).map((one) => one.from);
    },
  };
}
