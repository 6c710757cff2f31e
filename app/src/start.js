// Starts the program: the module, the parts that this page needs and the words come at once, in one file and one.
// A file of several parts begins with the length of its list (four bytes, little endian) and the list:
// [["./chama….wasm", bytes], …], the main part first.
const start = async ({ root, js, pack, words, later }) => {
  // Where one signs in nothing is needed to do so: the form comes first.
  if (later) {
    await new Promise((done) => {
      const idle = () => (self.requestIdleCallback ?? setTimeout)(done);
      if (document.readyState === 'complete') idle();
      else addEventListener('load', idle);
    });
  }
  const [all, told, program] = await Promise.all([
    fetch(pack).then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(answer.status))),
    fetch(words).then((answer) => answer.text()),
    import(js),
  ]);
  const length = new DataView(all).getUint32(0, true);
  const list = JSON.parse(new TextDecoder().decode(new Uint8Array(all, 4, length)));
  const parts = {};
  let at = 4 + length;
  for (const [name, size] of list) {
    parts[name] = new Uint8Array(all, at, size);
    at += size;
  }
  // What the parts' script asks for first, instead of the network.
  self.chamaParts = parts;
  await program.default({ module_or_path: parts[list[0][0]] });
  const ready = await program.ready(told);
  delete self.chamaParts;
  if (!ready) return;
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
