// Runs the shipped client over a folder and counts what each query asks for: file names by serial round.
// Standard input: {client, language, queries: [[texts asked in turn by one reader]]}; get() is answered from disk.
import fs from "node:fs";

const { client, root, language, sessions } = JSON.parse(fs.readFileSync(0, "utf8"));
const { open } = await import(client);
const idle = () => new Promise((done) => setTimeout(done, 0));

// Files are handed out in rounds: all that is asked for while nothing arrives comes at once.
function network() {
  let waiting = [];
  const rounds = [];
  const get = (address) => new Promise((answer) => waiting.push([address.split("?")[0].replace(/^\//, ""), answer]));
  async function serve(work) {
    let done = false;
    const finished = work.finally(() => (done = true));
    rounds.length = 0;
    let quiet = 0;
    while (!done) {
      await idle();
      quiet = waiting.length ? quiet + 1 : 0;
      if (quiet < 4) continue;
      const batch = waiting;
      waiting = [];
      quiet = 0;
      rounds.push(batch.map(([name]) => name));
      for (const [name, answer] of batch) answer(fs.readFileSync(`${root}/${name}`, "utf8"));
    }
    const value = await finished;
    return [value, rounds.map((names) => names)];
  }
  return { get, serve };
}

const answers = [];
for (const texts of sessions) {
  const { get, serve } = network();
  let search;
  const asked = [];
  for (const text of texts) {
    const [results, rounds] = await serve(
      (async () => {
        search ??= await open("", language, { get });
        return search.query(text, { limit: 8 }); // as many as the box shows
      })(),
    );
    asked.push({ text, rounds, results: results.length, first: results[0]?.url });
  }
  answers.push(asked);
}
process.stdout.write(JSON.stringify(answers));
