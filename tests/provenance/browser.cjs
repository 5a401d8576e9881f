// The browser's verifier under Node: `node browser.cjs canonical|check|verify|pace < cases > answers`,
// one of each a line. Compiles the sources as they stand, so that no stale build is tried.
const fs = require('node:fs');
const path = require('node:path');

const front = path.join(__dirname, '..', '..', 'labextension');
const typescript = require(path.join(front, 'node_modules', 'typescript'));
const options = {
  module: typescript.ModuleKind.CommonJS,
  target: typescript.ScriptTarget.ES2022
};
require.extensions['.ts'] = (module, file) => {
  const source = fs.readFileSync(file, 'utf8');
  module._compile(
    typescript.transpileModule(source, { compilerOptions: options }).outputText,
    file
  );
};
const load = name => require(path.join(front, 'src', 'provenance', `${name}.ts`));

function canonical(text) {
  const { canonical } = load('canonical');
  try {
    return canonical(JSON.parse(text));
  } catch (error) {
    if (error instanceof RangeError) {
      return '!';
    }
    throw error;
  }
}

function check(text) {
  const { check, Refused } = load('lines');
  const found = check(Buffer.from(text, 'base64'));
  return JSON.stringify(found instanceof Refused ? found : null);
}

async function verify(text) {
  const { bytes, ...options } = JSON.parse(text);
  const records = [];
  const each = record => records.push([record.line, record.hash]);
  const raw = Uint8Array.from(Buffer.from(bytes, 'base64'));
  const report = await load('verify').verify(raw, { ...options, each });
  return JSON.stringify({ ...report, seen: records });
}

// How a verification goes along, which is stopped after `stop` steps.
async function pace(text) {
  const { bytes, anchor, stop } = JSON.parse(text);
  const stopping = new AbortController();
  const halt = () => stopping.abort(new Error('stopped'));
  const seen = { done: [], turns: 0, error: null };
  const timer = setInterval(() => (seen.turns += 1), 0);
  if (stop === 0) {
    halt();
  }
  const progress = done => seen.done.push(done) === stop && halt();
  const options = { progress, signal: stopping.signal, ...(anchor && { anchor }) };
  try {
    await load('verify').verify(Buffer.from(bytes, 'base64'), options);
  } catch (error) {
    seen.error = error.message;
  }
  clearInterval(timer);
  return JSON.stringify(seen);
}

async function main() {
  const answer = { canonical, check, verify, pace }[process.argv[2]];
  const lines = fs.readFileSync(0, 'utf8').split('\n').slice(0, -1);
  const answers = [];
  for (const line of lines) {
    answers.push(await answer(line));
  }
  process.stdout.write(answers.map(line => `${line}\n`).join(''));
}

main();
