// Keys that are pressed before the page hears them wait here. What a field or a button does with a key by itself is done
// already, so only commands wait.
const early = [];
const wait = (event) => {
  const { key, target } = event;
  if (event.isComposing || event.keyCode === 229 || event.altKey || target.closest?.('input, textarea, select')) return;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl ? key.toLowerCase() !== 'k' : key !== 'Escape' && (key.length > 1 || key === ' ')) return;
  // Neither the browser nor a page that has just begun to hear shall do it as well.
  event.preventDefault();
  early.push(event);
};
addEventListener('keydown', wait);
// Somebody hears them now, or nobody will.
const pressed = () => {
  removeEventListener('keydown', wait);
  for (const event of early.splice(0)) {
    const { key, code, ctrlKey, metaKey, shiftKey } = event;
    const again = { key, code, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true };
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', again));
  }
};
addEventListener('works', pressed, { once: true });
// What has come together is taken apart by now: nothing holds it for as long as the page lives.
addEventListener('whole', () => delete self.chamaSoon, { once: true });
// A file of several parts begins with the length of its list (four bytes, little endian) and the list:
// [["./chama….wasm", bytes], …]. The main part's name is "./main".
const packed = async (file) => {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  const all = await answer.arrayBuffer();
  const length = new DataView(all).getUint32(0, true);
  const list = JSON.parse(new TextDecoder().decode(new Uint8Array(all, 4, length)));
  const parts = {};
  let at = 4 + length;
  for (const [name, size] of list) {
    parts[name] = new Uint8Array(all, at, size);
    at += size;
  }
  return parts;
};
// Starts the program: the module, the parts that this page needs and the words come at once, in one file and one. `soon`:
// what it needs as soon as it can be read.
const start = async ({ root, js, pack, soon, words, later }) => {
  // Where one signs in nothing is needed to do so: the form comes first.
  if (later) {
    await new Promise((done) => {
      const idle = () => (self.requestIdleCallback ?? setTimeout)(done);
      if (document.readyState === 'complete') idle();
      else addEventListener('load', idle);
    });
  }
  const [parts, told, program] = await Promise.all([
    packed(pack),
    fetch(words).then((answer) => answer.text()),
    import(js),
  ]);
  // What the parts' script asks for first, instead of the network.
  self.chamaParts = parts;
  await program.default({ module_or_path: parts['./main'] });
  const ready = await program.ready(told);
  delete self.chamaParts;
  if (!ready) return pressed();
  // Where they do not come together, each is asked for by itself.
  if (soon) self.chamaSoon = packed(soon).catch(() => undefined);
  // A page that somebody has changed before it could be taken over is first drawn anew (`public/anew.js`). The server has
  // summed what it is made of likewise (`server/src/http/whole.rs`): elements, comments and texts.
  const app = document.getElementById(root);
  let sum = 0;
  for (const walk = document.createTreeWalker(app, 133); walk.nextNode(); ) {
    const node = walk.currentNode;
    const name = `${node.localName ?? (node.nodeType === 8 ? '!' : '.')} `;
    for (const letter of name) sum = (Math.imul(sum, 31) + letter.charCodeAt()) >>> 0;
  }
  if (sum !== Number(app.dataset.madeOf)) (await (await import('/anew.js')).fetched(app))();
  program.hydrate();
};
