// Starts the program: the module, the parts that this page needs and the words come at once, in one file and one.
// A file of several parts begins with the length of its list (four bytes, little endian) and the list:
// [["./chama….wasm", bytes], …], the main part first.
const start = async ({ js, pack, words, later }) => {
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
  await program.start(told);
  delete self.chamaParts;
};
