// Writes ../world_map.json: the outline of every country as an SVG path, from Natural Earth (public domain, as packed
// by world-atlas). Run by hand when the geometry changes:
//   npm install world-atlas topojson-client topojson-simplify d3-geo && node world_map.mjs codes.json > ../world_map.json
// codes.json maps ISO 3166-1 numeric codes to alpha-3 codes.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {geoArea, geoEqualEarth, geoPath} from "d3-geo";
import {feature} from "topojson-client";
import {presimplify, simplify} from "topojson-simplify";

const WIDTH = 960;
const HEIGHT = 468;
const SMALL_AREA = 12; // below this many square pixels a country also gets a dot
const MIN_WEIGHT = 0.1; // triangles below this many square degrees are left out of outlines
const NAMED = {Kosovo: "XKX", Somaliland: "SOM", "N. Cyprus": "CYP"};

function countriesOf(topology) {
  return feature(topology, topology.objects.countries).features.filter(({properties}) => properties.name !== "Antarctica");
}

const codes = JSON.parse(readFileSync(process.argv[2]));
const atlas = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
const world = JSON.parse(readFileSync(atlas));
const whole = countriesOf(world);
const outlines = countriesOf(simplify(presimplify(world), MIN_WEIGHT));
const projection = geoEqualEarth().fitExtent([[4, 4], [WIDTH - 4, HEIGHT - 4]], {type: "FeatureCollection", features: whole});
const path = geoPath(projection).digits(1);
const countries = {};
for (const [index, country] of whole.entries()) {
  const name = country.properties.name;
  const code = codes[country.id] ?? NAMED[name];
  if (!code) continue;
  const entry = (countries[code] ??= {d: "", area: 0});
  entry.d += path(outlines[index]) ?? "";
  entry.area += path.area(country);
  if (!(name in NAMED) || name === "Kosovo") entry.dot = path.centroid(country).map(Math.round);
}
for (const entry of Object.values(countries)) {
  if (entry.area >= SMALL_AREA) delete entry.dot;
  delete entry.area;
}
const sorted = Object.fromEntries(Object.entries(countries).sort(([a], [b]) => (a < b ? -1 : 1)));
process.stdout.write(JSON.stringify({width: WIDTH, height: HEIGHT, countries: sorted}) + "\n");
