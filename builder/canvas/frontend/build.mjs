// Builds the canvas into one file with a hash of its content in its name: node build.mjs [folder]
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? join(here, "..", "build"));

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/index.tsx"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  loader: { ".css": "text", ".svg": "text" },
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  charset: "utf8",
  write: false,
});

const [file] = result.outputFiles;
const hash = createHash("sha256").update(file.contents).digest("hex").slice(0, 10);
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder)) rmSync(join(folder, old));
writeFileSync(join(folder, `index-${hash}.js`), file.contents);
console.log(`index-${hash}.js ${file.contents.length} bytes`);
