// Bundles style, script and map: node build.mjs <folder of sources> <folder for results> <folder for fonts>
// Runs when building, never when serving. Whoever calls it swaps the results in at once.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [sources, results, fonts] = process.argv.slice(2).map((path) => resolve(path));
const modules = join(dirname(fileURLToPath(import.meta.url)), "node_modules");

const options = {
  absWorkingDir: sources,
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  loader: { ".png": "file", ".svg": "file", ".woff2": "file" },
  logLevel: "warning",
  metafile: true,
  minify: true,
  nodePaths: [modules],
  outdir: results,
  entryNames: "[name].[hash]",
  assetNames: "[name].[hash]",
  target: ["es2022", "chrome105", "firefox110", "safari16"],
};

async function filesIn(folder, ending) {
  try {
    const names = await readdir(join(sources, folder));
    return names.filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
  } catch (fault) {
    if (fault.code === "ENOENT") return [];
    throw fault;
  }
}

// A file that another one imports is a part, not a bundle of its own.
async function entries() {
  const candidates = [...(await filesIn("css", ".css")), ...(await filesIn("js", ".js"))];
  const { metafile } = await build({ ...options, entryPoints: candidates, write: false });
  const parts = new Set();
  for (const input of Object.values(metafile.inputs)) {
    for (const imported of input.imports) parts.add(imported.path);
  }
  return candidates.filter((name) => !parts.has(name));
}

async function bundle(entryPoints) {
  const manifest = {};
  const { metafile } = await build({ ...options, entryPoints });
  for (const [path, output] of Object.entries(metafile.outputs)) {
    if (output.entryPoint) {
      manifest[basename(output.entryPoint)] = relative(results, resolve(sources, path));
    }
  }
  return manifest;
}

// The map's parts come from the library itself unless our sources have a file of that name.
async function mapFromLibrary(manifest) {
  const wanted = { "map.css": "dist/leaflet.css", "map.js": "dist/leaflet.js" };
  for (const [name, file] of Object.entries(wanted)) {
    if (manifest[name]) continue;
    const { metafile } = await build({
      ...options,
      entryNames: "map.[hash]",
      entryPoints: [join(modules, "leaflet", file)],
    });
    const made = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint);
    manifest[name] = relative(results, resolve(sources, made[0]));
  }
}

async function compress() {
  for (const name of await readdir(results)) {
    if (!/\.(css|js|svg)$/.test(name)) continue;
    const content = await readFile(join(results, name));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    await writeFile(join(results, `${name}.br`), brotliCompressSync(content, { params: quality }));
    await writeFile(join(results, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

async function copyFonts() {
  const family = join(modules, "@expo-google-fonts", "biz-udpgothic");
  await mkdir(fonts, { recursive: true });
  await copyFile(
    join(family, "400Regular", "BIZUDPGothic_400Regular.ttf"),
    join(fonts, "BIZUDPGothic-Regular.ttf"),
  );
  await copyFile(
    join(family, "700Bold", "BIZUDPGothic_700Bold.ttf"),
    join(fonts, "BIZUDPGothic-Bold.ttf"),
  );
  await copyFile(join(family, "LICENSE_FONT"), join(fonts, "LICENSE_FONT"));
}

await mkdir(results, { recursive: true });
const manifest = await bundle(await entries());
await mapFromLibrary(manifest);
await compress();
await copyFonts();
const sorted = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(join(results, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
